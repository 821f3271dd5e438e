"""The rules of the registers of the Industry domain: each is broken once."""

from datetime import date

import pytest

from industry.models import (
    IndustryReportReturn,
    InnovationProject,
    Provider,
    ProviderClass,
    ReportingProtection,
    ResponsibilityProgramme,
    TakedownReturn,
)
from mnr.registers import registry
from tests import factories
from tests.factories import entries
from tests.factories.rules import broken, own_rules

pytestmark = pytest.mark.django_db

EARLY = date(2001, 1, 1)
MORE = entries.COUNT + 1

RULES = [
    (Provider, "provider_limit_needs_duty", {"takedown": "none"}),
    (Provider, "provider_subscribers_have_day", {"checked_on": None}),
    (TakedownReturn, "takedownreturn_removed_at_most_notices", {"removed": MORE}),
    (TakedownReturn, "takedownreturn_in_time_at_most_removed", {"notices": None, "removed": 1}),
    (TakedownReturn, "takedownreturn_in_time_at_most_notices", {"notices": 1, "removed": None}),
    (
        ReportingProtection,
        "reportingprotection_in_force_has_day",
        {"status": "in_force", "in_force_on": None},
    ),
    (
        ReportingProtection,
        "reportingprotection_repealed_has_day",
        {"status": "repealed", "repealed_on": None},
    ),
    (ReportingProtection, "reportingprotection_repealed_after_in_force", {"repealed_on": EARLY}),
    (
        IndustryReportReturn,
        "industryreportreturn_from_abroad_at_most_received",
        {"from_abroad": MORE},
    ),
    (
        IndustryReportReturn,
        "industryreportreturn_actionable_at_most_received",
        {"actionable": MORE},
    ),
    (IndustryReportReturn, "industryreportreturn_providers_at_most_received", {"providers": MORE}),
    (InnovationProject, "innovationproject_started_has_day", {"stage": "pilot", "starts_on": None}),
    (InnovationProject, "innovationproject_ended_has_day", {"stage": "ended", "ends_on": None}),
    (InnovationProject, "innovationproject_ends_after_start", {"ends_on": EARLY}),
    (InnovationProject, "innovationproject_money_not_negative", {"public_funding": -1}),
    (InnovationProject, "innovationproject_money_has_currency", {"currency": ""}),
    (
        ResponsibilityProgramme,
        "responsibilityprogramme_in_force_has_day",
        {"status": "in_force", "in_force_on": None},
    ),
    (
        ResponsibilityProgramme,
        "responsibilityprogramme_ended_has_day",
        {"status": "ended", "ended_on": None},
    ),
    (
        ResponsibilityProgramme,
        "responsibilityprogramme_ended_after_in_force",
        {"ended_on": EARLY},
    ),
    (
        ResponsibilityProgramme,
        "responsibilityprogramme_with_policy_at_most_licensees",
        {"with_policy": MORE},
    ),
    (
        ResponsibilityProgramme,
        "responsibilityprogramme_reports_at_most_licensees",
        {"reports_filed": MORE},
    ),
    (
        ResponsibilityProgramme,
        "responsibilityprogramme_self_assessed_at_most_licensees",
        {"self_assessed": MORE},
    ),
    (ResponsibilityProgramme, "responsibilityprogramme_counts_have_day", {"counted_on": None}),
]


@pytest.mark.parametrize(("model", "name", "fields"), RULES, ids=[row[1] for row in RULES])
def test_what_breaks_a_rule_is_refused(model, name, fields):
    broken(model, name, **fields)


def test_every_rule_is_broken_once():
    assert {name for _model, name, _fields in RULES} == own_rules(*{row[0] for row in RULES})


def test_each_class_of_provider_has_a_takedown_return_of_its_own():
    register, body = registry.of(TakedownReturn), factories.organisation()
    for one in ProviderClass:
        entries.entry(register, body, provider_class=one)
    assert TakedownReturn.objects.filter(organisation=body).count() == len(ProviderClass)


def test_what_is_not_known_breaks_no_rule():
    unknown = dict.fromkeys(["removed", "removed_in_time", "median_hours"])
    assert entries.entry(registry.of(TakedownReturn), **unknown).removed is None
