"""Who opens which page of a register: asked of every register, every role and every relation."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponseForbidden, HttpResponseNotFound
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve

from mnr import permissions
from mnr.registers import registry
from mnr.registers.base import PAGES
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

# What opens for whom: own organisation's entry, and that of another in another domain.
READERS = {Role.SEC, Role.DOM, Role.AGY, Role.IND, Role.CSO, Role.AUD}
COMMITTEE = {Role.CHR, Role.CMM}  # entries that stand, and returns of frozen periods, no counts
WRITERS = {Role.DOM, Role.AGY, Role.IND, Role.CSO}
OF_ONE = {"detail", "update", "withdraw"}
WALKED = [page for page in PAGES if page not in ("export", "import_run", "views")]
IMPORTERS = {Role.DOM, Role.AGY}  # as the matrix was given
ROLES = [role for role in Role if role is not Role.ANO]


def person(role, body, domain="criminal_justice"):
    return factories.person(role, organisation=body, domain=domain)


def status(reader, register, page, entry):
    """What the page answers to the reader: asked at its own gate, which is the cheapest place."""
    return answer(reader, register, page, entry).status_code


def answer(reader, register, page, entry):
    address = register.url(page, entry if page in OF_ONE else None)
    request, match = RequestFactory().get(address), resolve(address)
    request.user = reader
    try:
        return match.func(request, **match.kwargs)
    except permissions.Denied:
        return HttpResponseForbidden()
    except Http404:
        return HttpResponseNotFound()


def counts_people(register):
    """Whether its entries are raw counts of people: for their organisation, and few others."""
    return register.is_return and any(each.counts_people for each in register.figures.values())


def expected_of_values(role):
    """The same of values of indicators: all open the list, for the values of public cases."""
    writes = role in (Role.DOM, Role.AGY)
    sees = writes or role in (Role.SEC, Role.AUD)
    allowed = dict.fromkeys(("create", "update", "withdraw"), 200 if writes else 403)
    imports = 200 if role in IMPORTERS else 403
    return {"list": 200, "detail": 200 if sees else 404, "import": imports, **allowed}


def expected(register, role):
    """What each page of an own entry answers."""
    if register.is_of_core:
        return expected_of_values(role)
    writes = role in WRITERS
    sees = role in READERS or (role in COMMITTEE and not register.is_return)
    opens = role in READERS or (role in COMMITTEE and not counts_people(register))
    return {
        "list": 200 if opens else 403,
        "detail": 200 if sees else (404 if opens else 403),
        "create": 200 if writes else 403,
        "update": 200 if writes else 403,
        "withdraw": 200 if writes else 403,
        "import": 200 if role in IMPORTERS else 403,
    }


def test_pages_of_an_own_entry(register, entry, own, undrawn):
    for role in ROLES:
        reader = person(role, own)
        found = {page: status(reader, register, page, entry) for page in WALKED}
        assert found == expected(register, role), role


def test_pages_of_the_entry_of_others(client, register, entry, undrawn):
    body = factories.organisation()
    for role in (Role.AGY, Role.IND, Role.CSO):
        reader = person(role, body)
        found = {page: status(reader, register, page, entry) for page in OF_ONE}
        never = 403 if register.is_of_core and role is not Role.AGY else 404
        changes = dict.fromkeys(OF_ONE - {"detail"}, never)
        assert found == {"detail": 404, **changes}, role
        assert answer(reader, register, "list", entry).told["table"] == [], role
    lead = person(Role.DOM, body, entry.capability.domain)
    raw = register.is_of_core or counts_people(register)
    assert status(lead, register, "detail", entry) == (404 if raw else 200)
    assert status(lead, register, "update", entry) == (404 if raw else 403)
    for page in WALKED:
        away = answer(AnonymousUser(), register, page, entry)
        assert (away.status_code, "/account/login/" in away.url) == (302, True), page


def test_internal_notes_are_read_by_those_who_may(client, register, own, contributor):
    if register.is_of_core:
        return  # who reads a value reads its note
    noted = entries.entry(register, own, internal_note="Budget is at risk")
    for role, sees in ((Role.SEC, True), (Role.CMM, False)):
        client.force_login(factories.person(role))
        page = client.get(register.url("detail", noted)).content.decode()
        assert ("Budget is at risk" in page) == sees, role


def test_there_are_exactly_these_pages():
    for register in registry.everything:
        for page in PAGES:
            row = register.model(pk="00000000-0000-0000-0000-000000000000")
            assert register.url(page, row if page in OF_ONE | {"import_run"} else None)
        for page in ("delete", "import-all"):
            with pytest.raises(NoReverseMatch):
                register.url(page)
