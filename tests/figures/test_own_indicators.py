"""An indicator of the country's own goes the whole way, as those of the reference do."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from mnr.figures import control, keeping, open_formats, published
from mnr.models import IndicatorAdoption, Observation
from mnr.registers import registry
from mnr.registers.layout import known_as
from mnr.reports import committee
from mnr.roles import Role
from mnr.selectors import indicators_due
from mnr.services import definitions, indicators, snapshots
from tests import factories
from tests.factories import values
from tests.factories.definitions import SAID, own_indicator

pytestmark = pytest.mark.django_db
CODE = "C05-N01"


@pytest.fixture
def country():
    """One that is adopted and has a target, with a small part of a count, frozen."""
    own, body = own_indicator(), factories.organisation(short_name="Courts")
    factories.assignment(body, 5)
    indicators.adopt(
        adoption=IndicatorAdoption(
            indicator=own,
            status="collected",
            organisation=body,
            frequency="quarterly",
            categories="sex: female, male",
        ),
        by=factories.person(Role.SEC),
    )
    values.target(own, 80)
    period = factories.period("2026-Q2", "open")
    own.refresh_from_db()
    for text, part in (("60", ""), ("3", "sex: female"), ("57", "sex: male")):
        values.value(own, text, "2026-Q2", period, breakdown=part)
    return own, body, period


@pytest.fixture
def snapshot(country):
    _own, _body, period = country
    return snapshots.make_snapshot(period=period, by=factories.person(Role.SEC))


def withdraw_values(indicator):
    today = timezone.localdate()
    gone = {"withdrawn_on": today, "withdrawn_because": "Entered twice."}
    Observation.objects.filter(indicator=indicator).update(**gone)


def test_its_values_are_due_and_entered(country):
    own, body, _period = country
    withdraw_values(own)
    person = factories.person(Role.AGY, organisation=body)
    (call,) = indicators_due.calls(person)
    assert [row.indicator.code for row in call.due] == [CODE]
    register = registry.of(Observation)
    field = register.field("indicator")
    assert own in register.offered(field)
    assert known_as(own) == CODE


def test_small_numbers_of_it_are_hidden(snapshot):
    told = keeping.figures_of(snapshot)
    by_part = {row["breakdown"]: row["is_hidden"] for row in told["figures"][CODE]}
    assert by_part == {"": False, "sex: female": True, "sex: male": True}
    assert told["indicators"][CODE]["name"] == SAID["name"]


def test_it_stands_in_every_file(snapshot):
    told = keeping.figures_of(snapshot)
    for form in open_formats.FORMATS.values():
        every = b"".join(data for _name, data in form(told)).decode()
        assert CODE in every or CODE.lower() in every
    assert CODE in json.dumps(published.published_tables(snapshot, "committee"))


def test_files_are_the_same_the_first_time_and_later(snapshot, tmp_path):
    """The first time makes the edition, and later ones read it from the database."""
    told = {}
    for name in ("first", "second"):
        call_command("published_tables", "2026-Q2", output=tmp_path / name)
        for form in ("open-sdg", "sdmx-csv"):
            call_command(
                "export_figures", "2026-Q2", format=form, output=tmp_path / f"{name}-{form}"
            )
        files = sorted(path for path in tmp_path.rglob("*") if name in str(path) and path.is_file())
        told[name] = [path.read_bytes() for path in files]
    assert len(told["first"]) > 3
    assert told["first"] == told["second"]


def test_the_report_prints_it(snapshot):
    edition = committee.committee_edition(snapshot)
    line = next(row for row in edition.indicators if row.code == CODE)
    assert (line.name, line.latest.value, line.goal) == (SAID["name"], "60", 80)
    assert CODE in {row.code for row in edition.counting}


def test_the_register_and_the_interface_tell_it(country, client):
    own, body, _period = country
    client.force_login(factories.person(Role.AGY, organisation=body))
    page = client.get(reverse("observation_list"), {"indicator": own.pk})
    assert CODE in page.text
    told = client.get("/api/v1/indicators/values/", {"indicator": CODE}).json()
    assert {row["value"] for row in told["results"]} == {"60", "3", "57"}


def test_what_was_reported_before_it_was_withdrawn_is_told(country):
    own, _body, period = country
    row = definitions.withdraw(indicator=own, reason="Enough.", by=factories.person(Role.SEC))
    definitions.decide(definition=row, is_confirmed=True, by=factories.person(Role.CHR))
    content = snapshots.snapshot_content(period)
    told = control.control(content, "committee", [])
    assert len(told.content["figures"][CODE]) == 3
    withdraw_values(own)
    codes = [row["code"] for row in snapshots.snapshot_content(period)["indicators"]["definitions"]]
    assert CODE not in codes
