"""The rules of Media and Communications: each is broken once, and refused with its message."""

from datetime import date

import pytest

from media.models import CoverageReview, JournalistTraining, MediaGuideline, TermAdoption
from tests.factories.entries import COUNT
from tests.registers.rules import assert_refused, own_rules

pytestmark = pytest.mark.django_db
SOON, LATE = date(2026, 3, 1), date(2026, 5, 1)
BROKEN = {
    "mediaguideline_reviewed_after_in_force": (
        MediaGuideline,
        {"in_force_on": LATE, "reviewed_on": SOON},
    ),
    "mediaguideline_in_force_has_day": (
        MediaGuideline,
        {"status": "in_force", "in_force_on": None},
    ),
    "journalisttraining_ends_after_start": (
        JournalistTraining,
        {"starts_on": LATE, "ends_on": SOON},
    ),
    "journalisttraining_editors_at_most_participants": (
        JournalistTraining,
        {"editors": COUNT + 1},
    ),
    "coveragereview_identifying_at_most_reviewed": (CoverageReview, {"identifying": COUNT + 1}),
    "coveragereview_corrected_at_most_identifying": (CoverageReview, {"corrected": COUNT + 1}),
    "coveragereview_sound_terms_at_most_reviewed": (CoverageReview, {"sound_terms": COUNT + 1}),
    "coveragereview_upheld_at_most_complaints": (CoverageReview, {"upheld": COUNT + 1}),
    "termadoption_adopted_has_day": (TermAdoption, {"status": "adopted", "adopted_on": None}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_rule_is_kept(name):
    model, fields = BROKEN[name]
    assert_refused(model, name, fields)


def test_every_rule_is_broken_once():
    assert BROKEN.keys() == own_rules("media")
