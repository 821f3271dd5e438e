"""The parts of an indicator over time, on its page and in the report."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mnr.figures import keeping
from mnr.reports import build, document
from mnr.reports.committee import committee_edition
from mnr.roles import Role
from mnr.selectors import indicator_figures, indicator_multiples, indicators
from mnr.services import snapshots
from tests import factories
from tests.factories import entries, values

pytestmark = pytest.mark.django_db

ARRESTS, CONVICTIONS = "C04-05", "C05-02"
FORMS = "form: online, contact, both"
HIDDEN = "2"  # of one quarter, and fewer than are told


QUARTERS = (
    ("2025-Q4", 40, 30, 20),
    ("2026-Q1", 44, 31, int(HIDDEN)),
    ("2026-Q2", 48, 29, 22),
)


def enter(quarters):
    """Arrests by form, reported in one period; of one quarter few are of one form."""
    indicator = values.adopted(ARRESTS, categories=FORMS)
    period = factories.period("2026-Q2", "open")
    for when, *counts in quarters:
        values.value(indicator, str(sum(counts)), when, period)
        for word, count in zip(("online", "contact", "both"), counts, strict=True):
            values.value(indicator, str(count), when, period, breakdown=f"form: {word}")
    return indicator


def freeze(indicator):
    """The snapshot of their period, with what the edition tells of them."""
    period = indicator.observations.first().period
    snapshot = snapshots.make_snapshot(period=period, by=factories.person(Role.SEC))
    keeping.figures_of(snapshot)
    return snapshot


@pytest.fixture
def arrests():
    return enter(QUARTERS)


@pytest.fixture
def frozen(arrests):
    return freeze(arrests)


def read(client, person, code=ARRESTS, **query):
    client.force_login(person)
    return client.get(reverse("indicator_detail", args=[code]), query)


def panels(text):
    """{part: its drawing} of a page or a report."""
    found = re.findall(r'<li class="mnr-multiples__panel">(.*?)</li>', text, re.S)
    return {re.search(r"<title[^>]*>([^<]+)", svg)[1]: svg for svg in found}


def test_the_page_shows_each_part_with_heading_note_and_table(client, arrests):
    page = read(client, factories.person(Role.SEC))
    assert list(panels(page.text)) == ["online", "contact", "both"]
    assert "By form, from 2025-Q4 to 2026-Q2: 2 parts rose, 1 fell" in page.text
    (picture,) = page.context["multiples"]
    assert [[cell["text"] for cell in row] for row in picture.table] == [
        ["2026-Q2", "48", "29", "22"],
        ["2026-Q1", "44", "31", HIDDEN],
        ["2025-Q4", "40", "30", "20"],
    ]
    section = page.text[page.text.index('id="parts-over-time"') :]
    assert "The same figures as a table" in section[: section.index('id="parts"')]
    assert "Source: " in picture.note


def test_the_committee_sees_what_the_edition_tells_and_nothing_of_the_rest(client, frozen):
    keeper = panels(read(client, factories.person(Role.SEC)).text)
    assert f"2026-Q1: {HIDDEN};" in keeper["both"]
    page = read(client, factories.person(Role.CMM))
    both = panels(page.text)["both"]
    assert "2026-Q1: not shown;" in both
    assert ">c</text>" in both
    assert 'stroke-width="2.5"' not in both, "no line leads over it"
    (picture,) = page.context["multiples"]
    assert [cell["text"] for cell in picture.table[1]].count("c") >= 1
    assert f"2026-Q1: {HIDDEN};" not in page.text


@pytest.mark.parametrize("role", [Role.IND, Role.CSO])
def test_who_reads_no_figures_is_shown_no_panel(client, role, frozen):
    person = factories.person(role, organisation=factories.organisation())
    assert not panels(read(client, person).text)


def test_one_time_alone_has_no_panels(client):
    indicator = values.adopted(CONVICTIONS, categories="sex: female, male")
    for word in ("female", "male"):
        values.value(indicator, "30", breakdown=f"sex: {word}")
    page = read(client, factories.person(Role.SEC), CONVICTIONS)
    assert page.context["multiples"] == []
    assert "parts-over-time" not in page.text


def test_many_regions_are_left_out_with_their_number(client):
    indicator = values.adopted(CONVICTIONS)
    for _place in range(26):
        region = entries.region()
        for when in ("2025-Q1", "2025-Q2"):
            values.value(indicator, "40", when, region=region)
    page = read(client, factories.person(Role.SEC), CONVICTIONS)
    assert len(panels(page.text)) == 24
    assert "2 more parts are not drawn here." in " ".join(page.text.split())


def test_panels_read_nothing_beside_what_the_page_has(arrests, django_assert_num_queries):
    auditor = factories.person(Role.AUD)
    indicator = indicators.readable().get(code=ARRESTS)
    series = indicator_figures.series(auditor, indicator)
    row = indicators.row_of(auditor, indicator, series.latest, [])
    assert row.unit
    with django_assert_num_queries(0):
        assert indicator_multiples.over_time(row.subject, series.figures)


def test_the_page_takes_as_many_queries_with_panels_as_without(client):
    auditor = factories.person(Role.AUD)
    taken = {}
    indicator = enter(QUARTERS[:1])
    for quarters in ((), QUARTERS[1:]):
        for when, online, contact, _both in quarters:
            for word, count in (("online", online), ("contact", contact)):
                values.value(indicator, str(count), when, breakdown=f"form: {word}")
        read(client, auditor)
        with CaptureQueriesContext(connection) as counted:
            found = bool(panels(read(client, auditor).text))
        taken[found] = len(counted)
    assert taken[True] == taken[False]


def test_the_report_shows_them_as_the_edition_tells_them(frozen):
    html = document.render(committee_edition(frozen))
    found = panels(html)
    assert list(found) == ["online", "contact", "both"]
    assert "2026-Q1: not shown;" in found["both"]
    assert f"2026-Q1: {HIDDEN};" not in html
    assert "The annex has these figures, with the source of each." in html
    assert "Source: ." not in html
    shown = dict(re.findall(r"(2026-Q2): (\d+)", found["online"]))
    assert shown == {"2026-Q2": "48"}
    annex = html[html.index('id="values"') :]
    assert re.search(r"<td[^>]*>form: online</td>\s*<td[^>]*>48</td>", annex)


def test_the_report_asks_for_three_times():
    html = document.render(committee_edition(freeze(enter(QUARTERS[1:]))))
    assert ARRESTS in html
    assert not panels(html)


def test_the_report_with_panels_can_be_set(frozen):
    assert build.render(frozen).pages > 1
