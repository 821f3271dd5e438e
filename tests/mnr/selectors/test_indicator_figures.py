"""Which figures a reader sees, and which of them is the last."""

from datetime import date

import pytest

from mnr.measures.progress import Status
from mnr.measures.times import Stretch
from mnr.models import CaseImport
from mnr.roles import Role
from mnr.selectors import indicator_figures as figures
from mnr.selectors import indicators
from tests import factories
from tests.factories import entries, values

pytestmark = pytest.mark.django_db

PERCENT = "C05-02"


@pytest.fixture
def auditor():
    return factories.person(Role.AUD)


@pytest.fixture
def indicator():
    return values.adopted(PERCENT)


def case():
    return CaseImport.objects.create(country="Testland", digest="0" * 64, content={})


def texts(series):
    return [figure.text for figure in series.figures]


def test_the_newest_stands_first(auditor, indicator):
    for when, text in (("2026-Q1", "40"), ("2026-Q2", "50"), ("2025-Q4", "30")):
        values.value(indicator, text, when)
    assert texts(figures.series(auditor, indicator)) == ["50", "40", "30"]
    assert figures.latest(auditor, [indicator])[indicator.pk].text == "50"


def test_a_year_is_more_than_its_last_quarter(auditor, indicator):
    values.value(indicator, "40", "2025")
    values.value(indicator, "30", "2025-Q4")
    assert figures.series(auditor, indicator).latest.text == "40"
    assert figures.latest(auditor, [indicator])[indicator.pk].text == "40"


def test_what_was_replaced_or_withdrawn_is_gone_until_its_successor_is(auditor, indicator):
    past = factories.period("2026-Q2", "closed")
    first = values.value(indicator, "40", period=past)
    second = values.value(indicator, "45", revision_reason="A court was late.")
    assert second.supersedes == first
    series = figures.series(auditor, indicator)
    assert texts(series) == ["45"]
    assert series.latest.is_revised
    assert [row.supersedes for row in figures.revisions(auditor, indicator)] == [first]
    assert [one.text for one in figures.recent(auditor, [indicator], 3)[indicator.pk]] == ["45"]
    second.withdrawn_on, second.withdrawn_because = date(2026, 9, 1), "Entered twice."
    second.save()
    assert texts(figures.series(auditor, indicator)) == ["40"]
    assert figures.latest(auditor, [indicator])[indicator.pk].text == "40"


def test_what_another_organisation_replaced_counts_no_more_for_the_first(indicator):
    """The new keeper's value is not the first one's to see, but theirs is no longer the value."""
    past = factories.period("2026-Q2", "closed")
    first = indicator.adoption.organisation
    values.value(indicator, "40", period=past)
    indicator.adoption.organisation = factories.organisation()
    factories.assignment(indicator.adoption.organisation, 5, kind="contributor")
    indicator.adoption.save()
    values.value(indicator, "45", revision_reason="A court was late.")
    before = factories.person(Role.AGY, organisation=first)
    assert figures.series(before, indicator) is None
    assert figures.latest(before, [indicator]) == {}


def test_one_stands_where_two_of_a_chain_do(auditor, indicator):
    """The middle one was withdrawn: the first is not replaced by anything that stands."""
    periods = [factories.period(f"2026-Q{number}", "closed") for number in (1, 2)]
    chain = [
        values.value(indicator, text, "2025-Q4", period, revision_reason="Counted again.")
        for text, period in zip(("40", "41", "42"), [*periods, None], strict=True)
    ]
    chain[1].withdrawn_on, chain[1].withdrawn_because = date(2026, 9, 1), "Wrong."
    chain[1].save()
    assert texts(figures.series(auditor, indicator)) == ["42"]
    assert figures.latest(auditor, [indicator])[indicator.pk].text == "42"


def test_parts_and_regions_are_no_whole(auditor, indicator):
    adoption = indicator.adoption
    adoption.categories = "sex: female, male"
    adoption.save()
    values.value(indicator, "40", breakdown="sex: female")
    values.value(indicator, "45", region=entries.region())
    series = figures.series(auditor, indicator)
    assert (series.whole, len(series.parts), series.latest) == ([], 2, None)
    assert figures.latest(auditor, [indicator]) == {}


def test_a_value_of_something_else_stands_apart(auditor, indicator):
    other = values.value(indicator, "two thirds", measured="Cases of one court")
    assert figures.series(auditor, indicator).figures == ()
    assert figures.others(auditor, indicator) == [other]


def test_what_is_entered_is_seen_by_its_own_the_secretariat_and_auditors(indicator):
    own = indicator.adoption.organisation
    values.value(indicator, "40")
    seen = {
        role: figures.series(factories.person(role, organisation=own), indicator)
        for role in (Role.SEC, Role.AUD, Role.AGY, Role.CHR, Role.CMM, Role.ADM)
    }
    assert {role for role, series in seen.items() if series} == {Role.SEC, Role.AUD, Role.AGY}
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    assert figures.series(stranger, indicator) is None
    assert figures.latest(stranger, [indicator]) == {}
    assert figures.recent(stranger, [indicator], 3) == {}


def test_what_was_published_elsewhere_is_seen_by_everybody_and_gives_way(indicator):
    values.value(indicator, "35", case=case(), period=None)
    member = factories.person(Role.CMM)
    assert texts(figures.series(member, indicator)) == ["35"]
    values.value(indicator, "40")
    assert texts(figures.series(member, indicator)) == ["35"]
    assert texts(figures.series(factories.person(Role.SEC), indicator)) == ["40"]


def test_nobody_is_told_a_status_from_values_that_they_do_not_see(indicator):
    values.target(indicator, 30)
    values.value(indicator, "40")
    status = {
        role: indicators.rows(factories.person(role), [indicator])[0].status
        for role in (Role.SEC, Role.CMM)
    }
    assert status == {Role.SEC: Status.REACHED, Role.CMM: None}


def test_the_last_few_are_found_for_many_at_once(auditor, django_assert_num_queries):
    body = factories.organisation()
    factories.period()
    both = [values.adopted(code, body) for code in (PERCENT, "C05-03")]
    for indicator in both:
        for when in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"):
            values.value(indicator, "40", when)
    with django_assert_num_queries(2):  # one is what the reader is
        found = figures.recent(auditor, both, 3)
    names = ["2025-Q4", "2025-Q3", "2025-Q2"]
    assert [[one.when for one in found[row.pk]] for row in both] == [names, names]


def test_a_hidden_figure_is_a_mark_and_never_nought():
    hidden = figures.Figure(Stretch(date(2026, 1, 1), date(2026, 12, 31)), None)
    assert (hidden.is_hidden, hidden.text, hidden.number) == (True, "c", None)


def test_a_hidden_last_figure_has_no_side_of_the_path(auditor, indicator):
    hidden = figures.Figure(Stretch(date(2026, 1, 1), date(2026, 12, 31)), None)
    target = values.target(indicator, 30)
    row = indicators.row_of(auditor, indicator, hidden, [target])
    assert row.status == Status.HIDDEN
    assert "Not shown" in row.said
