"""Every service refuses whoever may not, and does so by asking: left out, a case notices."""

from contextlib import suppress

import pytest
from django.db import transaction

from mnr.permissions import Denied, WrongState
from tests import factories
from tests.matrix import wiring
from tests.matrix.askers import Asker
from tests.matrix.questions import expected
from tests.matrix.services import SERVICES

pytestmark = pytest.mark.django_db
STALE = "phishing_resistant 301 s ago"


class Undo(Exception):
    """Takes back what a call did."""


def attempt(call, person):
    """What a call comes to: the exception that it raised, or None; its effects are undone."""
    outcome = None
    with suppress(Undo), transaction.atomic():
        try:
            with transaction.atomic():
                call(person)
        except Exception as error:  # judged by the test
            outcome = error
        raise Undo
    return outcome


@pytest.fixture
def calls(country):
    """{service: its calls}."""
    there = {site.service for site in wiring.sites()}
    return {name: list(made(country)) for name, made in SERVICES.items() if name in there}


@pytest.fixture
def everybody(country):
    """Of each role, fresh and not; of one who leads domains beside it; strangers get nowhere."""
    some = [asker for asker in country.askers if asker.person.pk and asker.sign_in in ("", STALE)]
    return [*some, Asker("somebody without a role", factories.person(), ())]


def test_every_service_that_asks_permission_is_listed():
    assert {site.service for site in wiring.sites()} == set(SERVICES)


def test_services_let_those_in_who_may_and_nobody_else(calls, everybody, tell):
    refused = allowed = 0
    for name, made in calls.items():
        for call in made:
            let_in = False
            for asker in everybody:
                outcome = attempt(call.by, asker.person)
                if expected(asker, call.action, call.thing) == "yes":
                    assert not isinstance(outcome, (Denied, WrongState)), (name, asker.name)
                    let_in, allowed = True, allowed + 1
                else:
                    assert isinstance(outcome, (Denied, WrongState)), (name, asker.name, outcome)
                    refused += 1
            assert let_in or name in NOBODYS, name
    tell(f"services: {refused} calls refused and {allowed} let in, as the matrix is read")


NOBODYS = {
    "entries.save_entry",  # asked of entries on their way in and out of an organisation too
    "held_entries.hold_entry",  # the same
    "evidence.save_evidence",  # asked of another organisation's document alone
    "people.edit_self",  # asked of another's account
    "sessions.end_session",  # asked of another's session
    "identities.link",  # asked of another's account too
    "identities.unlink",  # the same
    "tokens.revoke_token",  # asked of another's token
    "periods.confirm_publication",  # asked of a period of which nobody asked it yet
}


def test_a_service_that_does_not_ask_is_noticed(calls, everybody, tell):
    sites = [site for site in wiring.sites() if site.service in SERVICES]
    unnoticed = [str(site) for site in sites if not _is_noticed(site, calls, everybody)]
    assert not unnoticed
    tell(f"services: {len(sites)} of {len(sites)} calls of require left out were noticed (100 %)")


def _is_noticed(site, calls, everybody):
    with wiring.without(site):
        for call in calls.get(site.service, ()):
            for asker in everybody:
                if expected(asker, call.action, call.thing) == "yes":
                    continue
                if not isinstance(attempt(call.by, asker.person), (Denied, WrongState)):
                    return True
    return False
