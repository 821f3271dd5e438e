"""What stands in no table tells none of the counts beside it: shares, and what was measured
otherwise.
"""

import pytest

from tests.figures.test_control import content, control, value
from tests.figures.test_registered import COUNT, QUARTERS, SHARE, editions, frozen

NOW = QUARTERS["2025-Q1"]
FEEDS = {SHARE: ["one", "all"], COUNT: ["all"]}


def share(said, *, region=None, days=NOW, counts=None, **texts):
    found = value(said, region=region, days=days, **texts)
    return found | ({"counts": counts} if counts else {})


def is_told(row, *, code=SHARE, figures, values=()):
    """Whether an edition tells the share beside these figures of a register."""
    made = frozen([figures], feeds=FEEDS, values=[row], code=code, people=False)
    made["indicators"]["regions"] = [{"code": "N", "name": "N", "within": None}]
    made["indicators"]["definitions"].append(
        made["indicators"]["definitions"][0]
        | {"code": COUNT, "counts_people": True, "values": list(values)}
    )
    (edition,) = editions(made)
    (figure,) = edition.content["figures"][code]
    return not figure["is_hidden"]


@pytest.mark.parametrize(
    ("said", "whole", "told"),
    [
        ("50", 60, True),
        ("5", 60, False),  # three of them
        ("95", 60, False),  # all but three
        ("0", 60, True),
        ("100", 60, True),
        ("5", 200, True),
    ],
)
def test_a_share_that_was_entered_tells_no_few(said, whole, told):
    assert is_told(share(said), figures={"all": whole}) == told


def test_where_no_count_is_known_a_share_is_told():
    assert is_told(share("5"), figures={"reports": 3})


def test_of_a_region_it_is_held_against_the_count_of_the_region():
    counts = [value("60", region="N", days=NOW)]
    assert not is_told(share("10", region="N"), figures={"all": 400}, values=counts)  # six of 60
    assert is_told(share("50", region="N"), figures={"all": 400}, values=counts)


HIDDEN_PART = {"all": 50, "one": 46, "two": 2}  # 46 is hidden for the sake of 2


@pytest.mark.parametrize(
    "row",
    [
        share("92"),
        share("92", measured="Rounded to a whole percent"),
        share("8", measured="Not convicted"),
        share("92", days=(NOW[0], "2025-03-30")),
        share("92", days=("2024-12-01", "2025-06-30")),
    ],
)
def test_what_is_hidden_is_told_by_no_share_of_any_of_its_days(row):
    assert not is_told(row, figures=HIDDEN_PART)


def test_of_other_days_it_is():
    assert is_told(share("92", days=QUARTERS["2025-Q3"]), figures=HIDDEN_PART)


def test_what_a_public_source_says_is_known():
    row = share("92")
    del row["organisation"]
    assert is_told(row, figures=HIDDEN_PART)


def test_a_count_of_some_of_them_does_not_tell_how_few_the_others_are():
    def told(*rows):
        made = control.control(content(*rows), "committee", []).content["figures"]
        return [not one["is_hidden"] for one in made["C04-05"]]

    assert told(value("87"), value("84", measured="Of these, men")) == [True, False]
    assert told(value("87"), value("60", measured="Of these, men")) == [True, True]
    assert told(value("87"), value("87", measured="Persons, not arrests")) == [True, True]
    north = value("67", region="N"), value("58", region="N", measured="Girls")
    assert told(value("400"), *north) == [True, True, False]
