"""The rules of the registers of the Societal domain: each is broken once."""

from datetime import date

import pytest

from mnr.registers import registry
from society.models import (
    EducationProgramme,
    EducationReturn,
    HotlineReturn,
    OffenderSupportReturn,
    OffenderSupportService,
    ParticipationActivity,
)
from tests.factories import entries
from tests.factories.rules import broken, own_rules

pytestmark = pytest.mark.django_db

EARLY = date(2001, 1, 1)
MORE = entries.COUNT + 1
PARTS = ("about_themselves", "about_adults", "about_children")

RULES = [
    (HotlineReturn, "hotlinereturn_sources_at_most_received", {"from_police": 2}),
    (HotlineReturn, "hotlinereturn_illegal_at_most_assessed", {"illegal": MORE}),
    (HotlineReturn, "hotlinereturn_hosted_here_at_most_illegal", {"hosted_here": MORE}),
    (HotlineReturn, "hotlinereturn_passed_in_time_at_most_illegal", {"passed_in_time": MORE}),
    (HotlineReturn, "hotlinereturn_passed_abroad_at_most_illegal", {"passed_abroad": MORE}),
    (
        EducationProgramme,
        "educationprogramme_running_has_day",
        {"status": "running", "starts_on": None},
    ),
    (EducationProgramme, "educationprogramme_ended_has_day", {"status": "ended", "ends_on": None}),
    (EducationProgramme, "educationprogramme_ends_after_start", {"ends_on": EARLY}),
    (EducationReturn, "educationreturn_delivering_at_most_schools", {"delivering": MORE}),
    (EducationReturn, "educationreturn_trained_at_most_teachers", {"trained": MORE}),
    (
        ParticipationActivity,
        "participationactivity_started_has_day",
        {"status": "held", "starts_on": None},
    ),
    (ParticipationActivity, "participationactivity_ends_after_start", {"ends_on": EARLY}),
    (ParticipationActivity, "participationactivity_feedback_has_day", {"feedback_on": None}),
    (ParticipationActivity, "participationactivity_feedback_after_start", {"feedback_on": EARLY}),
    (ParticipationActivity, "participationactivity_standard_named", {"standard": ""}),
    (OffenderSupportService, "offendersupportservice_closed_after_opened", {"closed_on": EARLY}),
    *(
        (
            OffenderSupportReturn,
            f"offendersupportreturn_{part}_at_most_supported",
            dict.fromkeys(PARTS) | {part: MORE},
        )
        for part in PARTS
    ),
    (
        OffenderSupportReturn,
        "offendersupportreturn_parts_at_most_supported",
        dict.fromkeys(PARTS, 3),
    ),
]


@pytest.mark.parametrize(("model", "name", "fields"), RULES, ids=[row[1] for row in RULES])
def test_what_breaks_a_rule_is_refused(model, name, fields):
    broken(model, name, **fields)


def test_every_rule_is_broken_once():
    assert {name for _model, name, _fields in RULES} == own_rules(*{row[0] for row in RULES})


def test_reports_of_an_earlier_period_may_be_assessed():
    found = entries.entry(registry.of(HotlineReturn), assessed=MORE)
    assert found.assessed > found.received


def test_feedback_that_is_not_known_needs_no_day():
    row = entries.entry(registry.of(ParticipationActivity), has_feedback=None, feedback_on=None)
    assert row.has_feedback is None
