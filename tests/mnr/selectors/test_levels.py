"""Where capabilities stand: carried forward, frozen, and the same before and after freezing."""

import pytest
from django.utils import timezone

from mnr.models import Enabler, Obstacle, Waiver
from mnr.roles import Role
from mnr.selectors.levels import begun_periods, current_of, stands
from mnr.services import snapshot_summary, snapshots
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return factories.organisation()


def told(period, state="accepted", number=4, body=None, assessed=None, enabler=None, **fields):
    row = factories.update("draft", period, number, body, assessed=assessed, **fields)
    if enabler:
        source = Enabler.objects.get(key=enabler)
        Obstacle.objects.create(update=row, order=1, text="Posts are not financed.", enabler=source)
    return factories.reach(row, state) if state != "draft" else row


def test_a_level_is_carried_forward_until_a_later_one_is_accepted(lead):
    periods = [factories.period(code, "closed") for code in ("2026-Q1", "2026-Q2", "2026-Q3")]
    told(periods[0], body=lead, assessed=(2, 1))
    told(periods[2], body=lead, assessed=(3, 3))
    found = stands(periods, periods)
    assert [found[row.code][4].level for row in periods] == [1, 1, 3]
    assert found["2026-Q2"][4].assessed_in == "2026-Q1"


def test_a_level_that_is_not_accepted_does_not_count(lead):
    period = factories.period()
    told(period, "endorsed", body=lead, assessed=(2, 2))
    assert stands([period], [period])[period.code][4].level is None


def test_what_is_frozen_is_what_stood(lead):
    period, other = factories.period("2026-Q3", "closed"), factories.organisation()
    told(period, body=lead, assessed=(3, 2), enabler="resources")
    told(period, body=other, lead=False, enabler="cross_sector")
    told(period, "submitted", number=5, body=lead, assessed=(1, 1))
    factories.assignment(other, 5, "contributor")
    before = stands([period], [period])
    factories.enter(period, "frozen")
    after = stands([period], [period])
    assert {number: after["2026-Q3"][number] for number in (4, 5)} == {
        number: before["2026-Q3"][number] for number in (4, 5)
    }


def test_the_live_period_continues_from_the_snapshot_before_it(lead):
    first = factories.period("2026-Q2", "closed")
    update = factories.update("draft", first, 4, lead)
    factories.assessment(update, 2, 2, target_level=3, target_on=factories.ago(-400))
    factories.reach(update, "accepted")
    factories.enter(first, "frozen")
    second = factories.period("2026-Q3")
    stand = stands([first, second], [second])["2026-Q3"][4]
    assert (stand.level, stand.target_level, stand.assessed_in) == (2, 3, "2026-Q2")


def test_the_newest_version_of_a_snapshot_counts(lead):
    period = factories.period("2026-Q2", "frozen")
    content = snapshot_summary.summary_of(snapshots.snapshot_content(period))
    content["capabilities"]["4"] |= {"in_place": 4, "in_use": 4}
    old = period.snapshots.get()
    period.snapshots.create(
        version=2,
        content="{}",
        summary=content,
        digest="1" * 64,
        previous_digest=old.digest,
        note="The level of capability 4 was wrong.",
        made_by=factories.person(),
        made_at=timezone.now(),
    )
    assert stands([period], [period])["2026-Q2"][4].level == 4
    assert stands([period], [period], number=4)["2026-Q2"][4].level == 4


def test_a_waived_update_is_waived_until_it_is_accepted(lead):
    period = factories.period("2026-Q3", "closed")
    factories.assignment(lead, 4)
    update = factories.update("endorsed", period, 5, lead)
    for number in (4, 5):
        capability = lead.assignments.get(capability__number=number).capability
        Waiver.objects.create(
            period=period,
            organisation=lead,
            capability=capability,
            reason="The office burned down.",
            by=factories.person(),
        )
    states = stands([period], [period])["2026-Q3"]
    assert (states[4].states[lead.pk], states[5].states[lead.pk]) == ("waived", "waived")
    factories.enter(factories.period("2026-Q4", "planned"), "open")
    update.accepted_by, update.accepted_at = factories.person(), timezone.now()
    update.state = "accepted"
    update.save()
    assert stands([period], [period])["2026-Q3"][5].states[lead.pk] == "accepted"


def test_planned_periods_have_not_begun():
    factories.period("2026-Q4", "planned")
    closed, opened = factories.period("2026-Q2", "closed"), factories.period("2026-Q3")
    begun = begun_periods(factories.person(Role.SEC))
    assert begun == [closed, opened]
    assert current_of(begun) == opened
    assert current_of([]) is None


def test_somebody_without_a_role_knows_of_no_period():
    factories.period("2026-Q3")
    assert begun_periods(factories.person()) == []
