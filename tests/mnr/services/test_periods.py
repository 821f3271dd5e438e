"""The life of a period: each step by the right person, in its order, once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mnr.models import AuditEvent, Capability, Extension, ReportingPeriod, Waiver
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import periods
from mnr.services.errors import Refused
from tests import factories
from tests.mnr.services.threads import together

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 20)


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


def states():
    return dict(ReportingPeriod.objects.values_list("code", "state"))


class TestPlanning:
    def test_it_follows_on_from_the_latest_period(self):
        factories.period("2026-Q1", "closed")
        planned = periods.plan_periods(until=DECEMBER)
        assert [row.code for row in planned] == ["2026-Q2", "2026-Q3", "2026-Q4"]
        assert periods.plan_periods(until=DECEMBER) == []

    def test_a_country_of_half_years_from_october(self, settings):
        settings.MNR_PERIOD_MONTHS, settings.MNR_FISCAL_YEAR_STARTS = 6, 10
        (first,) = periods.plan_periods(until=DECEMBER)
        assert (first.code, first.starts_on) == ("2026-H1", date(2026, 10, 1))

    def test_a_change_of_the_year_makes_a_shorter_period_with_a_code_of_its_own(self, settings):
        factories.period("2026-Q3", "closed")
        settings.MNR_FISCAL_YEAR_STARTS = 2
        planned = periods.plan_periods(until=date(2026, 11, 1))
        assert [(row.code, row.starts_on) for row in planned] == [
            ("2026-Q3b", date(2026, 10, 1)),
            ("2026-Q4", date(2026, 11, 1)),
        ]

    def test_the_first_period_is_planned_by_the_secretariat(self, secretariat):
        period = periods.plan_first_period(by=secretariat)
        assert period.starts_on <= timezone.localdate() <= period.ends_on
        assert period.state == "planned"
        with pytest.raises(Refused):
            periods.plan_first_period(by=secretariat)

    def test_nobody_else_plans_the_first_period(self, chair):
        with pytest.raises(Denied):
            periods.plan_first_period(by=chair)


class TestOpening:
    def test_a_country_without_periods_is_left_alone(self):
        assert periods.open_due(on=DECEMBER) == []
        assert not ReportingPeriod.objects.exists()

    def test_it_backfills_and_opens_the_latest_once(self):
        factories.period("2026-Q1", "closed")
        assert periods.open_due(on=DECEMBER) == ["2026-Q4"]
        assert periods.open_due(on=DECEMBER) == []
        assert states() == {
            "2026-Q1": "closed",
            "2026-Q2": "planned",
            "2026-Q3": "planned",
            "2026-Q4": "open",
        }
        assert ReportingPeriod.objects.get(code="2026-Q4").opened_at

    def test_a_skipped_period_never_opens_by_itself(self, secretariat):
        factories.period("2026-Q2", "planned")
        factories.period("2026-Q3", "open")
        periods.close_period(period=ReportingPeriod.objects.get(code="2026-Q3"), by=secretariat)
        assert periods.open_due(on=date(2026, 10, 10)) == []
        assert states()["2026-Q2"] == "planned"

    def test_it_waits_for_the_opening_day(self):
        factories.period("2026-Q3", "closed")
        planned = factories.period("2026-Q4", "planned")
        assert periods.open_due(on=planned.opens_on - timedelta(days=1)) == []
        assert periods.open_due(on=planned.opens_on) == ["2026-Q4"]

    def test_it_waits_while_another_is_open(self):
        factories.period("2026-Q3", "open")
        assert periods.open_due(on=DECEMBER) == []
        assert states() == {"2026-Q3": "open", "2026-Q4": "planned"}

    def test_by_hand_only_if_no_other_is_open(self, secretariat):
        open_one = factories.period("2026-Q2", "open")
        planned = factories.period("2026-Q3", "planned")
        with pytest.raises(Refused, match="2026-Q2 is still open"):
            periods.open_period(period=planned, by=secretariat)
        factories.enter(open_one, "closed")
        assert periods.open_period(period=planned, by=secretariat).state == "open"

    @pytest.mark.parametrize("role", [Role.ADM, Role.CHR, Role.AGY])
    def test_by_hand_only_by_the_secretariat(self, role):
        period = factories.period("2026-Q3", "planned")
        person = factories.person(role, organisation=factories.organisation())
        with pytest.raises(Denied):
            periods.open_period(period=period, by=person)


class TestRaces:
    pytestmark = pytest.mark.django_db(transaction=True)

    def test_two_schedulers_open_one_period_once(self):
        factories.period("2026-Q1", "closed")
        outcomes = together(*[lambda: periods.open_due(on=DECEMBER)] * 4)
        assert sorted(outcomes) == [[], [], [], ["2026-Q4"]]
        assert list(states().values()) == ["open", "planned", "planned", "closed"]
        changes = [event.changes for event in AuditEvent.objects.all()]
        assert changes.count({"state": ["planned", "open"]}) == 1

    def test_two_secretaries_open_two_periods_and_one_is_refused(self):
        rows = [factories.period(code, "planned") for code in ("2026-Q2", "2026-Q3")]
        people = [factories.person(Role.SEC) for _ in rows]

        def opening(place):
            return lambda: periods.open_period(period=rows[place], by=people[place])

        outcomes = together(opening(0), opening(1))
        assert sorted(states().values()) == ["open", "planned"]
        assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1


class TestClosing:
    def test_it_ends_the_writing(self, secretariat):
        period = factories.period("2026-Q3")
        closed = periods.close_period(period=period, by=secretariat)
        assert closed.state == "closed"
        assert closed.closed_at

    def test_it_waits_for_an_extension_to_end(self, secretariat):
        period = running_period()
        police = factories.organisation(short_name="Police")
        extend(period, police, secretariat)
        with pytest.raises(Refused, match="Police has more time until"):
            periods.close_period(period=period, by=secretariat)
        Extension.objects.update(until=factories.ago(1))
        assert periods.close_period(period=period, by=secretariat).state == "closed"


def running_period():
    """An open period whose due day is near on both sides of today."""
    return factories.period(
        "2026-Q3",
        opens_on=factories.ago(30),
        due_on=factories.ago(2),
        review_due_on=factories.ago(-10),
        freeze_on=factories.ago(-14),
        meeting_on=None,
    )


def extend(period, organisation, by, until=None, reason="The register is being moved."):
    return periods.extend_deadline(
        period=period,
        organisation=organisation,
        until=until or factories.ago(-5),
        reason=reason,
        by=by,
    )


class TestExtensions:
    def test_a_second_one_changes_the_first_and_says_so(self, secretariat):
        period, police = running_period(), factories.organisation()
        extend(period, police, secretariat)
        extend(period, police, secretariat, until=factories.ago(-6))
        assert Extension.objects.get().until == factories.ago(-6)
        event = AuditEvent.objects.filter(object_type="extension").first()
        before, after = (factories.ago(days).isoformat() for days in (-5, -6))
        assert event.changes == {"until": [before, after]}

    @pytest.mark.parametrize("days", [2, 1, -15])
    def test_the_day_lies_between_today_and_the_freeze(self, secretariat, days):
        with pytest.raises(Refused) as refusal:
            extend(running_period(), factories.organisation(), secretariat, factories.ago(days))
        assert refusal.value.field == "until"

    def test_it_comes_after_the_due_day(self, secretariat):
        period = factories.period("2026-Q3", due_on=factories.ago(-5), **late_dates())
        with pytest.raises(Refused):
            extend(period, factories.organisation(), secretariat, factories.ago(-5))
        extend(period, factories.organisation(), secretariat, factories.ago(-6))

    def test_it_needs_a_reason(self, secretariat):
        with pytest.raises(Refused) as refusal:
            extend(running_period(), factories.organisation(), secretariat, reason="  ")
        assert refusal.value.field == "reason"

    def test_only_while_the_period_is_open(self, secretariat):
        period = factories.enter(running_period(), "closed")
        with pytest.raises(WrongState):
            extend(period, factories.organisation(), secretariat)


def late_dates():
    return {"review_due_on": factories.ago(-8), "freeze_on": factories.ago(-9), "meeting_on": None}


def waive(period, organisation, number, by, reason="The unit is being founded."):
    return periods.waive_update(
        period=period,
        organisation=organisation,
        capability=Capability.objects.get(number=number),
        reason=reason,
        by=by,
    )


class TestWaivers:
    @pytest.mark.parametrize("state", ["draft", "submitted", "endorsed", "returned", None])
    def test_whatever_is_not_accepted_can_be_waived(self, secretariat, state):
        period, police = factories.period("2026-Q3"), factories.organisation()
        factories.assignment(police, 4)
        if state:
            factories.update(state, period=period, organisation=police)
        assert len(periods.outstanding(period)) == 1
        waive(period, police, 4, secretariat)
        assert periods.outstanding(period) == []

    def test_what_is_accepted_or_not_owed_cannot(self, secretariat):
        period, police = factories.period("2026-Q3"), factories.organisation()
        factories.update("accepted", period=period, organisation=police)
        for number in (4, 5):
            with pytest.raises(Refused, match="Nothing is outstanding"):
                waive(period, police, number, secretariat)
        assert not Waiver.objects.exists()

    def test_it_is_given_once_and_with_a_reason(self, secretariat):
        period, police = factories.period("2026-Q3"), factories.organisation()
        factories.assignment(police, 4)
        with pytest.raises(Refused) as refusal:
            waive(period, police, 4, secretariat, reason=" ")
        assert refusal.value.field == "reason"
        waive(period, police, 4, secretariat)
        with pytest.raises(Refused):
            waive(period, police, 4, secretariat)

    def test_an_update_accepted_after_all_counts(self, secretariat):
        period, police = factories.period("2026-Q3"), factories.organisation()
        update = factories.update("endorsed", period=period, organisation=police)
        waive(period, police, 4, secretariat)
        update.accepted_by, update.accepted_at = factories.person(), timezone.now()
        update.state = "accepted"
        update.save()
        period = factories.enter(period, "closed")
        snapshot = periods.freeze_period(period=period, by=secretariat)
        assert snapshot.summary["capabilities"]["4"]["states"] == {str(police.pk): "accepted"}

    def test_not_once_the_period_is_frozen(self, secretariat):
        period = factories.period("2026-Q3", "frozen")
        with pytest.raises(WrongState):
            waive(period, factories.organisation(), 4, secretariat)
