"""The rules of Criminal Justice: each is broken once, and refused with its message."""

from datetime import date

import pytest

from criminal_justice.models import (
    CaseFlowReturn,
    CourtReturn,
    ImageDatabaseReturn,
    OffenderManagementReturn,
    SpecialistUnit,
    TrainingActivity,
)
from mnr.registers import registry
from tests.factories import entries
from tests.registers.rules import assert_refused, own_rules

pytestmark = pytest.mark.django_db
SOON, LATE = date(2026, 3, 1), date(2026, 5, 1)
PARTS = [  # (model, part, whole, the name of the rule after the model's)
    (SpecialistUnit, "women", "officers", "women_at_most_officers"),
    (SpecialistUnit, "trained", "officers", "trained_at_most_officers"),
    (CaseFlowReturn, "referrals", "reports", "referrals_at_most_reports"),
    (CaseFlowReturn, "informational", "referrals", "informational_at_most_referrals"),
    (CaseFlowReturn, "proactive", "investigations", "proactive_at_most_investigations"),
    (CaseFlowReturn, "arrests_online", "arrests", "arrests_online_at_most_arrests"),
    (CaseFlowReturn, "charged_online", "charged", "charged_online_at_most_charged"),
    (TrainingActivity, "women", "participants", "women_at_most_participants"),
    (CourtReturn, "special_measures", "hearings", "special_measures_at_most_hearings"),
    (CourtReturn, "video_link", "special_measures", "video_link_at_most_special_measures"),
    (CourtReturn, "recorded", "special_measures", "recorded_at_most_special_measures"),
    (CourtReturn, "intermediary", "special_measures", "intermediary_at_most_special_measures"),
    (CourtReturn, "judges_trained", "judges", "judges_trained_at_most_judges"),
    (CourtReturn, "prosecutors_trained", "prosecutors", "prosecutors_trained_at_most_prosecutors"),
    (OffenderManagementReturn, "managed_most", "managed", "most_at_most_managed"),
    (
        OffenderManagementReturn,
        "completed_custody",
        "eligible_custody",
        "completed_custody_at_most_eligible",
    ),
    (
        OffenderManagementReturn,
        "completed_community",
        "eligible_community",
        "completed_community_at_most_eligible",
    ),
    (ImageDatabaseReturn, "trained", "users", "trained_at_most_users"),
]
BROKEN = {
    f"{model._meta.model_name}_{rule}": (model, {part: entries.COUNT + 1})
    for model, part, _whole, rule in PARTS
} | {
    "courtreturn_convictions_at_most_finalised": (
        CourtReturn,
        {"convictions": 15, "acquittals": None},
    ),
    "courtreturn_acquittals_at_most_finalised": (
        CourtReturn,
        {"convictions": None, "acquittals": 15},
    ),
    "courtreturn_outcomes_at_most_finalised": (CourtReturn, {"convictions": 8}),
    "specialistunit_officers_have_day": (SpecialistUnit, {"counted_on": None}),
    "specialistunit_closed_after_opened": (
        SpecialistUnit,
        {"opened_on": LATE, "closed_on": SOON},
    ),
    "specialistunit_operating_has_day": (
        SpecialistUnit,
        {"status": "operating", "opened_on": None},
    ),
    "specialistunit_closed_has_day": (SpecialistUnit, {"status": "closed", "closed_on": None}),
    "trainingactivity_ends_after_start": (
        TrainingActivity,
        {"starts_on": LATE, "ends_on": SOON},
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_rule_is_kept(name):
    model, fields = BROKEN[name]
    assert_refused(model, name, fields)


def test_every_rule_is_broken_once():
    assert BROKEN.keys() == own_rules("criminal_justice")


@pytest.mark.parametrize(("model", "part", "whole", "_rule"), PARTS)
def test_a_part_of_what_is_not_known_is_taken(model, part, whole, _rule):
    assert getattr(entries.entry(registry.of(model), **{whole: None}), part) == entries.COUNT


def test_cases_carry_over_so_no_step_binds_the_next():
    steps = {"reports": 7, "investigations": 8, "arrests": 9, "charged": 10, "convictions": 12}
    assert entries.entry(registry.of(CaseFlowReturn), **steps).convictions == 12
