"""The way from documents and roles to their history, and what that tells of documents."""

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from mnr.models import AuditEvent, Evidence
from mnr.models.quarantine import Kind
from mnr.roles import Role
from mnr.services import audit, quarantine
from mnr.services.evidence import save_evidence
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def writer(body):
    return factories.person(Role.AGY, organisation=body)


@pytest.fixture
def document(body, writer):
    """A document whose title was changed once."""
    row = Evidence(
        organisation=body,
        title="Mandate",
        publisher="Ministry",
        dated_on=factories.ago(9),
        registry_number="7",
    )
    row = save_evidence(evidence=row, by=writer)
    row.title = "Second mandate"
    return save_evidence(evidence=row, version=1, by=writer)


def history(row):
    return reverse("object_history", args=[f"{row._meta.model_name}:{row.pk}"])


def searched(row):
    found = urlencode({"kind": row._meta.model_name, "object": row.pk})
    return f"{reverse('audit_list')}?{found}".replace("&", "&amp;")


def page(client, person, address):
    client.force_login(person)
    return client.get(address)


def documents(client, person):
    return page(client, person, reverse("evidence_list")).text


def test_a_document_leads_to_its_history_whoever_may_read_it(client, writer, document):
    assert history(document) in documents(client, writer)
    assert history(document) in documents(client, factories.person(Role.SEC))
    assert searched(document) in documents(client, factories.person(Role.CHR))
    member = documents(client, factories.person(Role.CMM))
    assert document.title in member
    assert history(document) not in member
    assert searched(document) not in member


def test_what_has_no_history_has_no_link(client, body, writer):
    row = Evidence.objects.create(
        organisation=body, title="A", publisher="B", dated_on=factories.ago(9), registry_number="7"
    )
    assert history(row) not in documents(client, writer)


def test_a_role_leads_to_its_history_whoever_may_read_it(client, body, writer):
    now = writer.memberships.get()
    ended = factories.role(writer, Role.AGY, organisation=body, starts=-300, ends=-200)
    for row in (now, ended):
        audit.record("role.grant", row, None, {"role": [None, row.role]})
    address = reverse("person_detail", args=[writer.pk])
    colleague = factories.person(Role.AGY, organisation=body)
    for reader in (colleague, factories.person(Role.SEC)):
        text = page(client, reader, address).text
        assert history(now) in text
        assert history(ended) in text
        assert page(client, reader, history(now)).status_code == 200
    assert searched(now) in page(client, factories.person(Role.CHR), address).text
    administrator = page(client, factories.person(Role.ADM), address).text
    assert history(now) not in administrator
    assert searched(now) not in administrator


def told(client, person, row):
    return page(client, person, history(row)).context["lines"][0].changes


def test_the_history_says_what_a_document_said_to_whoever_may_read_it(client, writer, document):
    for reader in (writer, factories.person(Role.SEC), factories.person(Role.AUD)):
        (change,) = told(client, reader, document)
        assert (change.before, change.after) == ("Mandate", "Second mandate")
    first = page(client, writer, history(document)).context["lines"][1]
    assert [change.label for change in first.changes if change.before == change.after] == []
    assert str(document.pk) not in " ".join(map(str, first.changes))


def test_whoever_may_not_read_the_document_is_told_only_that_it_changed(client, writer, document):
    other = factories.organisation()
    reader = factories.person(Role.AGY, organisation=other)
    assert page(client, reader, history(document)).status_code == 404
    audit.record(
        "evidence.edit",
        Evidence(pk=document.pk, organisation=other),
        None,
        {"title": ["Mandate", "X"]},
    )
    (change,) = told(client, reader, document)
    assert not change.is_told
    assert "Mandate" not in page(client, reader, history(document)).text


def test_what_is_withheld_stays_withheld_in_the_history(client, writer, document):
    officer = factories.person(Role.SEC)
    quarantine.set_quarantine(kind=Kind.EVIDENCE, object_id=document.pk, reason="names", by=officer)
    (change,) = told(client, writer, document)
    assert not change.is_told
    text = page(client, writer, history(document)).text
    assert "mandate" not in text.lower()


def test_the_trail_and_its_table_say_only_that_a_document_changed(client, document):
    auditor = factories.person(Role.AUD)
    assert "mandate" not in page(client, auditor, reverse("audit_list")).text.lower()
    table = client.post(reverse("audit_export"), {"kind": "evidence"})
    assert b"andate" not in table.content


def test_many_documents_cost_no_more(client, body, writer, document, django_assert_max_num_queries):
    documents(client, writer)
    for number in range(9):
        row = Evidence(
            organisation=body,
            title=f"Plan {number}",
            publisher="Ministry",
            dated_on=factories.ago(9),
            registry_number=str(number),
        )
        save_evidence(evidence=row, by=writer)
    with django_assert_max_num_queries(15):
        text = client.get(reverse("evidence_list")).text
    assert text.count("/history/evidence:") == 10
    assert AuditEvent.objects.filter(object_type="evidence").count() == 11
