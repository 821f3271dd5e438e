"""Who opens which page of a register: asked of every register, every role and every relation."""

import pytest
from django.urls import NoReverseMatch

from mnr import permissions
from mnr.registers.base import PAGES
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

# What opens for whom: own organisation's entry, and that of another in another domain.
READERS = {Role.SEC, Role.DOM, Role.AGY, Role.IND, Role.CSO, Role.AUD}
COMMITTEE = {Role.CHR, Role.CMM}  # entries that stand, and returns of frozen periods
WRITERS = {Role.DOM, Role.AGY, Role.IND, Role.CSO}
OF_ONE = {"detail", "update", "withdraw"}
WALKED = [page for page in PAGES if page not in ("export", "import_run")]
IMPORTERS = {Role.DOM, Role.AGY}  # as the matrix was given
ROLES = [role for role in Role if role is not Role.ANO]


def person(role, body, domain="criminal_justice"):
    return factories.person(role, organisation=body, domain=domain)


def status(client, register, page, entry):
    row = entry if page in OF_ONE else None
    return client.get(register.url(page, row)).status_code


def expected(register, role):
    """What each page of an own entry answers."""
    writes = role in WRITERS
    sees = role in READERS or (role in COMMITTEE and not register.is_return)
    return {
        "list": 200 if role in READERS | COMMITTEE else 403,
        "detail": 200 if sees else (404 if role in COMMITTEE else 403),
        "create": 200 if writes else 403,
        "update": 200 if writes else 403,
        "withdraw": 200 if writes else 403,
        "import": 200 if role in IMPORTERS else 403,
    }


def test_pages_of_an_own_entry(client, register, entry, own):
    for role in ROLES:
        client.force_login(person(role, own))
        found = {page: status(client, register, page, entry) for page in WALKED}
        assert found == expected(register, role), role


def test_another_organisations_entry_is_not_there(client, register, entry):
    body = factories.organisation()
    detail = register.url("detail", entry)
    for role in (Role.AGY, Role.IND, Role.CSO):
        client.force_login(person(role, body))
        for page in ("detail", "update", "withdraw"):
            assert status(client, register, page, entry) == 404
        assert detail not in client.get(register.url("list")).content.decode()


def test_a_lead_of_the_domain_reads_and_does_not_write(client, register, entry):
    body = factories.organisation()
    lead = factories.person(Role.DOM, organisation=body, domain=register.domain)
    client.force_login(lead)
    assert status(client, register, "detail", entry) == 200
    assert status(client, register, "update", entry) == 403


def test_nobody_who_is_not_signed_in(client, register, entry):
    for page in WALKED:
        row = entry if page in OF_ONE else None
        answer = client.get(register.url(page, row))
        assert answer.status_code == 302
        assert "/account/login/" in answer.url


def test_scope_and_can_agree(register, entry, own):
    rows = [entry, entries.entry(register), entries.entry(register)]
    rows[2].withdrawn_on, rows[2].withdrawn_because = entry.changed_at.date(), "Twice."
    rows[2].save()
    for role in ROLES:
        reader = person(role, own)
        for action in vars(register.actions).values():
            scoped = set(permissions.scope(reader, action, register.model.objects.all()))
            assert scoped == {row for row in rows if permissions.can(reader, action, row)}


def test_internal_notes_are_read_by_those_who_may(client, register, own, contributor):
    noted = entries.entry(register, own, internal_note="Budget is at risk")
    for role, sees in ((Role.SEC, True), (Role.AUD, True), (Role.CHR, False), (Role.CMM, False)):
        client.force_login(factories.person(role))
        page = client.get(register.url("detail", noted)).content.decode()
        assert ("Budget is at risk" in page) == sees, role


def test_there_are_exactly_these_pages(register):
    for page in PAGES:
        row = register.model(pk="00000000-0000-0000-0000-000000000000")
        assert register.url(page, row if page in OF_ONE | {"import_run"} else None)
    for page in ("delete", "import-all"):
        with pytest.raises(NoReverseMatch):
            register.url(page)
