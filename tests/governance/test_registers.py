"""The figures of Policy and Governance count what they say."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from governance.models import CommitteeDecision, LegalInstrument, OffenceCoverage, TreatyStatus
from mnr.registers import registry
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db


def figures(model):
    register = registry.of(model)
    summed = register.summed(register.rows().standing())
    return dict(zip(register.figures, (value for _figure, value in summed), strict=True))


def test_a_decision_is_overdue_the_day_after_it_was_due():
    today = timezone.localdate()
    for due_on in (today, today - timedelta(days=1), None):
        entries.entry(registry.of(CommitteeDecision), status="open", closed_on=None, due_on=due_on)
    entries.entry(registry.of(CommitteeDecision))
    assert figures(CommitteeDecision) == {"all": 4, "open": 3, "overdue": 1, "done": 1}


def test_an_offence_counts_once_and_only_by_a_law_in_force():
    body = factories.organisation()
    kind = registry.of(LegalInstrument)
    plain = {"status": "in_force", "repealed_on": None}
    drafts = [
        entries.entry(kind, body, **plain | {"status": "draft", "in_force_on": None}) for _ in "ab"
    ]
    laws = {"draft": drafts, "in_force": [entries.entry(kind, body, **plain) for _ in "ab"]}
    for law in (*laws["in_force"], laws["draft"][0]):
        for subject in ("grooming", "possession"):
            entries.entry(registry.of(OffenceCoverage), body, instrument=law, subject=subject)
    later = timezone.localdate() + timedelta(days=1)
    to_bind = entries.entry(kind, body, **plain | {"in_force_on": later})
    for law in (laws["draft"][1], to_bind):
        entries.entry(registry.of(OffenceCoverage), body, instrument=law, subject="travel")
    assert figures(LegalInstrument)["in_force"] == 2
    assert figures(OffenceCoverage) == {"all": 2, "newer": 1, "model_law": 1}


def test_a_law_binds_until_the_day_of_its_repeal():
    begun, over = date(2001, 3, 1), date(2027, 6, 1)
    kind, days = registry.of(LegalInstrument), {"adopted_on": begun, "in_force_on": begun}
    law = entries.entry(kind, status="repealed", repealed_on=over, **days)
    for day, does in ((date(2001, 2, 28), False), (begun, True), (date(2027, 5, 31), True)):
        assert law.binds(day) == does
        assert LegalInstrument.objects.filter(LegalInstrument.binding(day)).exists() == does
    assert not law.binds(over)
    assert not LegalInstrument.objects.filter(LegalInstrument.binding(over)).exists()


def test_a_law_that_is_repealed_says_since_when():
    kind = registry.of(LegalInstrument)
    law = kind.model(**entries.values(kind, repealed_on=None))
    with pytest.raises(ValidationError) as refusal:
        law.full_clean()
    assert refusal.value.message_dict == {"repealed_on": ["Say when it was repealed."]}
    law.repealed_on = law.in_force_on
    law.full_clean()


def test_a_treaty_that_two_organisations_record_counts_once():
    for _each in range(2):
        entries.entry(registry.of(TreatyStatus), treaty="opsc", reservations="")
    assert figures(TreatyStatus) == {"party": 1, "reserved": 0}
