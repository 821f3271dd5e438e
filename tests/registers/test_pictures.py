"""What registers show besides their lists: the drawing, its table and the gaps tell the same."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.charts.bars import Bar, bars, narrow_bars
from mnr.models import Region
from mnr.registers import registry
from mnr.registers.pictures import Picture
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db


def drawn(path) -> Picture:
    register = registry.find(path)
    (picture,) = register.drawn(register.rows())
    return picture


def told(picture):
    """The table as plain texts."""
    return [
        [str(cell["text"] if isinstance(cell, dict) else cell) for cell in row]
        for row in picture.rows
    ]


def made(path, body=None, **fields):
    return entries.entry(registry.find(path), body, **fields)


@pytest.mark.parametrize(
    "path",
    [register.path for register in registry if register.pictures],
)
def test_nothing_is_drawn_of_nothing(path):
    register = registry.find(path)
    assert register.drawn(register.rows()) == []


def test_the_case_flow_is_of_the_newest_period_and_tells_what_is_kept():
    old, new = factories.period("2026-Q2", "frozen"), factories.period("2026-Q3")
    nothing = dict.fromkeys(
        (
            "referrals",
            "informational",
            "proactive",
            "closed",
            "arrests_online",
            "charged_online",
            "prosecutions",
        )
    )
    flow = "criminal-justice/case-flow-returns"
    made(flow, period=old, **nothing)
    made(
        flow,
        period=new,
        reports=200,
        investigations=50,
        arrests=None,
        charged=None,
        convictions=None,
        **nothing,
    )
    made(
        flow,
        period=new,
        reports=None,
        investigations=None,
        arrests=None,
        charged=20,
        convictions=10,
        **nothing,
    )
    picture = drawn(flow)
    assert told(picture) == [
        ["Reports received", "200", "–"],
        ["Investigations opened", "50", "25 %"],
        ["Arrests", "Not known", "–"],
        ["Persons charged", "20", "–"],
        ["Persons convicted", "10", "50 %"],
    ]
    assert picture.gaps == ["No organisation reported this step: Arrests."]
    assert picture.heading == "200 reports came in; 10 persons were convicted."
    assert "2026-Q3" in picture.caption
    assert "Arrests: Not known" in picture.chart


def test_takedown_is_told_by_class_of_provider():
    period = factories.period("2026-Q3")
    path = "industry/takedown-returns"
    body = factories.organisation()
    shared = {"body": body, "period": period}
    made(path, **shared, provider_class="hosting", notices=80, removed=70, removed_in_time=60)
    (only,) = told(drawn(path))
    assert only[1:5] == ["80", "70", "60", "75 %"]
    picture = drawn(path)
    assert picture.heading.startswith("75 %")
    kinds = registry.find(path).field("provider_class").choices
    assert len(picture.gaps) == len(kinds) - 1


def test_the_support_map_names_regions_without_services():
    north, south = entries.region("TA-01"), entries.region("TA-02")
    part = entries.region("TA-01-1", within=north)
    path = "victim-services/support-services"
    made(path, phase="investigation", regions=[part], closed_on=None)
    made(path, phase="prosecution", regions=[], closed_on=None)
    made(path, phase="after_care", regions=[south])  # closed
    others = Region.objects.exclude(pk__in=[north.pk, south.pk, part.pk])
    others.update(withdrawn_on=factories.ago(0))  # the factory's own
    picture = drawn(path)
    assert told(picture) == [[north.name, "1", "1", "None"], [south.name, "None", "1", "None"]]
    assert picture.gaps == [
        f"{north.name}, no service is recorded: after-care.",
        f"{south.name}, no service is recorded: during the investigation, after-care.",
    ]
    assert picture.heading == "In 2 of 2 regions, no service is recorded for some phase."


BINDS = {"status": "in_force", "repealed_on": None}
NO_DAYS = dict.fromkeys(("adopted_on", "in_force_on", "repealed_on"))


def test_the_legal_framework_shows_what_no_law_in_force_covers():
    path, laws = "governance/offence-coverages", "governance/legal-instruments"
    law = made(laws, title="Children Act", **BINDS)
    draft = made(laws, title="Cybercrime Bill", status="draft", **NO_DAYS)
    made(path, instrument=law, subject="possession", coverage="part")
    made(path, instrument=law, subject="production", coverage="full")
    later = timezone.localdate() + timedelta(days=1)
    to_bind = made(laws, title="Data Act", **BINDS | {"adopted_on": None, "in_force_on": later})
    for law in (draft, to_bind):
        made(path, instrument=law, subject="grooming", coverage="full")
    picture = drawn(path)
    rows = {row[0]: row[1:] for row in told(picture)}
    assert picture.columns[2:] == [
        "Children Act",
        "Cybercrime Bill (not in force)",
        "Data Act (not in force)",
    ]
    assert rows["Producing child sexual abuse material"] == ["Fully", "Fully", "–", "–"]
    assert rows["Possessing child sexual abuse material, whatever the intent"] == [
        "Partly",
        "Partly",
        "–",
        "–",
    ]
    grooming = "Grooming of children for sexual purposes, without a meeting"
    assert rows[grooming] == ["Nothing recorded", "–", "Fully", "Fully"]
    assert len(picture.gaps) == len(rows) - 2
    assert picture.heading.startswith(f"Laws in force cover 1 of {len(rows)}")


def test_where_nothing_is_recorded_no_law_is_said_to_be_lacking():
    path, laws = "governance/offence-coverages", "governance/legal-instruments"
    law = made(laws, title="Children Act", **BINDS)
    made(path, instrument=law, subject="possession", coverage="not")
    picture = drawn(path)
    lacking = [gap for gap in picture.gaps if gap.startswith("No law in force covers")]
    assert lacking == [
        "No law in force covers: Possessing child sexual abuse material, whatever the intent."
    ]
    others = [gap for gap in picture.gaps if gap.startswith("Nothing is recorded")]
    assert len(others) == len(picture.gaps) - 1 == len(picture.rows) - 1
    assert f"On {len(others)}, nothing is recorded." in picture.heading


@pytest.mark.parametrize(
    ("path", "national"),
    [
        ("governance/offence-coverages", "Laws in force cover"),
        ("victim-services/support-services", "no service is recorded for some phase"),
        ("criminal-justice/case-flow-returns", "reports came in"),
        ("industry/takedown-returns", "of all notices led to"),
    ],
)
def test_of_the_country_is_said_only_what_rests_on_all_of_it(client, path, national):
    """To an agency, and of a list that is narrowed, only what is shown is told."""
    register, own = registry.find(path), factories.organisation()
    period = factories.period("2026-Q3")
    made(path, own, **({"period": period} if register.is_return else {}))
    agency = factories.person(Role.AGY, organisation=own)
    home = reverse(f"{register.app_label}:home")
    client.force_login(factories.person(Role.SEC))
    assert national in client.get(register.url("list")).text
    assert national in client.get(home).text
    narrowed = client.get(register.url("list"), {"organisation": str(own.pk)}).text
    client.force_login(agency)
    for page in (narrowed, client.get(register.url("list")).text, client.get(home).text):
        assert "of the entries shown" in page
        assert national not in page
        assert not re.search(r"\d+ gaps?", page)


def test_a_drawing_of_bars_has_one_for_phones_and_the_table_of_the_laws_is_open(client):
    law = made("governance/legal-instruments", **BINDS)
    made("governance/offence-coverages", instrument=law)
    made("industry/takedown-returns", notices=80, removed=70, removed_in_time=60)
    client.force_login(factories.person(Role.SEC))
    laws = client.get(registry.find("governance/offence-coverages").url("list")).text
    takedown = client.get(registry.find("industry/takedown-returns").url("list")).text
    for page in (laws, takedown):
        assert 'class="mnr-figure__narrow"' in page
        assert 'data-label="' in page
    assert '<details class="govuk-details" open>' in laws
    assert '<details class="govuk-details" open>' not in takedown


def test_narrow_bars_stay_within_a_phone():
    rows = [Bar("Investigations opened", 1_234_567, "25 % of the step before"), Bar("No", None)]
    drawn = narrow_bars(rows, title="How many", description="Told.", key="x")
    assert 'viewBox="0 0 320 ' in drawn
    ends = [float(x) for x in re.findall(r'x="([\d.]+)"[^>]*font-weight="600"', drawn)]
    assert max(ends) + 9 * len("1,234,567") < 320 - 7 * len("25 % of the step before")


def test_the_list_and_the_page_of_the_domain_show_it(client):
    period = factories.period("2026-Q3")
    made("industry/takedown-returns", period=period, notices=80, removed=70, removed_in_time=60)
    client.force_login(factories.person(Role.SEC))
    for address in (registry.find("industry/takedown-returns").url("list"), "/industry/"):
        page = client.get(address).text
        assert "of all notices led to a removal" in page, address
        assert len(re.findall("<svg", page)) >= 1
        assert "The same figures as a table" in page
    assert reverse("industry:home") == "/industry/"


def test_bars_say_what_is_not_known_and_stay_within_their_width():
    drawn = bars(
        [Bar("Known", 5, "of 10"), Bar("Unknown", None), Bar("None", 0)],
        title="How many",
        description="Known: 5.",
        key="x",
        most=10,
    )
    assert drawn.count("Not known") == 1
    assert "of 10" in drawn
    assert 'width="150"' in drawn  # half of the longest
    assert bars([], title="Nothing", description="Nothing.", key="y").startswith("<svg")
