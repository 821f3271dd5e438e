"""What leaves the platform: nothing that is hidden, in no form, and always the same."""

import json

import numpy as np
import pytest

from mnr.disclosure import Rules, Table, parts, protect
from tests.disclosure.worlds import AGE, SEX, regions, table

FIVE = Rules(threshold_below_national=5)


def published(rules=FIVE, seed=3):
    return protect([table("t", [regions(5), SEX, AGE], seed, mean=7)], rules)["t"]


def test_a_hidden_count_stands_nowhere():
    """A complement with a number of its own; what is shown of it is shown nowhere."""
    values = np.array([33333, 3, 7841, 25489], float)
    result = protect([Table("t", (parts("part", "abc"),), values)], FIVE)["t"]
    text = json.dumps(result.published())
    assert result.hidden.tolist() == [False, True, True, False]
    assert "7841" not in text
    assert "7841" not in repr(result.shown.tolist())
    assert "33333" in text


@pytest.mark.parametrize("rules", [FIVE, Rules(), Rules(mode="round"), Rules(hide_zeros=True)])
def test_what_is_hidden_is_null(rules):
    result = published(rules)
    for cell, hidden in zip(result.published()["cells"], result.hidden.ravel(), strict=True):
        assert (cell is None) == hidden


def test_why_a_count_is_hidden_is_not_told():
    text = json.dumps(published().published()).lower()
    assert not any(word in text for word in ("primary", "complement", "kept", "status", "exposed"))


@pytest.mark.parametrize("rules", [FIVE, Rules(mode="round")])
def test_the_same_table_gives_the_same_edition(rules, way):
    first, second = (json.dumps(published(rules).published()) for _ in range(2))
    assert first == second


def test_a_table_is_not_changed():
    before = table("t", [regions(5), SEX, AGE], 3, mean=7)
    values = before.values.copy()
    protect([before], FIVE)
    assert (before.values == values).all()


def test_counts_are_asked_for_by_their_names():
    result = protect([Table("t", (parts("part", "ab"),), np.array([43.0, 3, 40]))], FIVE)["t"]
    assert result.count(("a",)) is None
    with pytest.raises(KeyError):
        result.count(("z",))
