"""Headlines and tallies say what the data says."""

from types import SimpleNamespace

import pytest

from mnr.charts.heatmap import HIDDEN
from mnr.selectors.messages import course, headline
from mnr.selectors.tally import Tally


def reading(level=2, before=2, silent=False, visible=True):
    moved = None if None in (level, before) else level - before
    tally = SimpleNamespace(is_silent=silent)
    return SimpleNamespace(level=level, before=before, moved=moved, tally=tally, visible=visible)


def period(*readings, is_frozen=True):
    return SimpleNamespace(
        period=SimpleNamespace(code="2026-Q3", is_frozen=is_frozen),
        readings=readings,
        seen=[row for row in readings if row.visible],
    )


def test_the_headline_says_what_moved_and_what_is_missing():
    rows = [reading(3, 2)] * 4 + [reading(1, 2)] + [reading(silent=True)] * 2
    words = "Four capabilities moved up, one moved down, two have no update"
    assert headline(period(*rows)) == words
    assert headline(period(*rows, is_frozen=False)) == words + " yet"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (reading(), "No level changed"),
        (reading(3, 2), "One capability moved up"),
        (reading(1, 2), "One capability moved down"),
        (reading(1, None), "One capability was assessed for the first time"),
        (reading(None, None), "No level changed"),
        (reading(silent=True), "One capability has no update, no level changed"),
        (reading(visible=False), "2026-Q3 is not published yet"),
    ],
)
def test_the_headline_of_a_single_capability(row, words):
    assert headline(period(row)) == words


def grid(*rows):
    columns = [SimpleNamespace(code=code) for code in ("2026-Q1", "2026-Q2", "2026-Q3")]
    return SimpleNamespace(columns=columns, grid=rows)


def test_the_course_compares_the_first_period_with_the_last_one_seen():
    words = "Two capabilities stand higher than in 2026-Q1, one stands lower"
    assert course(grid([1, 1, 2], [0, 3, HIDDEN], [3, 3, 2], [None, 1, 1])) == words


def test_the_course_tells_nothing_of_what_is_hidden():
    words = "No capability stands higher or lower than in 2026-Q1"
    assert course(grid([HIDDEN, HIDDEN, HIDDEN], [HIDDEN, 1, 2])) == words


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (("accepted",), "Update accepted"),
        (("accepted",) * 3, "All 3 accepted"),
        (("accepted", "accepted", "missing"), "2 accepted, 1 missing"),
        (("accepted", "accepted", "accepted", "waived"), "3 accepted, 1 waived"),
        (("submitted", "endorsed", "draft"), "2 in review, 1 missing"),
        (("draft", "missing"), "No update, last one 2026-Q1"),
        (("missing", "waived"), "No update, last one 2026-Q1, 1 waived"),
        (("waived",), "Update waived"),
        (("waived",) * 2, "All 2 waived"),
        ((), "Nobody reports on it"),
    ],
)
def test_a_tally_of_everybody(states, words):
    assert str(Tally(states, True, "2026-Q1")) == words


def test_a_tally_of_ones_own_update_speaks_of_no_other():
    assert str(Tally(("submitted",), False)) == "Your update is with the domain lead"
    assert str(Tally((), False)) == ""


def test_who_has_only_a_draft_is_silent():
    assert Tally(("draft", "missing"), True).is_silent
    assert not Tally(("submitted", "missing"), True).is_silent
    assert not Tally((), True).is_silent
