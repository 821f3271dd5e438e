"""Which values are due, and which days are proposed for them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from mnr.models import Observation
from mnr.roles import Role
from mnr.selectors import indicators_due
from tests import factories
from tests.factories import values

pytestmark = pytest.mark.django_db

QUARTERLY, ANNUAL = "C05-02", "C05-04"


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def past():
    """The period before, which is closed when the next one opens."""
    return factories.period("2026-Q2", "closed")


@pytest.fixture
def period(past):
    return factories.period("2026-Q3")


@pytest.fixture
def writer(body):
    return factories.person(Role.AGY, organisation=body)


def due(writer):
    return [row.indicator.code for call in indicators_due.calls(writer) for row in call.due]


def test_a_quarterly_value_is_due_in_each_period(writer, body, past, period):
    indicator = values.adopted(QUARTERLY, body)
    assert due(writer) == [QUARTERLY]
    values.value(indicator, "40", "2026-Q2", past)
    assert due(writer) == [QUARTERLY]
    values.value(indicator, "41", "2026-Q3")
    assert due(writer) == []


def test_a_late_quarter_counts_for_the_period_but_a_revision_does_not(writer, body, past, period):
    indicator = values.adopted(QUARTERLY, body)
    values.value(indicator, "40", "2026-Q1", past)
    values.value(indicator, "41", "2026-Q1", revision_reason="A court was late.")
    assert due(writer) == [QUARTERLY]
    values.value(indicator, "42", "2026-Q2")
    assert due(writer) == []


@pytest.mark.parametrize(
    ("when", "is_due"),
    [
        ("2024", True),
        ("2025", False),
        ((date(2024, 10, 1), date(2025, 9, 30)), True),  # a year before the period's end
        ((date(2024, 11, 1), date(2025, 10, 31)), False),
    ],
)
def test_a_yearly_value_is_due_when_the_last_is_a_year_old(
    writer, body, past, period, when, is_due
):
    indicator = values.adopted(ANNUAL, body)
    assert due(writer) == [ANNUAL]
    values.value(indicator, "40", when, past)
    assert due(writer) == ([ANNUAL] if is_due else [])


def test_a_survey_is_never_due_and_can_be_entered(writer, body, period):
    values.adopted(ANNUAL, body, frequency="multi_year")
    (call,) = indicators_due.calls(writer)
    assert call.due == []
    assert [row.indicator.code for row in call.others] == [ANNUAL]
    assert call.others[0].proposed is None


def test_values_of_parts_do_not_make_up_for_the_whole(writer, body, period):
    indicator = values.adopted(QUARTERLY, body, categories="sex: female, male")
    values.value(indicator, "40", "2026-Q3", breakdown="sex: female")
    assert due(writer) == [QUARTERLY]


def test_nothing_is_due_of_others_or_without_an_open_period(writer, body):
    values.adopted(QUARTERLY, body)
    assert indicators_due.calls(writer) == []
    factories.period("2026-Q2", "closed")
    assert indicators_due.calls(writer) == []
    factories.period("2026-Q3")
    assert due(writer) == [QUARTERLY]
    assert indicators_due.calls(factories.person(Role.SEC)) == []
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    assert indicators_due.calls(stranger) == []


def test_what_is_planned_is_not_due(writer, body, period):
    values.adopted(QUARTERLY, body, status="planned")
    assert indicators_due.calls(writer) == []


def test_an_organisation_that_reports_no_more_on_it_is_not_asked(writer, body, period):
    indicator = values.adopted(QUARTERLY, body)
    factories.assignment(body, 12)
    body.group.capabilitygroupobjectpermission_set.filter(
        content_object=indicator.capability
    ).delete()
    assert indicators_due.calls(writer) == []


class TestProposed:
    def named(self, writer):
        (call,) = indicators_due.calls(writer)
        return call.rows[0].proposed

    def test_the_period(self, writer, body, period):
        values.adopted(QUARTERLY, body)
        assert self.named(writer).name == "2026-Q3"

    def test_the_last_year_that_is_over(self, writer, body, period):
        values.adopted(ANNUAL, body)
        assert self.named(writer).name == "2025"

    def test_the_year_of_the_country(self, writer, body, period, settings):
        settings.MNR_FISCAL_YEAR_STARTS = 7
        values.adopted(ANNUAL, body)
        assert self.named(writer).name == "2025/26"

    def test_the_year_of_the_value_before(self, writer, body, past, period):
        indicator = values.adopted(ANNUAL, body)
        year = (date(2023, 10, 1), date(2024, 9, 30))
        values.value(indicator, "40", year, past)
        assert self.named(writer).ends_on == date(2026, 9, 30)

    def test_a_total_goes_on_from_its_first_day(self, writer, body, past, period):
        indicator = values.adopted(QUARTERLY, body)
        since = (date(2019, 1, 1), date(2026, 6, 30))
        values.value(indicator, "40", since, past, is_cumulative=True)
        stretch = self.named(writer)
        assert stretch.is_cumulative
        assert (stretch.starts_on, stretch.ends_on) == (date(2019, 1, 1), date(2026, 9, 30))

    def test_a_state_is_that_of_the_last_day(self, writer, body, past, period):
        indicator = values.adopted(QUARTERLY, body)
        day = (date(2026, 6, 30), date(2026, 6, 30))
        values.value(indicator, "40", day, past)
        assert self.named(writer).name == "2026-09-30"


class TestWhileThePeriodRuns:
    """Between its first and its last day; of a calendar that does or does not wait for that."""

    TODAY = date(2026, 11, 29)
    EARLY = {"opens_on": date(2026, 11, 11), "due_on": date(2026, 12, 11)}

    @pytest.fixture(autouse=True)
    def today(self, monkeypatch):
        def on(day):
            monkeypatch.setattr(timezone, "localdate", lambda *_at: day)

        on(self.TODAY)
        return on

    @pytest.fixture
    def indicator(self, body):
        return values.adopted(QUARTERLY, body)

    @pytest.fixture
    def before(self):
        return factories.period("2026-Q3", "closed")

    def row(self, writer):
        (call,) = indicators_due.calls(writer)
        return call.rows[0]

    def test_the_quarter_before_is_due(self, writer, indicator, before):
        factories.period("2026-Q4")
        values.value(indicator, "40", "2026-Q2", before)
        row = self.row(writer)
        assert (row.is_due, row.is_part, row.proposed.name) == (True, False, "2026-Q3")

    def test_then_nothing_is_but_the_part_until_today_can_be_entered(
        self, writer, indicator, before
    ):
        factories.period("2026-Q4")
        values.value(indicator, "40", "2026-Q3", before)
        row = self.row(writer)
        assert (row.is_due, row.is_part) == (False, True)
        assert row.proposed.name == "2026-10-01 – 2026-11-29"

    def test_that_part_is_due_where_the_due_date_comes_first(self, writer, indicator, before):
        factories.period("2026-Q4", **self.EARLY)
        values.value(indicator, "40", "2026-Q3", before)
        row = self.row(writer)
        assert (row.is_due, row.is_part) == (True, True)
        assert row.proposed.name == "2026-10-01 – 2026-11-29"
        values.value(indicator, "41", (date(2026, 10, 1), self.TODAY))
        assert due(writer) == []

    def test_of_a_state_it_is_today(self, writer, indicator, before):
        factories.period("2026-Q4", **self.EARLY)
        values.value(indicator, "40", (date(2026, 9, 30), date(2026, 9, 30)), before)
        row = self.row(writer)
        assert (row.proposed.name, row.is_part) == ("2026-11-29", False)

    def test_what_was_late_then_does_not_make_up_for_the_quarter_itself(
        self, writer, indicator, before, today
    ):
        factories.period("2026-Q4")
        late = values.value(indicator, "40", "2026-Q3")
        recorded = datetime(2026, 11, 29, 12, tzinfo=UTC)
        Observation.objects.filter(pk=late.pk).update(recorded_at=recorded)
        assert due(writer) == []
        today(date(2027, 1, 5))
        row = self.row(writer)
        assert (row.is_due, row.is_part, row.proposed.name) == (True, False, "2026-Q4")


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 9, 30), 3, date(2026, 6, 30)),
        (date(2026, 6, 30), 3, date(2026, 3, 31)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 3, 15), 12, date(2025, 3, 15)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
    ],
)
def test_months_before(day, months, before):
    assert indicators_due.months_before(day, months) == before
