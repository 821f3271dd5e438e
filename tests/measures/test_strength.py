"""The strength of evidence, A to D, and how it falls by itself."""

from datetime import date

import pytest

from mnr.measures.strength import (
    FITTING,
    RULES,
    Document,
    Kind,
    falls_on,
    is_independent,
    strength,
)

DAY = date(2026, 11, 1)
FRESH, OLD = date(2026, 6, 1), date(2024, 6, 1)


def document(kind="statistics", dated_on=FRESH, is_independent=True, **dates):
    return Document(kind, dated_on, is_independent, **dates)


@pytest.mark.parametrize(
    ("rows", "letter"),
    [
        ([], "D"),
        ([document(valid_until=date(2026, 10, 31))], "D"),
        ([document(valid_from=date(2026, 11, 2))], "D"),
        ([document(withdrawn_on=DAY)], "D"),
        ([document(dated_on=date(2026, 11, 2))], "D"),
        ([document("other", OLD, is_independent=False)], "C"),
        ([document("", OLD)], "C"),
        ([document("law", is_independent=False)], "C"),
        ([document(is_independent=False)], "B"),
        ([document(dated_on=OLD)], "B"),
        ([document("law")], "B"),
        ([document()], "A"),
        ([document(valid_until=DAY, valid_from=DAY)], "A"),
        ([document("evaluation")], "A"),
    ],
)
def test_the_letter_of_a_rating_in_use(rows, letter):
    assert strength("in_use", rows, DAY).letter == letter


def test_points_of_several_documents_are_not_added_up():
    rows = [document("other", FRESH, is_independent=False), document("law", OLD)]
    assert strength("in_use", rows, DAY).letter == "C"
    assert strength("in_use", [*rows, document()], DAY).letter == "A"


def test_a_law_is_recent_for_years_and_statistics_for_one():
    law = document("law", OLD)
    assert strength("in_place", [law], DAY).letter == "A"
    assert strength("in_place", [law], date(2029, 6, 1)).letter == "A"
    assert strength("in_place", [law], date(2029, 6, 2)).letter == "B"


def test_thirteen_months_later_it_is_one_step_lower_and_says_why():
    rows = [document()]
    now, later = strength("in_use", rows, DAY), strength("in_use", rows, date(2027, 7, 1))
    assert (now.letter, later.letter) == ("A", "B")
    assert "older than 12 months" in later.reason
    assert falls_on("in_use", rows, DAY) == date(2027, 6, 2)


def test_it_falls_when_its_evidence_expires():
    rows = [document(valid_until=date(2026, 12, 31))]
    assert falls_on("in_use", rows, DAY) == date(2027, 1, 1)
    assert strength("in_use", rows, date(2026, 12, 31)).letter == "A"
    assert strength("in_use", rows, date(2027, 1, 1)).letter == "D"


def test_another_document_holds_it_up():
    ends = document(valid_until=date(2026, 12, 31))
    assert falls_on("in_use", [ends, document()], DAY) == date(2027, 6, 2)
    assert falls_on("in_use", [document("other", OLD, is_independent=False)], DAY) is None
    assert falls_on("in_use", [], DAY) is None


def test_the_last_of_february_is_a_year_after_the_leap_day():
    rows = [document(dated_on=date(2024, 2, 29))]
    assert strength("in_use", rows, date(2025, 2, 28)).letter == "A"
    assert falls_on("in_use", rows, date(2024, 6, 1)) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "No document is named"),
        ([document(withdrawn_on=FRESH)], "None of the documents named is in force."),
        ([document(), document("law")], "2 of 2 documents named are in force. One of them is of a"),
        ([document("law")], "1 of 1 document named is in force. The strongest of them: neither"),
        ([document(is_independent=False)], "not known to be published by another body."),
    ],
)
def test_the_reason_says_what_is_there_and_what_lacks(rows, words):
    assert words in strength("in_use", rows, DAY).reason


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("Supreme Audit Office", True),
        ("Ministry of Justice", False),
        ("MINISTRY  of justice, statistics unit", False),
        ("MoJ", False),
        ("Justice", False),
        ("", False),
        ("–", False),
        ("Mojave Institute", True),
    ],
)
def test_independent_is_whose_name_is_another(publisher, expected):
    assert is_independent(publisher, ["Ministry of Justice", "MoJ", ""]) is expected


def test_every_kind_has_words_and_every_letter_a_rule():
    assert all(kind.label for kind in Kind)
    assert {kind for kinds in FITTING.values() for kind in kinds} == set(Kind) - {Kind.OTHER}
    assert [letter for letter, _words in RULES] == list("ABCD")
