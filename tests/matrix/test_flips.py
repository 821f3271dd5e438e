"""Test the test: no place of the policy can be wrong without a case that notices."""

import pytest

from mnr.roles import Action
from tests.matrix.flips import all_flips, wrong
from tests.matrix.questions import differs, kind_of

pytestmark = pytest.mark.django_db


def test_every_flip_of_the_policy_is_noticed(country, tell):
    known = set(country.things)
    flips = [flip for flip in all_flips() if {kind_of(each) for each in flip.actions} <= known]
    unnoticed = set(range(len(flips)))
    for asker in country.askers:
        country.appoint(asker.person)
        for number in sorted(unnoticed):
            flip = flips[number]
            if flip.roles and not set(flip.roles) & set(asker.roles):
                continue
            with wrong(flip):
                if any(differs(country, asker, action) for action in flip.actions):
                    unnoticed.discard(number)
    country.appoint(country.askers[0].person)
    assert not any(differs(country, country.askers[0], action) for action in Action), (
        "one stayed in"
    )
    same = {number for number in unnoticed if flips[number].same}
    claimed = {number for number, flip in enumerate(flips) if flip.same}
    assert "\n".join(flips[number].name for number in sorted(unnoticed - same)) == ""
    assert not [flips[number].name for number in sorted(claimed - same)], "not the same after all"
    count = len(flips) - len(same)
    tell(f"policy: {count} of {count} flips noticed (100 %); {len(same)} more change nothing")
