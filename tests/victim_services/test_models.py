"""The rules of the registers of the Victim domain: each is broken once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from mnr.registers import registry
from mnr.services.entries import entry_content
from tests import factories
from tests.factories import entries
from tests.factories.rules import broken, own_rules
from victim_services.models import (
    HelplineReturn,
    ReferralPathway,
    RemedyKind,
    RemedyProcedure,
    RemedyReturn,
    SupportService,
    WorkforceReturn,
)

pytestmark = pytest.mark.django_db

EARLY = date(2001, 1, 1)
MORE = entries.COUNT + 1

RULES = [
    (SupportService, "supportservice_closed_after_opened", {"closed_on": EARLY}),
    (ReferralPathway, "referralpathway_adopted_has_day", {"status": "in_use", "adopted_on": None}),
    (ReferralPathway, "referralpathway_reviewed_after_adopted", {"reviewed_on": EARLY}),
    (WorkforceReturn, "workforcereturn_vacant_at_most_posts", {"vacant": MORE}),
    (WorkforceReturn, "workforcereturn_government_at_most_workers", {"government": MORE}),
    (
        WorkforceReturn,
        "workforcereturn_qualified_at_most_workers",
        {"qualified": MORE, "para": None},
    ),
    (WorkforceReturn, "workforcereturn_para_at_most_workers", {"qualified": None, "para": MORE}),
    (WorkforceReturn, "workforcereturn_kinds_at_most_workers", {"para": 4}),
    (WorkforceReturn, "workforcereturn_trained_at_most_workers", {"trained": MORE}),
    (RemedyProcedure, "remedyprocedure_open_has_day", {"status": "open", "opened_on": None}),
    (RemedyProcedure, "remedyprocedure_closed_has_day", {"status": "closed", "closed_on": None}),
    (RemedyProcedure, "remedyprocedure_closed_after_opened", {"closed_on": EARLY}),
    (RemedyProcedure, "remedyprocedure_no_limit_no_years", {"limitation": "removed"}),
    (RemedyReturn, "remedyreturn_in_favour_at_most_decided", {"in_favour": MORE}),
    (RemedyReturn, "remedyreturn_money_not_negative", {"awarded": -1}),
    (RemedyReturn, "remedyreturn_money_has_currency", {"currency": ""}),
    (HelplineReturn, "helplinereturn_answered_at_most_attempted", {"answered": MORE}),
    (HelplineReturn, "helplinereturn_counselling_at_most_answered", {"counselling": MORE}),
    (HelplineReturn, "helplinereturn_csea_at_most_counselling", {"csea": MORE}),
    (HelplineReturn, "helplinereturn_referred_at_most_csea", {"referred": MORE}),
]


@pytest.mark.parametrize(("model", "name", "fields"), RULES, ids=[row[1] for row in RULES])
def test_what_breaks_a_rule_is_refused(model, name, fields):
    broken(model, name, **fields)


def test_every_rule_is_broken_once():
    assert {name for _model, name, _fields in RULES} == own_rules(*{row[0] for row in RULES})


def test_each_kind_of_remedy_has_a_return_of_its_own():
    register, body = registry.of(RemedyReturn), factories.organisation()
    for one in RemedyKind:
        entries.entry(register, body, kind=one)
    assert RemedyReturn.objects.filter(organisation=body).count() == len(RemedyKind)


@pytest.mark.parametrize("written", ["eur", "€", "EU", "E1R"])
def test_a_currency_has_three_capital_letters(written):
    with pytest.raises(ValidationError, match="Three capital letters"):
        entries.entry(registry.of(RemedyReturn), currency=written)


def test_an_amount_reads_the_same_however_it_was_typed():
    row = entries.entry(registry.of(RemedyReturn), awarded=7)
    typed = entry_content(row)["awarded"]
    row.refresh_from_db()
    assert typed == entry_content(row)["awarded"] == "7.00"
