"""Texts that the content guard asks about: whose, how far, and by whom they were written."""

from django.utils import timezone

from mnr.models import Domain, GuardRelease
from tests import factories
from tests.matrix.oracle import Thing

NUMBERS = {"own": 4, "own far": 20, "domain": 4, "foreign": 20}  # of a capability of the domain


def findings(country):
    """Waiting texts, near and far; one of the asking person; and some that are decided."""
    wanted = [(whose, "waiting", ()) for whose in NUMBERS]
    wanted += [("domain", "waiting", ("author",)), ("foreign", "waiting", ("author",))]
    wanted += [("domain", "released", ()), ("domain", "refused", ())]
    country.things["finding"] = [
        (
            Thing("finding", whose, state, mine=frozenset(mine)),
            _finding(country.own if whose.startswith("own") else None, NUMBERS[whose], state),
        )
        for whose, state, mine in wanted
    ]


def _finding(body, number, state):
    decided = {"decided_by": factories.person(), "decided_at": timezone.now(), "answer": "No."}
    return GuardRelease.objects.create(
        about="update",
        field="achievements",
        organisation=body or factories.organisation(),
        domain=Domain.objects.get(capabilities__number=number),
        digest="0" * 64,
        found=[["small_count", 0, 5]],
        reason="It is a count of offices.",
        author=factories.person(),
        state=state,
        **(decided if state != "waiting" else {}),
    )
