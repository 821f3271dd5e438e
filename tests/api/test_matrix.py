"""The matrix, walked over the API: by token and in a session, as on the pages."""

import pytest
from django.db import transaction

from mnr.models import AuditEvent, Evidence
from mnr.roles import Role
from tests import factories
from tests.api.conftest import by_session, by_token
from tests.matrix import oracle
from tests.matrix.world import ROLES, make_world

pytestmark = pytest.mark.django_db
READING = ("update.read", "update.read_internal", "update.read_public", "update.status")
LISTS = (
    "domains",
    "capabilities",
    "checks",
    "periods",
    "organisations",
    "assignments",
    "people",
    "updates",
    "evidence",
    "reports",
    "events",
)
KEYS = {
    "domains": "key",
    "capabilities": "number",
    "checks": "code",
    "periods": "code",
    "events": "number",
}
ACTIONS = {"people": "user.directory", "evidence": "evidence.read", "events": "audit.read"}
ACTIONS |= {"reports": "report.read_internal"}


IN_SESSIONS = (Role.AGY, Role.SEC)  # the others in the full run: tokens are stricter
WALKS = [
    pytest.param(
        role, way, marks=[] if way is by_token or role in IN_SESSIONS else pytest.mark.full
    )
    for role in ROLES
    for way in (by_token, by_session)
]


class Undo(Exception):
    """Takes back what a request did."""


def undone(send, *arguments):
    """The status that a request gets; its effects are undone."""
    try:
        with transaction.atomic():
            status = send(*arguments).status_code
            raise Undo
    except Undo:
        return status


def expected(action, role, relation, state, period):
    """What a step on an update answers: as the pages do."""
    if not oracle.role_may(action, role):
        return 403
    if oracle.on_update("update.read", role, relation, state, period) != "yes":
        return 404
    told = oracle.on_update(action, role, relation, state, period)
    return {"yes": 200, "state": 409, "scope": 403, "person": 403}[told]


@pytest.mark.parametrize(("role", "program"), WALKS)
def test_updates(role, program):
    world = make_world()
    asks = program(world.people[role])
    wrong = []
    for (relation, state, period), update in world.updates.items():
        place = (role, relation, state, period)
        seen = any(oracle.on_update(a, *place) == "yes" for a in READING)
        told = asks.get(f"updates/{update.pk}/")
        if told.status_code != (200 if seen else 404):
            wrong.append((place, told.status_code))
        if seen:
            whole = any(oracle.on_update(a, *place) == "yes" for a in READING[:2])
            public = oracle.on_update("update.read_public", *place) == "yes"
            reading = "whole" if whole else "public" if public else "status"
            if told.json()["reading"] != reading:
                wrong.append((place, told.json()["reading"], reading))
            if reading != "whole" and "The unit received its mandate." in told.text:
                wrong.append((place, "leak"))
        body = {"version": update.version}
        for name, action in (("submit", "update.submit"), ("withdraw", "update.withdraw")):
            status = undone(asks.post, f"updates/{update.pk}/{name}/", body)
            if status != expected(action, *place):
                wrong.append((place, name, status))
        changed = body | {"next_steps": "Staff are trained."}
        status = undone(asks.patch, f"updates/{update.pk}/", changed)
        if status != expected("update.edit", *place):
            wrong.append((place, "edit", status))
    assert not wrong


@pytest.mark.parametrize(("role", "program"), WALKS)
def test_lists_hold_what_details_show(role, program):
    """Each row of a list is there in detail, and nothing is there in detail that no list holds."""
    world = make_world()
    far = factories.organisation()
    for organisation in (world.own, far):
        _evidence(organisation)
    asks = program(world.people[role])
    everybody = {
        "updates": [str(update.pk) for update in world.updates.values()],
        "evidence": [str(row.pk) for row in Evidence.objects.all()],
        "people": [str(person.pk) for person in world.people.values()],
        "events": [row.number for row in AuditEvent.objects.all()[:20]],
    }
    for name in LISTS:
        answer = asks.get(f"{name}/", page_size=200)
        if not oracle.role_may(ACTIONS.get(name, "framework.read"), role):
            assert answer.status_code == 403, name
            continue
        assert answer.status_code == 200, name
        key = KEYS.get(name, "id")
        listed = {row[key] for row in answer.json()["results"]}
        assert answer.json()["count"] == len(listed) or answer.json()["next"]
        for one in list(listed)[:10]:
            assert asks.get(f"{name}/{one}/").status_code == 200, (name, one)
        for one in set(everybody.get(name, [])) - listed:
            assert asks.get(f"{name}/{one}/").status_code == 404, (name, one)


def test_strangers_are_told_nothing(client):
    world = make_world()
    for name in (*LISTS, "me"):
        answer = client.get(f"/api/v1/{name}/")
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthenticated"
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    update = world.updates["own", "accepted", "published"]
    assert client.get(f"/api/v1/updates/{update.pk}/").status_code == 401
    assert client.get("/api/schema/").status_code == 401
    assert client.get("/api/docs/").status_code == 302


def _evidence(organisation):
    return Evidence.objects.create(
        organisation=organisation,
        title="Mandate",
        publisher="Gazette",
        dated_on=factories.ago(100),
        registry_number="12/2026",
    )
