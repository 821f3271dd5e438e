"""The trail's further pages: export, histories, proof; and who was turned away."""

import csv
import io

import pytest
from django.db import DataError
from django.urls import reverse

from mnr import csv_cells
from mnr.models import AuditCheck, AuditContent, AuditEvent, Job
from mnr.models.audit import FAILED_TEXT
from mnr.roles import Action, Role
from mnr.selectors import failed_sign_ins
from mnr.services import anchors, audit, audit_export, doors, reports
from tests import factories
from tests.mnr.services.test_audit import sql, tamper

pytestmark = pytest.mark.django_db


def acts(action):
    return list(AuditEvent.objects.filter(action=str(action)))


@pytest.fixture
def body():
    """An organisation that was renamed twice."""
    body = factories.organisation("Ministry of Own Affairs")
    person = factories.person(Role.SEC, full_name="Mara Holm")
    for name in ("=HYPERLINK(1)", "Ministry of Own Affairs"):
        audit.record(Action.ORG_EDIT, body, person, {"name": ["Ministry", name]})
    return body


def test_older_events_are_a_page_further(client, body, monkeypatch):
    monkeypatch.setattr("mnr.views.audit.PAGE", 1)
    client.force_login(factories.person(Role.AUD))
    newest = client.get(reverse("audit_list"))
    (line,) = newest.context["lines"]
    assert f"before={line.event.number}" in newest.text
    older = client.get(reverse("audit_list"), {"before": line.event.number})
    assert older.context["lines"][0].event.number == line.event.number - 1
    assert "before=" not in older.text.split("Newest events")[1]


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ({"organisation": "own"}, True),
        ({"organisation": "other"}, False),
        ({"object": "own"}, True),
        ({"since": "2020-01-01", "until": "2100-01-01"}, True),
        ({"until": "2020-01-01"}, False),
        ({"since": "no day", "before": "-1", "organisation": "none"}, True),
    ],
)
def test_the_search(client, body, asked, finds):
    keys = {"own": str(body.pk), "other": str(factories.organisation().pk)}
    client.force_login(factories.person(Role.CHR))
    page = client.get(reverse("audit_list"), {k: keys.get(v, v) for k, v in asked.items()})
    assert bool(page.context["lines"]) is finds


def test_the_search_reads_no_more_with_more_events(client, body, django_assert_max_num_queries):
    client.force_login(factories.person(Role.AUD))
    client.get(reverse("audit_list"))
    with django_assert_max_num_queries(15):
        client.get(reverse("audit_list"), {"person": "mara", "organisation": str(body.pk)})


def test_the_export_is_a_table_without_formulas_and_an_event(client, body):
    client.force_login(factories.person(Role.AUD))
    answer = client.post(reverse("audit_export"), {"organisation": str(body.pk)})
    first, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert tuple(first) == audit_export.HEADINGS
    assert [row[first.index("actor")] for row in rows] == ["Mara Holm", "Mara Holm"]
    (event,) = acts(Action.AUDIT_EXPORT)
    assert event.changes["events"] == [None, 2]


def test_too_large_an_export_is_refused_in_words(client, body, monkeypatch):
    monkeypatch.setattr(audit_export, "MOST", 1)
    client.force_login(factories.person(Role.AUD))
    page = client.post(reverse("audit_export"), {"organisation": str(body.pk)}, follow=True)
    assert "More than 1 events: choose fewer" in page.text
    assert page.context["chosen"]["organisation"] == body
    assert acts(Action.AUDIT_EXPORT) == []


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r1", "\n=1"])
def test_no_cell_begins_a_formula(value):
    assert csv_cells.safe(value) == f"'{value}"


@pytest.mark.parametrize("value", ["a=1", "2026-11-25", "", None, 5])
def test_other_cells_are_left_alone(value):
    assert csv_cells.safe(value) == ("" if value is None else str(value))


def test_an_organisation_reads_its_own_history_and_nobody_elses(client, body):
    address = reverse("object_history", args=[f"organisation:{body.pk}"])
    client.force_login(factories.person(Role.AGY, organisation=body))
    page = client.get(address)
    assert "Mara Holm" in page.text
    assert "Before" in page.text
    assert address in client.get(reverse("organisation_detail", args=[body.pk])).text
    client.force_login(factories.person(Role.AGY, organisation=factories.organisation()))
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("organisation_detail", args=[body.pk])).text


def test_a_history_says_of_texts_only_that_they_changed(client):
    update = factories.update("draft")
    audit.record(Action.UPDATE_EDIT, update, None, {"achievements": ["", "A secret draft."]})
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse("object_history", args=[f"progressupdate:{update.pk}"]))
    assert ": changed" in page.text
    assert "A secret draft" not in page.text


def test_a_history_writes_no_struck_nothing_before_a_first_value(client):
    body = factories.organisation()
    audit.record(Action.ORG_EDIT, body, None, {"source": [None, "A first law."]})
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse("object_history", args=[f"organisation:{body.pk}"]))
    assert "A first law." in page.text
    assert "<del" not in page.text
    assert ">nothing<" not in page.text.lower()


def test_a_purged_event_says_so(client, body):
    first = AuditEvent.objects.filter(object_id=str(body.pk)).last()
    events = AuditEvent.objects.filter(pk=first.pk)
    audit.purge_contents(events=events, removal=factories.removal(body))
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse("object_history", args=[f"organisation:{body.pk}"]))
    assert "deleted for good" in page.text


def test_the_proof_shows_anchors_and_the_last_reading(client, body):
    anchor = anchors.make_anchor()
    AuditCheck.objects.create(events=2, anchors=1, seconds=0.1)
    client.force_login(factories.person(Role.ADM))
    page = client.get(reverse("audit_proof"))
    assert anchor.digest in page.text
    assert anchor.public_key in page.text
    assert "2 events and 1 anchors were checked" in page.text
    AuditCheck.objects.create(events=1, anchors=1, seconds=0.1, problem="event 2 was changed")
    assert "event 2 was changed" in client.get(reverse("audit_proof")).text


@pytest.mark.parametrize(
    ("role", "is_there"),
    [(Role.ADM, True), (Role.SEC, True), (Role.CHR, False), (Role.AUD, False), (Role.CMM, False)],
)
def test_the_proof_is_in_the_navigation_of_whoever_has_no_other_way(client, role, is_there):
    client.force_login(factories.person(role))
    page = client.get(reverse("profile"))
    here = reverse("audit_proof")
    assert (here in [entry["url"] for entry in page.context["navigation"]]) is is_there
    if is_there:
        assert client.get(here).status_code == 200


def test_a_button_has_the_trail_read(client):
    client.force_login(factories.person(Role.SEC))
    client.post(reverse("audit_proof"))
    assert Job.objects.get().kind == "verify_trail"
    assert len(acts(Action.AUDIT_VERIFY)) == 1


def test_a_change_that_is_denied_leaves_one_event_and_nothing_else(client, body):
    writer = factories.person(Role.AGY, organisation=body)
    client.force_login(writer)
    before = AuditEvent.objects.count()
    address = reverse("organisation_update", args=[body.pk])
    assert client.post(address, {"name": "Other"}).status_code == 403
    (event,) = acts(doors.DENIED)
    assert AuditEvent.objects.count() == before + 1
    assert event.actor_id == writer.pk
    assert event.changes == {"action": [None, "org.edit"], "reason": [None, "role"]}
    assert client.get(address).status_code == 403
    assert AuditEvent.objects.count() == before + 1


def test_a_sign_in_that_fails_is_an_event_without_the_address(client):
    person = factories.person(Role.AGY, organisation=factories.organisation())
    for address in (person.email, f" {person.email.upper()}", "stranger@example.org"):
        client.post(reverse("account_login"), {"login": address, "password": "wrong"})
    events = acts(doors.FAILED)
    marks = [event.changes["address"][1] for event in events]
    assert len(set(marks)) == 2
    assert len(marks) == 3
    assert person.email not in "".join(event.content.text for event in events)


def test_whose_address_it_was_sees_it_in_their_account_and_nobody_else_does(client):
    person = factories.person(Role.AGY, organisation=factories.organisation())
    for address in (f" {person.email.upper()}", person.email, "stranger@example.org"):
        client.post(reverse("account_login"), {"login": address, "password": "wrong"})
    client.force_login(person)
    page = client.get(reverse("profile"))
    assert page.context["failed"] == [event.at for event in acts(doors.FAILED)[1:]]
    assert "2 sign-ins with your address failed" in page.text
    client.force_login(factories.person(Role.SEC))
    assert "with your address failed" not in client.get(reverse("profile")).text


def test_failed_sign_ins_are_told_as_long_as_sign_ins_are_kept():
    person = factories.person(Role.SEC)
    doors.record_failed_sign_in(address=person.email)
    assert failed_sign_ins.of_own_address(person) == [acts(doors.FAILED)[0].at]
    tamper("UPDATE mnr_auditevent SET at = at - interval '91 days'")
    assert failed_sign_ins.of_own_address(person) == []


def test_failed_sign_ins_are_found_by_their_index():
    text = doors.failed_text("a@b.example")
    rows = AuditContent.objects.filter(text=text, text__startswith=FAILED_TEXT)
    assert text.startswith(FAILED_TEXT)
    sql("SET LOCAL enable_seqscan = off")
    assert "audit_failed" in rows.explain()


def test_signing_out_is_an_event(client):
    person = factories.person(Role.AGY, organisation=factories.organisation())
    client.force_login(person)
    client.post(reverse("account_logout"))
    assert [event.actor_id for event in acts(doors.SIGN_OUT)] == [person.pk]


def test_what_cannot_be_recorded_is_not_given(client, monkeypatch):
    """The event of a download comes first: without it there is no file."""
    period = factories.period("2026-Q2", "frozen")
    report = reports.request_report(
        snapshot=period.snapshots.get(), language="en", by=factories.person(Role.SEC)
    )
    ready = "status = 'ready', sha256 = %s, pages = 1, size = 4, built_at = now()"
    sql(f"UPDATE mnr_report SET {ready}", "a" * 64)  # noqa: S608
    monkeypatch.setattr("mnr.reports.storage.read", lambda sha256: b"%PDF-secret")
    client.force_login(factories.person(Role.CMM))
    address = reverse("report_download", args=[report.pk])
    assert client.get(address).content == b"%PDF-secret"
    assert len(acts(Action.REPORT_READ_INTERNAL)) == 1
    monkeypatch.setattr(audit, "record", lambda *args: sql("SELECT 1 / 0"))
    with pytest.raises(DataError):
        client.get(address)
