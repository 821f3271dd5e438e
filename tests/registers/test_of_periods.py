"""The page of a domain in a frozen period: what its snapshot says, to those who may read it."""

import pytest
from django.urls import reverse

from mnr.models import Capability, ReportingPeriod
from mnr.registers import registry
from mnr.registers.lacking import lacking
from mnr.roles import Role
from mnr.selectors import registers
from mnr.services import snapshots
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

RETURNS = next(register for register in registry if register.is_return and register.pictures)
STANDING = next(
    register
    for register in registry.for_domain(RETURNS.app_label)
    if register.regional and not register.is_return
)


@pytest.fixture
def kept(own):
    """A frozen period with a return and an entry of ours, and one of another's of each."""
    period, other = factories.period("2026-Q2"), factories.organisation()
    for body in (own, other):
        entries.entry(RETURNS, body, period=period)
        entries.entry(STANDING, body)
    late = factories.organisation()
    factories.assignment(late, RETURNS.capabilities[0])
    for state in ("closed", "frozen"):
        factories.enter(period, state)
    factories.period("2026-Q3")
    entries.many(STANDING, 3)  # today there are more
    return period


def stand(person, period, register):
    found = registers.stands(person, register.app_label, period)
    return next(one for one in found if one.register is register)


def test_what_is_entered_later_is_not_in_the_figures_of_a_frozen_period(client, kept):
    secretariat = factories.person(Role.SEC)
    frozen = stand(secretariat, kept, STANDING)
    (row,) = (
        one
        for one in snapshots.read(kept.snapshots.get())["registers"]
        if one["path"] == STANDING.path
    )
    assert frozen.count == row["count"] == 2
    values = [each["value"] for each in row["figures"]]
    assert [figure.value for figure in frozen.figures] == values
    assert STANDING.rows().standing().count() == 3
    assert frozen.pictures == stand(secretariat, kept, RETURNS).pictures == []
    client.force_login(secretariat)
    page = client.get(reverse(f"{STANDING.app_label}:home"), {"period": kept.code})
    assert "As they stood when 2026-Q2 was frozen." in page.text
    assert [one for one in page.context["stands"] if one.register is STANDING] == [frozen]


def test_the_open_period_is_told_as_it_stands(kept):
    now = ReportingPeriod.objects.get(state="open")
    assert stand(factories.person(Role.SEC), now, STANDING).count == 3


def test_the_figures_of_all_are_for_those_who_may_read_all(client, kept, own):
    agency = factories.person(Role.AGY, organisation=own)
    lead = factories.person(Role.DOM, organisation=factories.organisation(), domain=RETURNS.domain)
    for register in (RETURNS, STANDING):
        theirs = stand(agency, kept, register)
        assert (theirs.figures, theirs.coverage, theirs.missing) == ([], None, [])
        is_raw = register.counts_people  # the lead reads what its own organisation returned
        assert bool(stand(lead, kept, register).figures) is not is_raw
    assert stand(agency, kept, RETURNS).count == 1  # its own
    assert stand(agency, kept, STANDING).count is None
    client.force_login(agency)
    page = client.get(reverse(f"{RETURNS.app_label}:home"), {"period": kept.code}).text
    assert "for those who may read all of them" in page


def test_who_was_missing_and_where_it_reached_stand_as_they_were_kept(kept):
    told = stand(factories.person(Role.SEC), kept, RETURNS)
    assert len(told.missing) == 1
    where = stand(factories.person(Role.SEC), kept, STANDING).coverage
    assert len(where.reached) + len(where.without) >= 4


def test_a_register_that_a_snapshot_does_not_have_is_told_so(client):
    other = next(one for one in registry if one.app_label != RETURNS.app_label)
    old = factories.period("2025-Q1", "frozen", snapshot=False)
    assert stand(factories.person(Role.SEC), old, other).is_kept is False
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse(f"{other.app_label}:home"), {"period": old.code})
    assert "has nothing of this register" in page.text


def test_the_link_to_a_register_of_returns_keeps_the_period(client, kept):
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse(f"{RETURNS.app_label}:home"), {"period": kept.code}).text
    assert f'{RETURNS.url("list")}?period={kept.pk}"' in page


def test_where_the_reader_may_see_none_it_is_not_said_that_there_are_none(client, own):
    factories.period()
    entries.entry(STANDING)
    home = reverse(f"{STANDING.app_label}:home")
    client.force_login(factories.person(Role.AGY, organisation=own))
    assert "There is none that you may see." in client.get(home).text
    assert "Nothing is recorded." not in client.get(home).text
    assert "No entries that you may see" in client.get(STANDING.url("list")).text
    client.force_login(factories.person(Role.SEC))
    assert "Nothing is recorded." in client.get(home).text
    assert "You may see none" not in client.get(home).text


def test_of_periods_that_run_the_latest_two_are_asked_about():
    """What was left behind longer ago is for the board; a list takes as many queries as before."""
    register = registry.find("society/hotline-returns")
    factories.assignment(factories.organisation(), register.capabilities[0])
    for code in ("2025-Q1", "2025-Q2", "2025-Q3"):
        factories.period(code, "closed")
    periods = ReportingPeriod.objects.filter(code__startswith="2025")
    bearing = Capability.objects.filter(number__in=register.capabilities)
    found = lacking(factories.person(Role.SEC), register, periods, list(bearing))
    assert [each.period.code for each in found] == ["2025-Q3", "2025-Q2"]
