"""Who reads figures after disclosure control, and that they read nothing else."""

import pytest
from django.urls import reverse

from mnr.figures import keeping
from mnr.models import EditionFigures
from mnr.roles import Role
from mnr.selectors import indicator_figures as figures
from mnr.services import snapshots
from tests import factories
from tests.factories import values

pytestmark = pytest.mark.django_db

ARRESTS = "C04-05"
SECRET = "Two in one village"


@pytest.fixture
def indicator():
    """Arrests of two quarters, the second of them few, frozen with their period."""
    found = values.adopted(ARRESTS)
    period = factories.period("2026-Q2", "open")
    values.value(found, "40", "2026-Q1", period)
    values.value(found, "3", "2026-Q2", period, public_text=SECRET)
    snapshot = snapshots.make_snapshot(period=period, by=factories.person(Role.SEC))
    keeping.figures_of(snapshot)
    return found


def person(role, **fields):
    """Somebody of another organisation."""
    body = {} if role is Role.ADM else {"organisation": factories.organisation()}
    return factories.person(role, **body, **fields)


def texts(user, indicator):
    series = figures.series(user, indicator)
    return None if series is None else [figure.text for figure in series.figures]


@pytest.mark.parametrize("role", [Role.CHR, Role.CMM])
def test_the_committee_reads_what_is_told(role, indicator):
    assert texts(factories.person(role), indicator) == ["c", "40"]


@pytest.mark.parametrize("role", [Role.SEC, Role.AUD])
def test_the_secretariat_and_auditors_read_what_was_entered(role, indicator):
    assert texts(factories.person(role), indicator) == ["3", "40"]


def test_a_lead_reads_those_of_the_own_domain(indicator):
    lead = person(Role.DOM, domain="criminal_justice")
    other = person(Role.DOM, domain="industry")
    assert texts(lead, indicator) == ["c", "40"]
    assert texts(other, indicator) is None


def test_an_agency_reads_its_own_as_entered_and_no_others(indicator):
    own = factories.person(Role.AGY, organisation=indicator.adoption.organisation)
    assert texts(own, indicator) == ["3", "40"]
    assert texts(person(Role.AGY), indicator) is None


@pytest.mark.parametrize("role", [Role.ADM, Role.IND, Role.CSO])
def test_others_read_nothing_before_it_is_published(role, indicator):
    assert texts(person(role), indicator) is None


def test_what_is_not_frozen_yet_is_not_told(indicator):
    values.value(indicator, "77", "2026-Q3")
    assert texts(factories.person(Role.CMM), indicator) == ["c", "40"]


def test_no_page_of_the_committee_has_the_number_or_its_remark(client, indicator):
    client.force_login(factories.person(Role.CMM))
    pages = [
        reverse("indicator_list"),
        reverse("indicator_detail", args=[ARRESTS]),
        reverse("capability_detail", args=[4]),
    ]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200
        assert SECRET not in page.text
    told = client.get(pages[1])
    assert told.context["row"].figure.is_hidden
    assert "hidden" in told.text.lower() or "not shown" in told.text.lower()


def test_rows_of_figures_are_only_added(indicator):
    assert EditionFigures.objects.count() == 1
    again = keeping.figures_of(EditionFigures.objects.get().snapshot)
    assert again == EditionFigures.objects.get().content
