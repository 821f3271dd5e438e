"""The pages of the six domains."""

import pytest
from django.conf import settings
from django.urls import reverse

from mnr.figures import keeping
from mnr.models import Domain
from mnr.roles import Role
from tests import factories
from tests.factories import values
from tests.factories.definitions import own_indicator
from tests.mnr.views import years

pytestmark = pytest.mark.django_db


def read(client, person, app="criminal_justice", **query):
    client.force_login(person)
    return client.get(reverse(f"{app}:home"), query)


@pytest.mark.parametrize("app", settings.DOMAIN_APPS)
def test_each_domain_has_its_page(client, app):
    factories.period()
    page = read(client, factories.person(Role.AUD), app)
    domain = Domain.objects.get(app_label=app)
    assert f"{domain.outcome_title}" in page.text
    numbers = [row.capability.number for row in page.context["overview"].readings]
    assert numbers == [row.number for row in domain.capabilities.all()]


def test_median_and_lowest_are_levels_and_never_a_mean(client):
    period, body = factories.period(), factories.organisation()
    for number, level in ((4, 1), (5, 2), (6, 4)):
        factories.update("accepted", period, number, body, assessed=(level, level))
    page = read(client, factories.person(Role.SEC))
    assert (page.context["median"], page.context["lowest"]) == (2, 1)
    assert "3 of 4 capabilities" in page.text
    factories.update("accepted", period, 7, body, assessed=(4, 3))
    assert read(client, factories.person(Role.SEC)).context["median"] == 2


def test_it_says_what_waits_and_on_whom(client):
    period, body = factories.period(), factories.organisation()
    for number, state in ((4, "submitted"), (5, "endorsed"), (6, "accepted")):
        factories.update(state, period, number, body)
    factories.assignment(body, 7)
    waiting = read(client, factories.person(Role.SEC)).context["waiting"]
    assert [(row.reading.capability.number, str(row.on)) for row in waiting] == [
        (4, "The domain lead"),
        (5, "The secretariat"),
        (7, "The organisation"),
    ]
    assert read(client, factories.person(Role.ADM)).context["waiting"] == []


def test_obstacles_are_grouped_by_enabler_for_those_who_may_read_them(client):
    period, body = factories.period(), factories.organisation()
    years.tell(period, 4, body)
    years.tell(period, 5, body, "submitted")
    page = read(client, factories.person(Role.CMM))
    ((enabler, rows),) = page.context["obstacles"]
    assert (enabler.key, len(rows)) == ("resources", 1)
    stranger = factories.person(Role.CSO, organisation=factories.organisation())
    page = read(client, stranger)
    assert page.context["obstacles"] == []
    assert "Posts are not financed." not in page.text
    assert page.context["median"] is None


def test_any_period_can_be_chosen(client):
    factories.period("2026-Q2", "frozen")
    factories.period("2026-Q3")
    person = factories.person(Role.SEC)
    assert read(client, person, period="2026-Q2").context["period"].code == "2026-Q2"
    assert read(client, person, period="2026-Q9").status_code == 404


@pytest.mark.parametrize("role", [Role.SEC, Role.CMM, Role.CSO])
def test_a_frozen_period_has_the_indicators_of_its_snapshot(client, role):
    period, indicator = factories.period("2026-Q2"), values.adopted("C04-05")
    values.value(indicator, "40", "2026-Q2", period)
    for state in ("closed", "frozen"):
        factories.enter(period, state)
    factories.period("2026-Q3")
    own = own_indicator(4)
    values.value(indicator, "50", "2026-Q3")
    reader = factories.person(role, organisation=factories.organisation())

    def told(code):
        listed = read(client, reader, period=code).context["indicators"]
        return {row.indicator.code: row.said for row in listed.rows}

    assert own.code not in told("2026-Q2")
    assert told("2026-Q2")["C04-05"] == ""
    assert "as soon as a report of it is made" in read(client, reader, period="2026-Q2").text
    keeping.figures_of(period.snapshots.get())
    assert own.code not in told("2026-Q2")
    assert told("2026-Q2")["C04-05"] == ("" if role is Role.CSO else "40")
    assert own.code in told("2026-Q3")
    assert told("2026-Q3")["C04-05"] == {Role.SEC: "50", Role.CMM: "40", Role.CSO: ""}[role]


def test_before_the_first_period_it_shows_the_framework(client):
    page = read(client, factories.person(Role.SEC))
    assert "No reporting period has begun" in page.text
    assert page.context["domain"].words.outcome_title in page.text
    readings = page.context["overview"].readings
    assert page.text.count("<span>Not assessed</span>") == len(readings) > 0
    assert all(reading.url in page.text for reading in readings)
