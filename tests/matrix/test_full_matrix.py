"""The policy is the matrix as it was given: no row is lost, changed or added without a word."""

import csv
from pathlib import Path

import pytest

from tests.matrix import oracle
from tests.matrix.departures import DEPARTURES, OUR_CELLS, WAITING

ROLES = ("ADM", "SEC", "CHR", "CMM", "DOM", "AGY", "IND", "CSO", "AUD", "ANO")
HOW = "Give it its row, or say in tests/matrix/departures.py what it waits for."


def _given():
    with Path(__file__).with_name("full_matrix.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


GIVEN = _given()
OURS = {(row["action"], row["condition"]): row for row in oracle.policy()}


def stands_for(row):
    """(the row of our policy, the departure) for a row as it was given; None where it waits."""
    key = row["action"], row["condition"]
    departure = DEPARTURES.get(key)
    if departure and (found := OURS.get((row["action"], departure.condition))):
        return found, departure
    return OURS.get(key), None


def test_the_matrix_is_whole():
    assert len(GIVEN) == 85
    cells = [row[role] for row in GIVEN for role in ROLES]
    assert (len(cells), sum(cell != "-" for cell in cells)) == (850, 300)


@pytest.mark.parametrize("row", GIVEN, ids=lambda row: f"{row['action']}: {row['condition']}")
def test_every_row_is_there_or_waits(row):
    ours, departure = stands_for(row)
    if ours is None:
        assert row["action"] in WAITING, HOW
        assert not any(action == row["action"] for action, _condition in OURS), HOW
        return
    assert {role: ours[role] for role in ROLES} == {role: row[role] for role in ROLES}
    assert ours["sod"] == row["sod"]
    assert ours["object"] == ((departure and departure.object) or row["object"])


def test_every_other_row_says_that_it_is_ours():
    given = {id(stands_for(row)[0]) for row in GIVEN}
    others = [row for row in oracle.policy() if id(row) not in given]
    assert [row["action"] for row in others if not row["note"].startswith("ours:")] == []


def test_departures_speak_of_rows_that_were_given():
    given = {(row["action"], row["condition"]) for row in GIVEN}
    assert set(DEPARTURES) <= given
    assert set(WAITING) <= {action for action, _condition in given}


def test_nothing_waits_that_is_there():
    assert {row["action"] for row in oracle.policy()} & set(WAITING) == set()


@pytest.mark.parametrize("action", OUR_CELLS)
def test_a_row_of_our_own_has_the_cells_that_were_decided(action):
    (row,) = [row for row in oracle.policy() if row["action"] == action]
    assert {role: row[role] for role in ROLES if row[role] != "-"} == OUR_CELLS[action]
