"""The questions that the matrix answers: every action, by everybody, about everything."""

from contextlib import suppress

from mnr import permissions
from mnr.roles import Action, Role, rules_for
from tests import factories
from tests.matrix import oracle
from tests.matrix.askers import LED, Asker
from tests.matrix.things import Country

# asked about another row than they name
SUBJECTS = {
    "user.mfa_reset_confirm": "factor reset",
    "indicator.override_request": "override",
    "indicator.override_confirm": "override",
}


def kind_of(action):
    """The kind of thing that an action is asked about."""
    return SUBJECTS.get(action) or rules_for(action)[0].object


def without_rights(country: Country, role: Role) -> list[Asker]:
    """People whose account or membership gives them nothing today."""
    place = {"organisation": country.own, "domain": LED[0] if role is Role.DOM else None}

    def holder(**dates):
        person = factories.person()
        factories.role(person, role, **place, **dates)
        return person

    people = {
        "closed account": factories.person(role, **place, is_active=False),
        "role ended": holder(starts=-30, ends=-1),
        "role not begun": holder(starts=1, ends=30),
        "superuser without a role": factories.person(is_superuser=True),
    }
    if role in Role.privileged():
        people["role not confirmed"] = holder(confirmed=False)
    return [Asker(f"{role}: {name}", person, ()) for name, person in people.items()]


def questions(country: Country, asker: Asker, actions=tuple(Action)):
    """(action, thing or None, row or None) of everything that can be asked."""
    for action in actions:
        yield action, None, None
        for thing, row in country.about(kind_of(action), asker.person):
            yield action, thing, row


def told(asker: Asker, action, row) -> str:
    """What the enforcing code answers: "yes", or what refuses."""
    decision = permissions.can(asker.person, action, row)
    return "yes" if decision else decision.code


def expected(asker: Asker, action, thing) -> str:
    """What the second reading answers."""
    return oracle.decide(action, asker.roles, thing, asker.fresh, asker.duty)


def differs(country, asker, action) -> tuple | None:
    """The first question about an action that the enforcing code answers otherwise."""
    for _action, thing, row in questions(country, asker, [action]):
        answer = "an error"
        with suppress(Exception):
            answer = told(asker, action, row)
        if answer != expected(asker, action, thing):
            return thing, answer
    return None
