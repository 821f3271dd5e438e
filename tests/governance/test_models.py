"""The rules of Policy and Governance: each is broken once, and refused with its message."""

from datetime import date

import pytest

from governance.models import (
    CommitteeDecision,
    CommitteeMeeting,
    ExternalRecommendation,
    LegalInstrument,
    OffenceCoverage,
    OversightBody,
    Study,
    TreatyStatus,
)
from mnr.registers import registry
from tests.factories import entries
from tests.registers.rules import assert_refused, own_rules

pytestmark = pytest.mark.django_db
SOON, LATE = date(2026, 3, 1), date(2026, 5, 1)
UNIQUE = {"treatystatus_once_a_treaty", "offencecoverage_once_a_law", "committeemeeting_once"}
BROKEN = {
    "oversightbody_dissolved_after_established": (
        OversightBody,
        {"established_on": LATE, "dissolved_on": SOON},
    ),
    "oversightbody_mandate_has_reference": (
        OversightBody,
        {"mandate": "law", "mandate_reference": ""},
    ),
    "committeemeeting_present_at_most_expected": (CommitteeMeeting, {"present": 9, "expected": 8}),
    "committeedecision_due_after_decided": (
        CommitteeDecision,
        {"decided_on": LATE, "due_on": SOON, "closed_on": LATE},
    ),
    "committeedecision_closed_after_decided": (
        CommitteeDecision,
        {"decided_on": LATE, "due_on": LATE, "closed_on": SOON},
    ),
    "committeedecision_closed_has_day": (
        CommitteeDecision,
        {"status": "dropped", "closed_on": None},
    ),
    "committeedecision_open_has_no_day": (CommitteeDecision, {"status": "open"}),
    "study_data_in_order": (Study, {"data_from": LATE, "data_until": SOON}),
    "study_published_after_data_began": (
        Study,
        {"data_from": LATE, "data_until": LATE, "published_on": SOON},
    ),
    "study_published_has_day": (Study, {"status": "published", "published_on": None}),
    "study_young_adults_is_percent": (Study, {"young_adults": "100.1"}),
    "study_adolescents_is_percent": (Study, {"adolescents": "-0.1"}),
    "study_internet_users_is_percent": (Study, {"internet_users": "101"}),
    "externalrecommendation_due_after_issued": (
        ExternalRecommendation,
        {"issued_on": LATE, "report_due_on": SOON, "done_on": LATE},
    ),
    "externalrecommendation_done_after_issued": (
        ExternalRecommendation,
        {"issued_on": LATE, "report_due_on": LATE, "done_on": SOON},
    ),
    "externalrecommendation_done_has_day": (
        ExternalRecommendation,
        {"status": "done", "done_on": None},
    ),
    "legalinstrument_adopted_before_in_force": (
        LegalInstrument,
        {"adopted_on": LATE, "in_force_on": SOON, "repealed_on": LATE},
    ),
    "legalinstrument_in_force_has_day": (
        LegalInstrument,
        {"status": "in_force", "in_force_on": None, "repealed_on": None},
    ),
    "legalinstrument_not_yet_in_force_has_no_day": (
        LegalInstrument,
        {"status": "tabled", "repealed_on": None},
    ),
    "legalinstrument_day_of_repeal_is_of_repealed": (LegalInstrument, {"status": "in_force"}),
    "legalinstrument_repealed_after_adopted": (
        LegalInstrument,
        {"status": "repealed", "adopted_on": LATE, "in_force_on": None, "repealed_on": SOON},
    ),
    "legalinstrument_repealed_after_in_force": (
        LegalInstrument,
        {"status": "repealed", "adopted_on": None, "in_force_on": LATE, "repealed_on": SOON},
    ),
    "treatystatus_ratified_after_signed": (
        TreatyStatus,
        {"signed_on": LATE, "ratified_on": SOON, "in_force_on": LATE},
    ),
    "treatystatus_in_force_after_ratified": (
        TreatyStatus,
        {"signed_on": SOON, "ratified_on": LATE, "in_force_on": SOON},
    ),
    "treatystatus_signed_has_day": (
        TreatyStatus,
        {"status": "signed", "signed_on": None, "ratified_on": None, "in_force_on": None},
    ),
    "treatystatus_party_has_day": (TreatyStatus, {"status": "party", "ratified_on": None}),
    "treatystatus_days_fit_status": (
        TreatyStatus,
        {"status": "invited", "ratified_on": None, "in_force_on": None},
    ),
    "offencecoverage_covered_has_provision": (
        OffenceCoverage,
        {"coverage": "part", "provision": ""},
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_rule_is_kept(name):
    model, fields = BROKEN[name]
    assert_refused(model, name, fields)


def test_every_rule_is_broken_once():
    assert BROKEN.keys() | UNIQUE == own_rules("governance")


def test_a_treaty_has_one_entry_until_it_is_withdrawn():
    first = entries.entry(registry.of(TreatyStatus))
    fields = {"organisation": first.organisation, "treaty": first.treaty}
    assert_refused(TreatyStatus, "treatystatus_once_a_treaty", fields)
    first.withdrawn_on, first.withdrawn_because = SOON, "Wrong treaty."
    first.save()
    entries.entry(registry.of(TreatyStatus), **fields)


def test_a_law_has_one_entry_for_each_offence():
    first = entries.entry(registry.of(OffenceCoverage))
    fields = {"organisation": first.organisation, "instrument": first.instrument}
    assert_refused(
        OffenceCoverage, "offencecoverage_once_a_law", fields | {"subject": first.subject}
    )
    entries.entry(registry.of(OffenceCoverage), **fields, subject="grooming")
