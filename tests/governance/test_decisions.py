"""Who answers for a decision of the committee reads it, and changes nothing of it."""

import pytest
from django.urls import reverse

from mnr.registers import planning, reading, registry
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

DECISIONS = registry.find("governance/committee-decisions")
NOTE = "Only among ourselves."


@pytest.fixture
def body():
    """An organisation that keeps nothing in the register."""
    return factories.organisation()


@pytest.fixture
def decision(body):
    """One that the organisation carries out, and that another keeps."""
    entries.entry(DECISIONS, title="Of a third")
    return entries.entry(DECISIONS, owner=body, title="Set up a unit", internal_note=NOTE)


@pytest.mark.parametrize("role", [Role.AGY, Role.IND, Role.CSO])
def test_who_answers_for_a_decision_reads_it(client, body, decision, role):
    client.force_login(factories.person(role, organisation=body))
    for page in (
        DECISIONS.url("list"),
        DECISIONS.url("detail", decision),
        f"/api/v1/{DECISIONS.path}/",
        f"/api/v1/{DECISIONS.path}/{decision.pk}/",
    ):
        text = client.get(page).text
        assert ("Set up a unit" in text, "Of a third" in text, NOTE in text) == (True, False, False)
    overview = client.get(reverse("register_list")).context["domains"]
    listed = {each.register.path: each.count for _domain, rows in overview for each in rows}
    assert listed[DECISIONS.path] == 1


def test_who_answers_for_a_decision_does_not_change_it(client, body, decision):
    client.force_login(factories.person(Role.AGY, organisation=body))
    assert "Change this entry" not in client.get(DECISIONS.url("detail", decision)).text
    for page in ("update", "withdraw"):
        assert client.get(DECISIONS.url(page, decision)).status_code == 403


def test_what_is_taken_away_can_be_sent_in_again_and_changes_nothing(client, body, decision):
    reader = factories.person(Role.AGY, organisation=body)
    client.force_login(reader)
    data = client.post(DECISIONS.url("export"), {"kind": "csv", "all": "1"}).content
    (line,) = lines = reading.read(data)
    assert (line.cells["Decision"], line.cells["Internal note"]) == ("Set up a unit", "")
    made = planning.plan(DECISIONS, lines, reader)
    assert (made.problems, [each.what for each in made.outcomes]) == ([], ["same"])
    line.cells["Decision"] = "Set up nothing"
    (problem,) = planning.plan(DECISIONS, lines, reader).problems
    assert "for your own organisation only" in problem.message
