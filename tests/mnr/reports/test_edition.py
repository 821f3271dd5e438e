"""What the committee's edition says, before it looks like anything."""

import json
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from mnr.models import Snapshot
from mnr.reports import columns, document, figures, kept
from mnr.reports.committee import committee_edition
from mnr.reports.frozen import Frozen, readable
from mnr.services import audit
from mnr.services.errors import Refused
from tests.mnr.reports.samples import INTERNAL, JUMPED

pytestmark = pytest.mark.django_db  # the snapshot that all share is made with models


@pytest.fixture
def edition(snapshot):
    return committee_edition(snapshot)


@pytest.fixture
def page(edition):
    """The page of a capability by its number."""
    pages = {page.number: page for page in edition.pages}
    return pages.__getitem__


def again(snapshot, **content):
    """The snapshot with other content, under the digest of that content."""
    text = audit.canonical(json.loads(snapshot.content) | content)
    return Snapshot(content=text, digest=audit.digest(text))


def test_all_capabilities_stand_in_six_chapters(edition):
    assert [chapter.order for chapter in edition.chapters] == [1, 2, 3, 4, 5, 6]
    assert [page.number for page in edition.pages] == list(range(1, 22))


def test_the_level_is_the_lower_rating_and_none_is_not_nought(page):
    assert (page(4).now.in_place, page(4).now.in_use, page(4).level) == (4, 3, 3)
    assert page(1).level is None


def test_a_domain_has_a_median_and_a_lowest_level_of_the_assessed(edition):
    justice = edition.chapters[1]
    assert (justice.lowest, justice.median) == (1, 2)
    assert edition.chapters[0].median is None


def test_changes_name_what_moved_and_why(edition):
    groups = {group.title: group.changes for group in edition.changes}
    assert [change.number for change in groups["Moved up"]] == [4]
    assert groups["Moved up"][0].words == "in place 2 → 4 Mature; in use 2 → 3 Established"
    assert groups["Moved down"][0].reason == "Two courts of the north closed."
    assert groups["Target set or changed"][0].words == "level 4 by 31 December 2027"
    assert groups["Delivery confidence rose"][0].words == "At risk → On track"


def test_messages_follow_from_the_data(edition):
    texts = {message.text: message.capabilities for message in edition.messages}
    assert texts["1 capability moved up and 1 moved down since 2026-Q1."] == (4, 5)
    assert texts["The committee is asked for 2 decisions."] == (4,)
    assert texts["2 of 5 expected updates are missing, each with a reason."] == (7, 20)


def test_a_missing_update_is_missing_and_not_no_change(page):
    silent = page(20).parts[0]
    assert not silent.is_reported
    assert silent.waiver_reason == "No answer to three reminders about 20."
    assert silent.last_update == ""


def test_the_lead_comes_first(page):
    assert [(part.short_name, part.is_lead) for part in page(4).parts] == [
        ("NP", True),
        ("MoJ", False),
    ]


def test_documents_are_numbered_once_and_know_where_they_are_used(edition, page):
    assert [reference.number for reference in edition.references] == [1, 2]
    assert page(4).checks[0].references == (1, 2)
    assert page(4).parts[0].references == (1,)
    assert {reference.capabilities for reference in edition.references} == {(4,)}


def test_obstacles_are_gathered_under_their_enabler(edition):
    named = [row for row in edition.enablers if row.obstacles]
    assert [row.capabilities for row in named] == [[4]]
    assert [obstacle.text for obstacle in edition.other_obstacles] == ["Obstacle 2 of the unit."]


def test_a_first_period_is_compared_with_nothing(snapshot):
    content = json.loads(snapshot.content)
    for row in content["capabilities"]:
        row["levels"] = []
    edition = committee_edition(again(snapshot, **content))
    assert edition.changes == ()
    assert edition.imprint.previous_period == ""
    assert edition.messages[0].text.startswith("This is the first period")


def test_an_assessment_from_before_the_first_frozen_period_counts_as_old(snapshot):
    content = json.loads(snapshot.content)
    content["capabilities"][3]["assessment"]["assessed_in"] = "2019-Q1"
    edition = committee_edition(again(snapshot, **content))
    assert edition.pages[3].rating.periods_old is None
    assert any("4 periods old" in message.text for message in edition.messages)


def test_an_altered_snapshot_gives_no_report(snapshot):
    altered = Snapshot(content=snapshot.content.replace("Talvia", "Taivia"), digest=snapshot.digest)
    with pytest.raises(Refused, match="altered"):
        committee_edition(altered)


def test_a_bomb_of_text_is_refused(snapshot, monkeypatch):
    monkeypatch.setattr("mnr.reports.frozen.LONGEST_CONTENT", 1000)
    with pytest.raises(Refused, match="more text"):
        Frozen.of(snapshot)


def test_signs_that_turn_or_hide_text_are_left_out():
    hostile = {"text": ["a\u202eb\u0000c\x1b\ufeff", "two\nlines", "क\u200dष", 7]}
    assert readable(hostile) == {"text": ["abc", "two\nlines", "क\u200dष", 7]}


def test_the_picture_counts_waived_and_missing_updates(edition, page):
    cells = {cell.number: cell for row in figures.picture_rows(edition) for cell in row.cells}
    assert cells[4].status == "All 2 accepted"
    assert cells[20].status == "Update waived"
    first, second = page(4).parts
    partly = replace(page(4), parts=(first, replace(second, state="waived")))
    chapter = replace(edition.chapters[1], pages=(partly,))
    (row,) = figures.picture_rows(replace(edition, chapters=(chapter,)))
    assert row.cells[0].status == "1 accepted, 1 waived"


def test_a_level_that_is_carried_forward_says_from_when(snapshot):
    content = json.loads(snapshot.content)
    row = content["capabilities"][3]
    row["assessment"]["accepted_in"] = "2026-Q1"
    row["levels"][-1] |= {name: row["assessment"][name] for name in ("in_place", "in_use")}
    made = committee_edition(again(snapshot, **content))
    assert [page.number for page in made.pages if page.carried_from] == [4]
    profile = render_to_string("reports/edition/profile.html", {"edition": made})
    assert "Carried from 2026-Q1" in profile
    assert "No change" not in profile


def test_a_target_whose_day_has_passed_is_marked(snapshot):
    content = json.loads(snapshot.content)
    content["capabilities"][3]["assessment"] |= {"target_level": 4, "target_on": "2025-12-31"}
    made = committee_edition(again(snapshot, **content))
    assert [page.number for page in made.pages if page.misses_target] == [4]
    profile = render_to_string("reports/edition/profile.html", {"edition": made})
    assert "4 by Dec 2025<strong>, passed</strong>" in profile


def test_a_domain_tells_what_its_registers_held(edition):
    held = [page for page in edition.chapters[1].registers if not page.is_empty]
    assert {4} <= {number for page in held for number in page.capabilities}
    returns = next(page for page in held if page.is_return)
    assert returns.periods == ("2026-Q1", "2026-Q2")
    assert {len(row.values) for row in returns.figures} == {2}
    assert returns.kept_by == ("National Police",)
    assert [(row.organisation, row.last) for row in returns.missing] == [
        ("Ministry of Justice", "2026-Q1")
    ]
    assert [remark.organisation for remark in returns.remarks] == ["National Police"]
    assert any(page.coverage.reached for page in held if page.coverage)


def test_a_return_that_is_missing_is_no_figure(snapshot):
    content = json.loads(snapshot.content)
    row = next(row for row in content["registers"] if row["returns"])
    row["returns"] = row["kept_by"] = []
    for figure in row["figures"]:
        figure["value"] = None
    page = _register(committee_edition(again(snapshot, **content)), row["path"])
    html = render_to_string("reports/edition/register.html", {"register": page, "drawing": ""})
    assert "No return for this period." in html
    assert [row.values[-1] for row in page.figures] == [None] * len(page.figures)
    assert ">–</td>" in html


def test_periods_without_all_returns_are_marked_in_table_and_drawing(snapshot):
    content = json.loads(snapshot.content)
    row = next(row for row in content["registers"] if row["returns"] and row["missing"])
    row["history"][-1]["is_complete"] = True
    page = _register(committee_edition(again(snapshot, **content)), row["path"])
    assert page.incomplete == (page.periods[-1],)
    drawn = columns.columns(page)
    html = render_to_string("reports/edition/register.html", {"register": page, "drawing": drawn})
    assert f">{page.periods[-1]}*</th>" in html
    assert f">{page.periods[0]}</th>" in html
    assert "Not all returns are there for" in html
    assert f"{page.periods[-1]}* " in drawn  # for those who hear it
    assert ">*</text>" in drawn
    row["missing"] = []
    del row["history"][-1]["is_complete"]  # as in snapshots from before
    page = _register(committee_edition(again(snapshot, **content)), row["path"])
    assert page.incomplete == ()
    assert ">*</text>" not in columns.columns(page)


def test_who_had_nothing_to_report_is_named(snapshot):
    content = json.loads(snapshot.content)
    row = next(row for row in content["registers"] if row["returns"])
    row["returns"][0]["values"]["is_nil"] = True
    page = _register(committee_edition(again(snapshot, **content)), row["path"])
    assert page.nil == ("National Police",)
    html = render_to_string("reports/edition/register.html", {"register": page, "drawing": ""})
    assert "Nothing to report:" in html


def test_regions_without_an_entry_are_named_once(snapshot):
    content = json.loads(snapshot.content)
    row = next(row for row in content["registers"] if row["coverage"])
    regions = [("A", 1, 1), ("A1", 2, 1), ("A2", 2, 0), ("B", 1, 0), ("B1", 2, 0)]
    row["coverage"]["regions"] = [
        {"code": code, "name": code, "level": level, "entries": entries}
        for code, level, entries in regions
    ]
    page = _register(committee_edition(again(snapshot, **content)), row["path"])
    assert [region.name for region in page.coverage.without] == ["A2", "B"]


def test_a_chart_needs_two_periods_and_says_its_figures(edition):
    page = next(page for page in edition.chapters[1].registers if page.is_return and page.count)
    drawn = columns.columns(page)
    assert f"{page.figures[0].label}: 2026-Q1 " in drawn
    assert page.name in drawn
    single = replace(page, figures=tuple(replace(row, values=(7,)) for row in page.figures))
    assert columns.columns(single) == ""


def test_small_counts_of_people_are_in_neither_table_nor_drawing(snapshot):
    content = json.loads(snapshot.content)
    row = next(row for row in content["registers"] if row["path"].endswith("case-flow-returns"))
    earlier = row["history"][-1]["figures"]
    for figure in row["figures"]:
        figure["value"], earlier[figure["key"]] = 4321, 8765
        if figure["key"] == "charged":
            figure["value"], earlier["charged"] = 3, 77
    page = _register(committee_edition(again(snapshot, **content)), row["path"])
    charged = next(row for row in page.figures if row.label == "Persons charged")
    assert (charged.values, charged.numbers) == ((77, "c"), [77])
    assert all("c" not in row.values for row in page.figures if row is not charged)
    longer = replace(charged, values=(77, 78, "c"))
    periods = ("2025-Q4", *page.periods)
    drawn = columns.columns(replace(page, figures=(longer,), periods=periods, incomplete=()))
    assert "Persons charged: 2025-Q4 77, 2026-Q1 78, 2026-Q2 c" in drawn
    assert ">c</text>" in drawn
    html = render_to_string("reports/edition/register.html", {"register": page, "drawing": ""})
    assert '<td class="r-register__cell">c</td>' in html
    assert '<td class="r-register__cell">3</td>' not in html
    assert "c is a count of people that is hidden" in html


def test_an_edition_from_before_it_knew_of_registers_tells_none_of_their_figures(snapshot):
    frozen = Frozen.of(snapshot)
    row = next(r for r in frozen.content["registers"] if r["path"].endswith("case-flow-returns"))
    del frozen.figures["registers"]
    page = next(each for each in kept.pages(frozen, row["domain"]) if each.path == row["path"])
    assert {value for row in page.figures for value in row.values} == {"c"}


def test_a_snapshot_from_before_there_were_registers_gives_its_report(snapshot):
    content = json.loads(snapshot.content)
    del content["registers"]
    old = Snapshot(content=audit.canonical(content), digest=audit.digest(audit.canonical(content)))
    edition = committee_edition(old)
    assert [chapter.registers for chapter in edition.chapters] == [()] * 6
    assert "From the registers" not in document.render(edition)


def test_ratings_indicators_and_evidence_stand_side_by_side(edition, page):
    check = page(4).self_check
    assert [(label, row.letter) for label, row in check.strengths] == [
        ("In place", "A"),
        ("In use", "D"),
    ]
    assert [row.answer for row in check.questions] == [JUMPED, ""]
    assert sum(count for _status, count in check.said) == sum(
        line.capability == 4 for line in edition.indicators
    )
    text = document.render(edition)
    for words in (
        "The same: the domain lead endorsed it and the secretariat accepted it in 2026-Q2",
        "2 of 2 documents named are in force. One of them is of a fitting kind",
        "&lt;b&gt;Both&lt;/b&gt;",
        "Not answered",
    ):
        assert words in text


def test_a_capability_that_is_not_assessed_has_no_strength(page):
    assert page(1).self_check.strengths == ()
    assert page(1).self_check.questions == ()


def test_a_snapshot_from_before_the_self_check_prints_as_it_did(snapshot):
    content = json.loads(snapshot.content)
    for row in content["capabilities"]:
        if row["assessment"]:
            del row["assessment"]["strength"]
        for update in row["updates"]:
            del update["questions"]
    edition = committee_edition(again(snapshot, format=3, capabilities=content["capabilities"]))
    text = document.render(edition)
    assert "Strength of evidence" not in text
    assert "Ratings, indicators and evidence" not in text


def test_internal_notes_are_not_in_it(snapshot, edition):
    assert INTERNAL not in snapshot.content
    assert INTERNAL not in document.render(edition)


def _register(edition, path):
    pages = [page for chapter in edition.chapters for page in chapter.registers]
    return next(page for page in pages if page.path == path)


def test_the_address_that_checks_a_copy_is_the_one_that_was_frozen(snapshot, settings):
    settings.SITE_URL = "https://another.example"
    country = json.loads(snapshot.content)["country"]
    imprint = committee_edition(snapshot).imprint
    assert imprint.check_at == f"{country['address']}/verify/{snapshot.digest}/"
    assert imprint.check_at in figures.check(imprint)
    old = again(snapshot, country={name: country[name] for name in ("name", "is_demonstration")})
    assert committee_edition(old).imprint.check_at == ""
    assert figures.check(committee_edition(old).imprint) == ""
