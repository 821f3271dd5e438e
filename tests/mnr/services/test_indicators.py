"""What the country collects, its targets, and several values entered at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from mnr.models import AuditEvent, Indicator, IndicatorAdoption, Observation
from mnr.permissions import Denied
from mnr.roles import Role
from mnr.services import indicators
from mnr.services.errors import EditConflict, Refused
from mnr.services.observations import NotEntered, Typed, enter_values
from tests import factories
from tests.factories import values

pytestmark = pytest.mark.django_db

PERCENT, CONTEXT, STATUS = "C05-02", "C05-01", "C12-01"


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


def known(code=PERCENT):
    return Indicator.objects.current().get(code=code)


def reporting(number=5):
    body = factories.organisation()
    factories.assignment(body, number)
    return body


def adoption(body=None, **fields):
    indicator = known()
    kept = {"status": "collected", "organisation": body, "frequency": "quarterly"}
    return IndicatorAdoption(indicator=indicator, **(kept | fields))


class TestAdopting:
    def test_it_is_recorded_with_its_author_and_in_the_trail(self, secretary):
        saved = indicators.adopt(adoption=adoption(reporting()), by=secretary)
        assert (saved.version, saved.recorded_by) == (1, secretary)
        assert AuditEvent.objects.filter(action="indicator.adopt").count() == 1

    def test_an_organisation_that_does_not_report_on_it_is_refused(self, secretary):
        with pytest.raises(Refused, match="does not report on capability 5"):
            indicators.adopt(adoption=adoption(reporting(6)), by=secretary)

    def test_absence_needs_a_reason(self, secretary):
        with pytest.raises(ValidationError, match="Say why the indicator is not available"):
            indicators.adopt(adoption=adoption(status="not_available"), by=secretary)

    def test_breakdowns_are_read(self, secretary):
        with pytest.raises(Refused, match="“sex” is no breakdown"):
            indicators.adopt(adoption=adoption(reporting(), categories="sex"), by=secretary)

    def test_the_second_of_two_sees_the_first(self, secretary):
        first = indicators.adopt(adoption=adoption(reporting()), by=secretary)
        first.reason = "Since June."
        indicators.adopt(adoption=first, version=1, by=secretary)
        first.reason = "Since July."
        with pytest.raises(EditConflict) as conflict:
            indicators.adopt(adoption=first, version=1, by=secretary)
        assert conflict.value.current.reason == "Since June."

    def test_nobody_else_decides_it(self):
        with pytest.raises(Denied):
            indicators.adopt(adoption=adoption(reporting()), by=factories.person(Role.CHR))


class TestTargets:
    def set(self, secretary, value=80, on=date(2028, 12, 31), code=PERCENT, **fields):
        return indicators.set_target(
            indicator=known(code), on=on, value=Decimal(value), by=secretary, **fields
        )

    def test_a_change_needs_a_reason_and_the_old_one_stays(self, secretary):
        first = self.set(secretary)
        with pytest.raises(ValidationError, match="Say why the target changes"):
            self.set(secretary, 70, replaces=first)
        second = self.set(secretary, 70, replaces=first, reason="Fewer courts.")
        assert list(known().targets.standing()) == [second]
        assert known().targets.count() == 2

    def test_what_was_replaced_cannot_be_replaced_again(self, secretary):
        first = self.set(secretary)
        self.set(secretary, 70, replaces=first, reason="Fewer courts.")
        with pytest.raises(EditConflict):
            self.set(secretary, 60, replaces=first, reason="Fewer still.")

    def test_a_dropped_one_counts_no_more(self, secretary):
        first = self.set(secretary)
        with pytest.raises(ValidationError):
            indicators.drop_target(target=first, reason=" ", by=secretary)
        indicators.drop_target(target=first, reason="Not ours.", by=secretary)
        assert not known().targets.standing().exists()
        with pytest.raises(EditConflict):
            indicators.drop_target(target=first, reason="Not ours.", by=secretary)

    @pytest.mark.parametrize(
        ("code", "value", "words"),
        [
            (PERCENT, -1, "The least that it can be is 0"),
            (STATUS, 4, "The most that it can be is 3"),
        ],
    )
    def test_it_is_a_value_that_the_indicator_can_have(self, secretary, code, value, words):
        with pytest.raises(Refused, match=words) as refusal:
            self.set(secretary, value, code=code)
        assert refusal.value.field == "value"

    def test_a_context_figure_has_none(self, secretary):
        with pytest.raises(Refused, match="no good direction"):
            self.set(secretary, code=CONTEXT)

    def test_the_path_begins_at_the_baseline(self, secretary):
        self.set(secretary)
        with pytest.raises(Refused, match="its day is before all others"):
            self.set(secretary, 10, on=date(2029, 1, 1), is_baseline=True)
        self.set(secretary, 10, on=date(2025, 1, 1), is_baseline=True)
        with pytest.raises(Refused, match="There is a baseline already"):
            self.set(secretary, 10, on=date(2024, 1, 1), is_baseline=True)

    def test_nobody_else_sets_it(self):
        with pytest.raises(Denied):
            self.set(factories.person(Role.AUD))


class TestEntering:
    @pytest.fixture
    def body(self):
        return factories.organisation()

    @pytest.fixture
    def writer(self, body):
        return factories.person(Role.AGY, organisation=body)

    def typed(self, indicator, text, period, reason="", **fields):
        starts_on, ends_on = values.days("2026-Q3")
        entry = Observation(
            indicator=indicator,
            organisation=indicator.adoption.organisation,
            period=period,
            value=text,
            starts_on=starts_on,
            ends_on=ends_on,
            **fields,
        )
        return Typed(entry, reason)

    def test_all_of_them(self, body, writer):
        period = factories.period()
        both = [values.adopted(code, body) for code in (PERCENT, "C05-03")]
        typed = {row.code: self.typed(row, "40", period) for row in both}
        assert enter_values(values=typed, by=writer) == 0
        assert Observation.objects.count() == 2

    def test_or_none_and_every_error_is_told(self, body, writer):
        period = factories.period()
        good, high, words = (values.adopted(c, body) for c in (PERCENT, "C05-05", "C05-03"))
        typed = {
            "good": self.typed(good, "40", period),
            "high": self.typed(high, "400", period),
            "words": self.typed(words, "some", period),
        }
        with pytest.raises(NotEntered) as refusal:
            enter_values(values=typed, by=writer)
        assert set(refusal.value.errors) == {"high", "words"}
        assert "It is above 100 percent." in refusal.value.errors["high"]["checked"][0]
        assert not Observation.objects.exists()

    def test_words_that_the_guard_asks_about_wait_for_somebody_else(self, body, writer):
        period = factories.period()
        indicator = values.adopted(PERCENT, body)
        source = {"source": "The girl aged 9 of the register"}
        with pytest.raises(NotEntered) as refusal:
            enter_values(values={"x": self.typed(indicator, "40", period, **source)}, by=writer)
        assert set(refusal.value.errors["x"]) == {"source"}
        typed = self.typed(indicator, "40", period, "It is the title of a book.", **source)
        assert enter_values(values={"x": typed}, by=writer) == 1
        assert not Observation.objects.exists()

    def test_of_ones_own_organisation_alone(self, body):
        indicator = values.adopted(PERCENT, body)
        stranger = factories.person(Role.AGY, organisation=factories.organisation())
        with pytest.raises(Denied):
            enter_values(values={"x": self.typed(indicator, "40", factories.period())}, by=stranger)
