"""Values of indicators that follow from returns."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mnr.models import Indicator, IndicatorAdoption
from mnr.reference import AVOID, terms
from mnr.registers import Feed, feeding, registry
from mnr.registers.frozen_indicators import indicators_of
from mnr.roles import Role
from mnr.selectors import indicator_figures, indicator_pictures
from tests import factories
from tests.factories import entries
from tests.factories.values import value

HELPLINE = "victim-services/helpline-returns"


def collect(code, body, frequency="quarterly"):
    indicator = Indicator.objects.get(code=code)
    IndicatorAdoption.objects.create(
        indicator=indicator, status="collected", organisation=body, frequency=frequency
    )
    return indicator


def helpline(body, period, attempted, answered):
    fields = {"attempted": attempted, "answered": answered}
    register = registry.find(HELPLINE)
    return entries.entry(register, body, period=period, **fields)


@pytest.fixture
def body(db):
    return factories.organisation()


@pytest.fixture
def quarter(db):
    return factories.period("2026-Q1", "open")


def frozen(period, code):
    rows = indicators_of(period)["definitions"]
    return next(row["values"] for row in rows if row["code"] == code)


def test_a_share_is_of_the_sums_and_no_mean_of_shares(body, quarter):
    collect("C11-02", body)
    helpline(body, quarter, attempted=1000, answered=100)
    helpline(factories.organisation(), quarter, attempted=10, answered=10)
    (derived,) = feeding.derived(quarter).values()
    assert derived.value == "10.9"
    assert (derived.starts_on, derived.ends_on) == (quarter.starts_on, quarter.ends_on)


def test_it_follows_a_correction(body, quarter):
    collect("C11-02", body)
    row = helpline(body, quarter, attempted=100, answered=50)
    assert feeding.derived(quarter)["C11-02"].value == "50"
    type(row).objects.filter(pk=row.pk).update(answered=60)
    assert feeding.derived(quarter)["C11-02"].value == "60"


def test_withdrawn_returns_and_those_of_other_periods_do_not_count(body):
    collect("C11-02", body)
    before, quarter = factories.period("2025-Q4", "closed"), factories.period("2026-Q1", "open")
    helpline(body, before, attempted=100, answered=7)
    gone = helpline(body, quarter, attempted=100, answered=50)
    type(gone).objects.filter(pk=gone.pk).update(
        withdrawn_on=quarter.starts_on, withdrawn_because="Counted twice."
    )
    assert "C11-02" not in feeding.derived(quarter)


def test_nothing_is_derived_of_what_is_not_collected(body, quarter):
    helpline(body, quarter, attempted=100, answered=50)
    assert feeding.derived(quarter) == {}


def test_it_is_frozen_with_where_it_comes_from(body, quarter):
    collect("C11-02", body)
    helpline(body, quarter, attempted=100, answered=50)
    (found,) = frozen(quarter, "C11-02")
    assert (found["value"], found["derived_from"]) == ("50", HELPLINE)
    assert found["organisation"] == str(body.pk)


def test_what_was_entered_takes_its_place(body, quarter):
    indicator = collect("C11-02", body)
    helpline(body, quarter, attempted=100, answered=50)
    register = registry.find("indicators/values")
    days = {"starts_on": quarter.starts_on, "ends_on": quarter.ends_on}
    options = {"indicator": indicator, "region": None, "value": "55", "period": quarter}
    row = register.model(organisation=body, **days, **options)
    row.derive()
    assert "give this value already" in dict(register.broken(row))["checked"]
    row.checked = "Counted anew by hand."
    assert dict(register.broken(row)) == {}
    row.save()
    assert [value["value"] for value in frozen(quarter, "C11-02")] == ["55"]


def test_a_year_is_derived_with_its_last_period(body):
    collect("C10-02", body, frequency="annual")
    register = registry.find("victim-services/remedy-returns")
    for number, decided in ((1, 10), (2, 30), (3, 20), (4, 40)):
        period = factories.period(f"2025-Q{number}", "closed")
        numbers = {"received": 50, "decided": decided, "in_favour": 10}
        entries.entry(register, body, period=period, **numbers)
        found = feeding.derived(period)
        assert ("C10-02" in found) == (number == 4)
    assert found["C10-02"].value == "40"
    assert found["C10-02"].starts_on == date(2025, 1, 1)


def test_every_feed_names_an_indicator_that_there_is(db):
    codes = {code for register in registry for code in register.feeds}
    assert codes
    assert Indicator.objects.current().filter(code__in=codes).count() == len(codes)


@given(some.lists(some.tuples(some.integers(0, 10**6), some.integers(1, 10**6)), min_size=1))
def test_a_share_of_sums_lies_between_the_shares(pairs):
    """And is not their mean: the larger return weighs more."""
    shares = [Decimal(100) * part / whole for part, whole in pairs]
    sums = {"part": sum(part for part, _ in pairs), "whole": sum(whole for _, whole in pairs)}
    found = Decimal(feeding.worth(Feed("part", per="whole"), sums))
    assert min(shares) - Decimal("0.1") <= found <= max(shares) + Decimal("0.1")


def test_a_share_of_nothing_is_not_told():
    assert feeding.worth(Feed("part", per="whole"), {"part": 0, "whole": 0}) is None
    assert feeding.worth(Feed("part"), {"part": None}) is None


def test_a_share_of_people_is_frozen_with_its_two_counts(body, quarter):
    collect("C05-02", body)
    collect("C11-02", body)
    helpline(body, quarter, attempted=100, answered=50)
    courts = registry.find("criminal-justice/court-returns")
    entries.entry(courts, body, period=quarter, finalised=60, convictions=3, acquittals=1)
    assert frozen(quarter, "C05-02")[0]["counts"] == [3, 60]
    assert "counts" not in frozen(quarter, "C11-02")[0]


def remedies(body, period, decided):
    register = registry.find("victim-services/remedy-returns")
    numbers = {"received": 50, "decided": decided, "in_favour": 10}
    return entries.entry(register, body, period=period, **numbers)


def test_a_year_says_of_what_returns_are_missing(body):
    """Of the time before the first period there are none; of a frozen one its snapshot says it."""
    collect("C10-02", body, frequency="annual")
    factories.assignment(body, 10)
    second = factories.period("2025-Q2", "open")
    remedies(body, second, 20)
    for state in ("closed", "frozen"):
        factories.enter(second, state)
    third = factories.period("2025-Q3", "open")
    for state in ("closed", "frozen"):
        factories.enter(third, state)
    fourth = factories.period("2025-Q4", "open")
    remedies(body, fourth, 30)
    found = feeding.derived(fourth)["C10-02"]
    assert (found.value, found.lacks) == ("40", ("2025-Q1", "2025-Q3"))
    fourth.state = "frozen"  # as it is when its snapshot is made
    assert feeding.derived(fourth)["C10-02"].lacks == ("2025-Q1", "2025-Q3")
    (kept,) = frozen(fourth, "C10-02")
    assert (kept["is_provisional"], kept["lacks"]) == (True, ["2025-Q1", "2025-Q3"])


def test_of_a_state_the_year_has_the_last_one(body):
    collect("C06-02", body, frequency="annual")
    register = registry.find("criminal-justice/offender-management-returns")
    for number, managed in ((3, 340), (4, 355)):
        period = factories.period(f"2025-Q{number}", "closed")
        entries.entry(register, body, period=period, managed=managed, managed_most=1)
    assert feeding.derived(period)["C06-02"].value == "355"


def entered(indicator, body, period, text):
    return value(
        indicator,
        text,
        period.code,
        period=period,
        organisation=body,
        checked="Counted anew by hand.",
    )


def test_what_was_entered_instead_says_what_the_returns_say(body, quarter):
    indicator = collect("C11-02", body)
    helpline(body, quarter, attempted=100, answered=50)
    row = entered(indicator, body, quarter, "55")
    (found,) = frozen(quarter, "C11-02")
    assert found["returned"] == {"value": "50", "source": "Helpline returns"}
    type(row).objects.filter(pk=row.pk).update(value="50")
    (found,) = frozen(quarter, "C11-02")
    assert "returned" not in found


def test_this_platform_counts_its_terms_itself(body, quarter):
    collect("C21-03", body)
    assert "C21-03" not in feeding.derived(quarter)  # nothing was written
    said = next(term.terms[0] for term in terms() if term.status == AVOID)
    factories.update("submitted", quarter, 4, body, achievements=f"{said}. " * 9)
    found = feeding.derived(quarter)["C21-03"]
    assert (found.path, found.starts_on) == ("terminology", quarter.starts_on)
    assert Decimal(found.value) > 1


def test_those_who_read_them_as_entered_see_what_follows_from_returns(body, quarter):
    indicator = collect("C11-02", body)
    helpline(body, quarter, attempted=100, answered=50)
    secretariat = factories.person(Role.SEC)
    (figure,) = indicator_figures.series(secretariat, indicator).figures
    assert (figure.text, figure.is_fed) == ("50", True)
    assert "follows from: Helpline returns" in indicator_pictures.remarks(figure)
    entered(indicator, body, quarter, "55")
    (figure,) = indicator_figures.series(secretariat, indicator).figures
    assert (figure.text, figure.returned.value) == ("55", "50")
    assert any("say 50: Counted anew by hand." in one for one in indicator_pictures.remarks(figure))
    assert indicator_figures.series(factories.person(Role.CMM), indicator) is None


def test_of_the_period_that_is_being_frozen_returns_are_missing_too(body):
    """Its state is already frozen then, and there is no snapshot that could say so."""
    other = factories.organisation()
    collect("C11-02", body)
    for each in (body, other):
        factories.assignment(each, 11, "lead" if each is body else "contributor")
    before = factories.period("2025-Q4", "open")
    for each in (body, other):
        helpline(each, before, attempted=100, answered=50)
    factories.enter(before, "closed")
    quarter = factories.period("2026-Q1", "open")
    helpline(other, quarter, attempted=10, answered=9)
    for state in ("closed", "frozen"):
        factories.enter(quarter, state)
    content = json.loads(quarter.snapshots.get().content)
    row = next(r for r in content["indicators"]["definitions"] if r["code"] == "C11-02")
    (value_of,) = row["values"]
    assert (value_of["value"], value_of["is_provisional"]) == ("90", True)
    assert value_of["lacks"] == ["2026-Q1"]


def test_a_number_that_was_entered_as_returned_lacks_the_same_returns(body, quarter):
    indicator = collect("C11-02", body)
    factories.assignment(body, 11)
    other = factories.organisation()
    helpline(other, quarter, attempted=100, answered=50)
    entered(indicator, body, quarter, "50")
    (found,) = frozen(quarter, "C11-02")
    assert found["lacks"] == ["2026-Q1"]
    (figure,) = indicator_figures.series(factories.person(Role.SEC), indicator).figures
    assert figure.lacks == ("2026-Q1",)


def test_whether_returns_give_a_value_is_asked_of_its_days(body, quarter):
    indicator = collect("C11-02", body)
    helpline(body, quarter, attempted=100, answered=50)
    assert feeding.giving(indicator, quarter.starts_on, quarter.ends_on)
    assert feeding.giving(indicator, quarter.starts_on, quarter.starts_on)  # a part of it
    assert feeding.giving(indicator, date(2025, 10, 1), date(2025, 12, 31)) is None
