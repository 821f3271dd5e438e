"""Every route, for every role: what the matrix allows is answered, everything else is refused.

The expected answer comes from `oracle`, which shares no code with the enforcing module:
403 where the role lacks the action or a rule about persons refuses, 404 where the row is not the
reader's to see, 409 where it is in another state; signed out, the sign-in page.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from mnr import leaving
from mnr.models import (
    Assignment,
    Comment,
    Evidence,
    Extension,
    FactorReset,
    HandOver,
    Indicator,
    Membership,
    Report,
    Target,
    UserSession,
)
from mnr.roles import Role
from mnr.services import audit, overrides
from mnr.services import reports as report_service
from tests import factories
from tests.factories import definitions, values
from tests.matrix import effects, held, oracle, routes
from tests.matrix.world import ROLES, make_world

pytestmark = pytest.mark.django_db

LET_IN = {200, 302, 422}
REFUSED = {401, 403, 404, 409}
UPDATE_ROUTES = {name: r for name, r in routes.ROUTES.items() if r.about == "update"}
PERIOD_ROUTES = {
    name: route
    for name, route in routes.ROUTES.items()
    if route.about == "period" and route.action.startswith("period.")
}
PLAIN_ROUTES = {name: r for name, r in routes.ROUTES.items() if r.about == "nothing"}


class Undo(Exception):
    """Takes back what a request did."""


def ask(client, method, url, data=None):
    """The status that a request gets; its effects are undone.

    A refusal has none, but that the trail tells of one who was denied.
    """
    before, newest = ({}, 0) if method == "GET" else (effects.counts(), effects.last_event())
    written, rows, told = set(), {}, []
    try:
        with transaction.atomic():
            status = client.generic_status(method, url, data)
            if method != "GET" and status in REFUSED:
                told = effects.recorded_since(newest)
                written = effects.touched(before) - (effects.TRAIL if told else set())
                rows = effects.fingerprint(written)
            raise Undo
    except Undo:
        denied = method != "GET" and status == 403
        reached = method != "GET" and status == 404 and told == ["denied"]  # a row, not theirs
        assert reached or told == (["denied"] if denied else []), (method, url, status)
        assert rows == effects.fingerprint(written), (method, url, status)
        return status


@pytest.fixture
def signed_in(client, within_a_minute):
    """signed_in(person) is a client; `generic_status` sends any method."""

    def sign_in(person):
        client.force_login(person)
        client.raise_request_exception = False

        def status(method, url, data):
            if method == "GET":
                return client.get(url).status_code
            return client.post(url, data or {}).status_code

        client.generic_status = status
        return client

    return sign_in


def expected_for_update(route, role, relation, state, period):
    if not oracle.role_may(route.action, role):
        return {403}
    seen = any(
        oracle.on_update(action, role, relation, state, period) == "yes" for action in route.seen_by
    )
    if not seen:
        return {404}
    outcome = oracle.on_update(route.action, role, relation, state, period)
    if route.action == "update.read_public":  # its page shows whatever may be read of the update
        outcome = "yes"
    return {"yes": LET_IN, "state": {409}, "scope": {403}, "person": {403}}[outcome]


# Who may not do something to any update is refused before one is looked at: asked of two states.
ASKED_IN_VAIN = {("draft", "open"), ("accepted", "published")}


@pytest.mark.parametrize("role", ROLES)
def test_pages_about_an_update(role, signed_in):
    world = make_world()
    client = signed_in(world.people[role])
    wrong = []
    for (relation, state, period), update in world.updates.items():
        if relation == "foreign" and role != Role.DOM:
            continue  # without a domain of one's own, another organisation's is another's
        for name, route in UPDATE_ROUTES.items():
            if not oracle.role_may(route.action, role) and (state, period) not in ASKED_IN_VAIN:
                continue
            for method in route.methods:
                status = ask(
                    client, method, reverse(name, args=[update.pk]), form_for(name, update)
                )
                expected = expected_for_update(route, role, relation, state, period)
                if name in ASSESSING and expected == LET_IN:
                    expected = LET_IN | {403}  # only the capability's lead assesses it
                if status not in expected:
                    wrong.append((name, method, relation, state, period, status, expected))
    assert not wrong


ASSESSING = {"update_assessment", "update_confirm_assessment", "update_remove_assessment"}


def form_for(name, update):
    """What a form sends at least."""
    data = {"version": update.version, "reason": "Say where the unit works.", "item": "update"}
    data |= {"text": "Please say more.", "obstacles-TOTAL_FORMS": 0, "obstacles-INITIAL_FORMS": 0}
    return data


@pytest.mark.parametrize("role", ROLES)
def test_steps_of_a_period(role, signed_in):
    for code, state in zip(
        ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"),
        ("published", "approved", "frozen", "closed", "open", "planned"),
        strict=True,
    ):
        factories.period(code, state)
    client = signed_in(
        factories.person(role, organisation=factories.organisation(), domain="victim")
    )
    wrong = []
    for code, state in PERIODS.items():
        for name, route in PERIOD_ROUTES.items():
            expected = {
                "yes": LET_IN,
                "role": {403},
                "state": {409},
            }[oracle.on_period(route.action, role, state)]
            if name == "period_open" and expected == LET_IN:
                expected = LET_IN | {409}  # another period is open
            for method in route.methods:
                status = ask(client, method, reverse(name, args=[code]))
                if status not in expected:
                    wrong.append((name, method, state, status, expected))
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ["open", "closed", "published"])
def test_ending_an_extension(role, state, signed_in):
    row = extension(factories.period("2025-Q1", state))
    client = signed_in(
        factories.person(role, organisation=factories.organisation(), domain="victim")
    )
    action = routes.ROUTES["extension_end"].action
    expected = {"yes": LET_IN, "role": {403}, "state": {409}}[oracle.on_period(action, role, state)]
    assert ask(client, "POST", reverse("extension_end", args=["2025-Q1", row.pk])) in expected


PERIODS = {
    "2025-Q1": "published",
    "2025-Q2": "approved",
    "2025-Q3": "frozen",
    "2025-Q4": "closed",
    "2026-Q1": "open",
    "2026-Q2": "planned",
}


@pytest.mark.parametrize("role", ROLES)
def test_pages_about_nothing_in_particular(role, signed_in):
    factories.period("2026-Q3", "open")
    client = signed_in(
        factories.person(role, organisation=factories.organisation(), domain="victim")
    )
    wrong = []
    for name, route in PLAIN_ROUTES.items():
        for method in route.methods:
            status = ask(client, method, reverse(name))
            expected = LET_IN if oracle.role_may(route.action, role) else {403}
            if status not in expected:
                wrong.append((name, method, status, expected))
    assert not wrong


def test_strangers_are_asked_to_sign_in(client):
    world = make_world()
    rows = other_rows(world)
    wrong = []
    for name, route in routes.ROUTES.items():
        url = address(name, world, rows)
        if "GET" in route.methods:
            answer = client.get(url)
            if answer.status_code != 302 or not answer.url.startswith("/account/login/"):
                wrong.append((name, "GET", answer.status_code))
        if "POST" in route.methods and client.post(url).status_code != 401:
            wrong.append((name, "POST"))
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_pages_about_other_rows(role, signed_in):
    world = make_world()
    rows = other_rows(world)
    client = signed_in(world.people[role])
    wrong = []
    for name, route in routes.ROUTES.items():
        for relation, row in rows.get(route.about, {}).items():
            for method in route.methods:
                status = ask(client, method, reverse(name, args=arguments(row)))
                expected = expected_for_row(name, route, role, relation)
                if status not in expected:
                    wrong.append((name, method, relation, status, expected))
    assert not wrong


def expected_for_row(name, route, role, relation):
    cells = [oracle.reach(row, role) for row in oracle.rows(route.action)]
    if not any(cells):
        return {403}
    if route.about == "report":
        return LET_IN | {409} if "A" in cells else {404}
    if route.about == "evidence":
        reads = [oracle.reach(row, role) for row in oracle.rows("evidence.read")]
        if "A" not in reads and relation != "own":
            return {404}
        return LET_IN if relation == "own" else {403}
    if route.about in ("history", "invitation", "hand-over"):
        sees = "A" in cells or relation == "own"
        return LET_IN if sees else {404}
    if route.about == "release":
        sees = "A" in cells or relation == "domain"
        return LET_IN if sees else {404}
    if name in (
        "person_deactivate",
        "person_reactivate",
        "membership_confirm",
        "membership_end",
        "membership_create",
    ):
        return LET_IN | {403, 409}
    if route.about in ("session", "token"):
        return {404}  # somebody else's
    if route.about == "person" and "A" not in cells:
        is_theirs = relation == "own" and name != "person_rights"  # that is for oneself alone
        return LET_IN if is_theirs else {404}
    return LET_IN


def other_rows(world):
    """{kind: {relation: key}} of the rows that are neither updates nor periods."""
    far = factories.organisation()
    factories.assignment(far, 20)
    stranger = factories.person(Role.AGY, organisation=far)
    colleague = factories.person(Role.AGY, organisation=world.own)
    return {
        "held": held.keys(world),
        "capability": {"any": 4},
        "history": {"own": _history(world.own), "foreign": _history(far)},
        "other site": {"any": leaving.sign("https://gov.example/act")},
        "group of the API": {"any": "governance"},
        "report": {"any": _report(world).pk},
        "organisation": {"own": world.own.pk, "foreign": far.pk},
        "assignment": {"foreign": Assignment.objects.get(organisation=far).pk},
        "person": {"own": colleague.pk, "foreign": stranger.pk},
        "factor reset": {"foreign": _factor_reset(stranger).pk},
        "session": {"foreign": _session(stranger).pk},
        "token": {"foreign": factories.token(stranger)[0].pk},
        "membership": {"foreign": Membership.objects.get(user=stranger).pk},
        "invitation": {
            "own": factories.invitation(organisation=world.own).pk,
            "foreign": factories.invitation(organisation=far).pk,
        },
        "release": {
            "domain": factories.text_release(world.updates["domain", "draft", "open"]).pk,
            "foreign": factories.text_release(world.updates["foreign", "draft", "open"]).pk,
        },
        "evidence": {"own": _evidence(world.own).pk, "foreign": _evidence(far).pk},
        "hand-over": {"own": _hand_over(world.own).pk, "foreign": _hand_over(far).pk},
        "indicator": {"any": INDICATOR},
        "indicator to aim at": {"any": INDICATOR},
        "target": {"any": _target()},
        "own indicator": {"any": definitions.own_indicator().code},
        "definition": {"any": definitions.proposed().pk},
        **_overrides(),
        "reduction": {"any": factories.reduction("report_lead", confirmed=False).pk},
    }


def _overrides():
    """A small count, and another that is asked to be shown."""
    counts = values.adopted("C05-01")
    small, other = (values.value(counts, "3", when) for when in ("2025-Q1", "2025-Q2"))
    row = overrides.request_override(
        value=other, is_shown=True, reason="Known.", by=factories.person(Role.SEC)
    )
    return {"small count": {"any": small.pk}, "override": {"any": row.pk}}


INDICATOR = "C05-02"


def _target():
    indicator = Indicator.objects.get(code=INDICATOR)
    return INDICATOR, Target.objects.create(indicator=indicator, on="2027-12-31", value=80).pk


def _history(body):
    return f"organisation:{audit.record('org.edit', body).object_id}"


def address(name, world, rows):
    """Some address of a route."""
    about = routes.ROUTES[name].about
    if about in ("nothing", "new evidence"):
        return reverse(name)
    if about == "start":
        return reverse(name, args=[world.period.code, 4])
    if about == "period":
        return reverse(name, args=[world.period.code])
    if about == "update":
        return reverse(name, args=[world.updates["own", "draft", "open"].pk])
    if about == "extension":
        return reverse(name, args=[world.period.code, extension(world.period).pk])
    if about in held.ABOUT:
        return reverse(name, args=rows["held"][about])
    if about == "comment":
        return reverse(name, args=[_comment(world).pk])
    return reverse(name, args=arguments(next(iter(rows[about].values()))))


def arguments(key):
    """Of an address: rows that belong to others have two keys."""
    return key if isinstance(key, tuple) else [key]


def _factor_reset(person):
    by = factories.person(Role.ADM)
    return FactorReset.objects.create(user=person, reason="We met.", requested_by=by)


def _session(person):
    return UserSession.objects.create(
        user=person, session_key="k" * 32, method="webauthn", device="?", network="?"
    )


def _report(world):
    snapshot = world.published.snapshots.get()
    report = report_service.queue_report(snapshot=snapshot, by=None)
    Report.objects.filter(pk=report.pk).update(
        status="ready", sha256="0" * 64, pages=1, size=1, built_at=snapshot.made_at
    )
    return report


def _evidence(organisation):
    return Evidence.objects.create(
        organisation=organisation,
        title="Mandate of the unit",
        publisher="Government gazette",
        dated_on=factories.ago(100),
        registry_number="12/2026",
    )


def extension(period):
    """Twenty more days for somebody in the period."""
    return Extension.objects.create(
        period=period,
        organisation=factories.organisation(),
        until=max(period.due_on, factories.ago(0)) + timedelta(days=20),
        reason="Flood.",
        by=factories.person(Role.SEC),
    )


def _hand_over(organisation):
    membership = factories.role(factories.person(), Role.AGY, organisation, ends=-1)
    return HandOver.objects.create(
        membership=membership, organisation=organisation, cause="ran_out", left_open=[]
    )


def _comment(world):
    update = world.updates["domain", "submitted", "open"]
    return Comment.objects.create(
        update=update, item="update", text="Please say more.", by=world.people[Role.SEC]
    )
