"""What is asked about people: accounts, roles, duties, sessions, and what is withheld."""

import uuid
from datetime import timedelta

from django.utils import timezone

from mnr.models import (
    Domain,
    Duty,
    FactorReset,
    HandOver,
    Membership,
    Procedure,
    Quarantine,
    ReducedSeparation,
    UserSession,
)
from mnr.models.factor_reset import LASTS
from mnr.roles import ORGANISATION_ROLES, Role
from tests import factories
from tests.matrix.askers import LED
from tests.matrix.oracle import Thing


def accounts(country):
    far = factories.organisation()
    others = [
        ("own", "active", factories.person(Role.AGY, organisation=country.own)),
        ("own", "closed", factories.person(Role.AGY, organisation=country.own, is_active=False)),
        ("foreign", "active", factories.person(Role.AGY, organisation=far)),
        ("foreign", "closed", factories.person(Role.AGY, organisation=far, is_active=False)),
    ]
    country.things["user"] = [
        *((Thing("user", whose, state), row) for whose, state, row in others),
        *(
            (Thing("user", "self", "active", mine=frozenset({"self"})), row)
            for row in people(country)
        ),
    ]


def people(country):
    """The askers who have an account, each once."""
    found = {asker.person.pk: asker.person for asker in country.askers if asker.person.pk}
    return list(found.values())


def invitations(country):
    """From the own organisation and from another, in every state."""
    bodies = {"own": country.own, "foreign": factories.organisation()}
    country.things["invitation"] = [
        (
            Thing("invitation", whose, state, mine=frozenset(mine)),
            factories.invitation(body, state=state, **_ended_by(state)),
        )
        for whose, body in bodies.items()
        for state in ("waiting", "sent", "accepted", "withdrawn")
        for mine in ((), ("invited_by",))
    ]


def _ended_by(state):
    if state not in ("accepted", "withdrawn"):
        return {}
    return {f"{state}_by": factories.person(), f"{state}_at": timezone.now()}


def roles(country):
    """Everybody's; and for each asker some for themselves, and some that they granted."""
    pairs = [
        _membership(country, role, {}, facts)
        for role in Role
        if role is not Role.ANO
        for facts in ((), ("confirmed",) if role in Role.privileged() else ())
    ]
    kinds = ((Role.CMM, ()), (Role.CHR, ()), (Role.CHR, ("confirmed",)))
    for person in people(country):
        for day, (role, facts) in enumerate(kinds, start=310):
            pairs.append(_membership(country, role, {"user": person}, facts, day))
            pairs.append(_membership(country, role, {"granted_by": person}, facts))
    country.things["role"] = pairs


def _membership(country, role, mine, facts, day=310):
    """One that begins when the askers' own have ended, so that it gives them no right today."""
    others = {"user": factories.person(), "granted_by": None, "confirmed_by": None}
    if "confirmed" in facts:
        others |= {"confirmed_by": factories.person(), "confirmed_at": timezone.now()}
    row = Membership.objects.create(
        role=role,
        organisation=country.own if role in ORGANISATION_ROLES else None,
        domain=Domain.objects.get(key=LED[0]) if role is Role.DOM else None,
        starts_on=factories.ago(-day),
        ends_on=factories.ago(-day),
        **(others | mine),
    )
    return Thing("role", "foreign", role.value, "", frozenset(mine), frozenset(facts)), row


def factor_resets(country):
    """Waiting, confirmed and too old; the asking person's and others'."""
    cases = [
        ({"requested"}, ()),
        ({"requested"}, ("requested_by",)),
        ({"requested"}, ("user",)),
        ({"requested", "confirmed"}, ()),
        (set(), ()),
    ]
    pairs = []
    for facts, mine in cases:
        row = FactorReset(
            user=factories.person(), requested_by=factories.person(), reason="We met."
        )
        row.requested_at = timezone.now() - (timedelta(0) if facts else 2 * LASTS)
        if "confirmed" in facts:
            row.confirmed_by, row.confirmed_at = factories.person(), timezone.now()
        row.save()
        thing = Thing("user", mine=frozenset(mine), facts=frozenset(facts))
        pairs.append((thing, row))
    country.things["factor reset"] = pairs


def sessions(country):
    country.things["session"] = [
        (
            Thing("session", mine=frozenset(mine)),
            UserSession.objects.create(
                user=factories.person(), session_key=uuid.uuid4().hex, method="password"
            ),
        )
        for mine in ((), ("self",))
    ]


def tokens(country):
    """Of others and of the asking person; they read only, as an auditor's must."""
    country.things["token"] = [
        (Thing("token", mine=frozenset(mine)), factories.token(factories.person(), "read")[0])
        for mine in ((), ("self",))
    ]


def hand_overs(country):
    bodies = {"own": country.own, "foreign": factories.organisation()}
    country.things["handover"] = [
        (Thing("handover", whose, state), _hand_over(body, state))
        for whose, body in bodies.items()
        for state in ("open", "done")
    ]


def _hand_over(body, state):
    leaver = factories.person()
    membership = factories.role(leaver, Role.AGY, organisation=body, starts=-40, ends=-1)
    done = {"done_by": leaver, "done_at": timezone.now(), "note": "The deputy takes over."}
    return HandOver.objects.create(
        membership=membership,
        organisation=body,
        cause=HandOver.Cause.RAN_OUT,
        **(done if state == "done" else {}),
    )


def separations(country):
    """Asked for, in force later, and ended; the one that the asker asks for is not stored."""
    country.things["separation"] = [
        (Thing("separation", state=state, mine=frozenset(mine)), _separation(days, state, mine))
        for days, state, mine in (
            (400, "requested", ()),
            (500, "requested", ("requested_by",)),
            (600, "in force", ()),
            (700, "ended", ()),
            (800, "ended unconfirmed", ()),
        )
    ]


def _separation(days, state, mine):
    row = ReducedSeparation(
        pair="endorse_accept",
        reason="The office has three people.",
        starts_on=factories.ago(-days),
        ends_on=factories.ago(-days - 10),
        requested_by=factories.person(),
    )
    if state in ("in force", "ended"):
        row.confirmed_by, row.confirmed_at = factories.person(), timezone.now()
    if state.startswith("ended"):
        row.ended_by, row.ended_at = factories.person(), timezone.now()
    if not mine:
        row.save()
    return row


def withheld(country):
    """Quarantines, each of which stands for the object it hides; and every stage of a removal."""
    numbers = {"own": 4, "own far": 20, "domain": 4, "foreign": 20}
    bodies = {"own": country.own, "own far": country.own}
    for kind in ("any", "quarantine"):
        country.things[kind] = []
    for whose, number in numbers.items():
        body = bodies.get(whose) or factories.organisation()
        domain = Domain.objects.get(capabilities__number=number)
        row = _quarantine(organisation_id=body.pk, domain_id=domain.pk)
        country.things["any"].append((Thing("any", whose), row))
    for state, facts, mine in (
        ("withheld", (), ()),
        ("withheld", ("requested",), ()),
        ("withheld", ("requested",), ("purge_requested_by",)),
        ("withheld", ("requested", "legal hold"), ()),
        ("withheld", ("requested", "confirmed"), ()),
        ("released", ("requested",), ()),
        ("purged", ("requested", "confirmed"), ()),
    ):
        thing = Thing("quarantine", "foreign", state, "", frozenset(mine), frozenset(facts))
        row = _quarantine(state=state, **_stages(state, facts), is_stored=not mine)
        country.things["quarantine"].append((thing, row))


def _quarantine(is_stored=True, **fields):
    row = Quarantine(
        kind="update", object_id=uuid.uuid4(), reason="case", set_by=factories.person(), **fields
    )
    if is_stored:
        row.save()
    return row


def _stages(state, facts):
    found = {}
    if "requested" in facts:
        found |= _who_and_when("purge_requested")
    if "confirmed" in facts:
        found |= _who_and_when("purge_confirmed")
    if "legal hold" in facts:
        found |= {"has_legal_hold": True, "hold_reason": "The court asked."}
    if state == "released":
        found |= _who_and_when("released")
    if state == "purged":
        found["purged_at"] = timezone.now()
    return found


def _who_and_when(step):
    return {f"{step}_by": factories.person(), f"{step}_at": timezone.now()}


def duties(country):
    """One place is left beside the officer's: whatever else asks for it is not stored."""
    cases = [
        ((), (), True),
        ((), ("requested_by",), False),
        ((), ("user",), False),
        (("confirmed",), (), False),
        (("ended",), (), True),
    ]
    pairs = []
    for facts, mine, is_stored in cases:
        holder = factories.person(Role.SEC)
        row = Duty(
            membership=holder.memberships.get(),
            user=holder,
            place=Duty.Place.DEPUTY,
            requested_by=factories.person(),
            **{key: value for fact in facts for key, value in _who_and_when(fact).items()},
        )
        if is_stored:
            row.save()
        thing = Thing("duty", mine=frozenset(mine), facts=frozenset(facts))
        pairs.append((thing, row))
    country.things["duty"] = pairs


def procedures(country):
    five = ("law", "hotline", "police_unit", "duty_officer", "deputy")
    country.things["procedure"] = [
        (
            Thing("procedure", mine=frozenset(mine), facts=frozenset(facts)),
            Procedure.objects.create(
                proposed_by=factories.person(),
                **dict.fromkeys(five, "Known to the country"),
                **(_who_and_when("confirmed") if facts else {}),
            ),
        )
        for facts, mine in (((), ()), ((), ("proposed_by",)), (("confirmed",), ()))
    ]


KINDS = (
    accounts,
    invitations,
    roles,
    factor_resets,
    sessions,
    tokens,
    hand_overs,
    separations,
    withheld,
    duties,
    procedures,
)
