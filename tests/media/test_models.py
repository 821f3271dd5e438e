"""The rules of Media and Communications: each is broken once, and refused with its message."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from media.models import (
    CoverageReview,
    GlossaryTerm,
    JournalistTraining,
    MediaGuideline,
    TermAdoption,
)
from mnr.registers import registry
from tests.factories import entries
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
    "glossaryterm_says_what_is_better": (GlossaryTerm, {"better": ""}),
    "glossaryterm_says_why": (GlossaryTerm, {"why": ""}),
    "glossaryterm_off_has_reason": (GlossaryTerm, {"advice": "off", "off_because": ""}),
    "termadoption_adopted_has_day": (TermAdoption, {"status": "adopted", "adopted_on": None}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_rule_is_kept(name):
    model, fields = BROKEN[name]
    assert_refused(model, name, fields)


def test_every_rule_is_broken_once():
    assert BROKEN.keys() | {"glossaryterm_once"} == own_rules("media")


def test_a_term_stands_there_once_in_a_language():
    register = registry.of(GlossaryTerm)
    first = entries.entry(register)
    again = {"language": first.language, "term": first.term}
    with pytest.raises(ValidationError, match="has this term already"):
        entries.entry(register, **again)
    entries.entry(register, **again | {"language": "fr"})
