"""The levels follow the checks, and never surprise."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnr.levels import Answered, Proposal, departs, explain, propose

ANSWERS = [None, "no", "partly", "yes"]

checks = st.lists(
    st.builds(
        Answered,
        code=st.integers(1, 99).map(lambda number: f"4.{number}"),
        level=st.integers(1, 4),
        rating=st.sampled_from(["in_place", "in_use"]),
        answer=st.sampled_from(ANSWERS),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda check: check.code,
)


def answered(*rows):
    """Checks 4.1, 4.2 … of (level, rating, answer)."""
    return [Answered(f"4.{number}", *row) for number, row in enumerate(rows, start=1)]


LADDER = [(2, "in_place"), (2, "in_use"), (3, "in_place"), (3, "in_use"), (4, "in_use")]


@pytest.mark.parametrize(
    ("answers", "in_place", "in_use", "unmet"),
    [
        ([None] * 5, None, None, []),
        (["no"] * 5, 0, 0, ["4.1", "4.2"]),
        (["no", None, None, None, None], 0, 0, ["4.1", "4.2"]),
        (["no", "no", "no", "no", "partly"], 1, 1, ["4.1", "4.2"]),
        (["yes", "no", "no", "no", "no"], 2, 1, ["4.2"]),
        (["yes", None, "yes", "no", "no"], 3, 1, ["4.2"]),
        (["yes", "yes", "partly", "yes", "yes"], 2, 2, ["4.3"]),
        (["no", "yes", "yes", "yes", "yes"], 1, 1, ["4.1"]),
        (["yes", "yes", "yes", "yes", "partly"], 3, 3, ["4.5"]),
        (["yes"] * 5, 4, 4, []),
    ],
)
def test_ladder(answers, in_place, in_use, unmet):
    rows = answered(*[(*step, answer) for step, answer in zip(LADDER, answers, strict=True)])
    proposal = propose(rows)
    assert (proposal.in_place, proposal.in_use) == (in_place, in_use)
    assert list(proposal.unmet) == unmet


def test_a_capability_without_checks_is_not_assessed():
    assert propose([]) == Proposal(None, None)


def test_a_level_without_checks_is_passed_over_not_given():
    only_three = answered((3, "in_use", "partly"), (3, "in_place", "yes"))
    assert (propose(only_three).in_place, propose(only_three).in_use) == (3, 1)
    met = answered((2, "in_place", "yes"), (3, "in_use", "yes"))
    assert (propose(met).in_place, propose(met).in_use) == (3, 3)


def test_level_1_checks_alone_show_no_more_than_level_1():
    assert propose(answered((1, "in_use", "yes"))) == Proposal(1, 1)


def test_level_1_takes_no_check_of_its_own():
    proposal = propose(answered((1, "in_use", "no"), (2, "in_place", "no")))
    assert (proposal.in_use, proposal.next_level, proposal.unmet) == (0, 2, ("4.1", "4.2"))


@given(checks, st.data())
def test_a_better_answer_never_lowers_a_level(rows, data):
    place = data.draw(st.integers(0, len(rows) - 1))
    better = ANSWERS[ANSWERS.index(rows[place].answer) :]
    improved = list(rows)
    improved[place] = replace(rows[place], answer=data.draw(st.sampled_from(better)))
    before, after = propose(rows), propose(improved)
    for rating in ("in_place", "in_use"):
        was, now = getattr(before, rating), getattr(after, rating)
        assert was is None or (now is not None and now >= was)


@given(checks)
def test_levels_keep_their_bounds(rows):
    proposal = propose(rows)
    assert (proposal.in_use is None) == all(check.answer is None for check in rows)
    if proposal.in_use is not None:
        assert 0 <= proposal.in_use <= proposal.in_place <= 4
        assert proposal.in_use <= max(1, *(check.level for check in rows))


@given(checks)
def test_what_is_unmet_is_what_it_takes(rows):
    proposal = propose(rows)
    met = [replace(row, answer="yes") if row.code in proposal.unmet else row for row in rows]
    if proposal.next_level:
        assert proposal.unmet
        assert propose(met).in_use >= proposal.next_level
    else:
        assert not proposal.unmet


@given(checks, st.randoms())
def test_the_order_of_answers_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    one, other = propose(rows), propose(shuffled)
    assert (one.in_place, one.in_use) == (other.in_place, other.in_use)
    assert set(one.unmet) == set(other.unmet)


def test_departing():
    assert not departs(Proposal(2, 1), 2, 1)
    assert departs(Proposal(2, 1), 2, 2)
    assert departs(Proposal(2, 1), 3, 1)
    assert departs(Proposal(None, None), 1, 1)
    assert not departs(Proposal(None, None), None, None)


@pytest.mark.parametrize(
    ("proposal", "words"),
    [
        (Proposal(None, None), "No check is answered yet, so no level is proposed."),
        (
            Proposal(2, 2, ("4.3",), 3),
            "The answers support level 2: to reach 3 in use, check 4.3 must be yes.",
        ),
        (
            Proposal(3, 1, ("4.2", "4.4"), 2),
            "The answers support level 3 in place and 1 in use: "
            "to reach 2 in use, checks 4.2, 4.4 must be yes.",
        ),
        (
            Proposal(3, 3),
            "The answers support level 3, the highest that these checks can show.",
        ),
    ],
)
def test_explanation(proposal, words):
    assert explain(proposal) == words
