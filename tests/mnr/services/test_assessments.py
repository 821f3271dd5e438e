"""Assessments: the proposal, departing from it, lowering, confirming; what the database holds."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from mnr.models import Assessment, CheckAnswer, EvidenceCheck
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import updates
from mnr.services.assessments import (
    Answered,
    confirm_assessment,
    earlier_assessment,
    missing_from_assessment,
    proposal_for,
    remove_assessment,
    save_assessment,
)
from mnr.services.errors import EditConflict, Incomplete, Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def writer(body):
    return factories.person(Role.AGY, organisation=body)


@pytest.fixture
def earlier(body):
    """An accepted assessment of the quarter before: 3 in place, 2 in use."""
    period = factories.period("2026-Q2", "open")
    update = factories.update("accepted", period=period, organisation=body, assessed=(3, 2))
    factories.enter(period, "closed")
    return update.assessment


@pytest.fixture
def draft(body):
    return factories.update(period=factories.period("2026-Q3"), organisation=body)


def all_answers(update, answer="yes"):
    checks = EvidenceCheck.objects.filter(capability=update.capability)
    return {check.pk: Answered(answer) for check in checks}


def assess(update, by, answers=None, **values):
    values = {"in_place": 4, "in_use": 4} | values
    answers = all_answers(update) if answers is None else answers
    return save_assessment(
        update=update, version=update.version, values=values, answers=answers, by=by
    )


def missing(update):
    return [field for field, _message in missing_from_assessment(update)]


def test_saved_with_answers_and_what_they_support(draft, writer):
    saved = assess(draft, writer)
    assessment = Assessment.objects.get()
    assert (assessment.level, assessment.assessed_in) == (4, draft.period)
    assert (assessment.proposed_in_place, assessment.proposed_in_use) == (4, 4)
    assert assessment.answers.count() == 6
    assert saved.version == draft.version + 1
    assert missing(saved) == []


def test_the_proposal_follows_the_answers_not_the_ratings(draft, writer):
    assess(draft, writer, answers=all_answers(draft, "no"))
    assessment = Assessment.objects.get()
    expected = proposal_for(draft.capability, all_answers(draft, "no"))
    assert (assessment.proposed_in_place, assessment.proposed_in_use) == (
        expected.in_place,
        expected.in_use,
    )
    assert assessment.proposed_in_use == 0


def test_departing_from_the_answers_needs_a_reason(draft, writer):
    saved = assess(draft, writer, in_use=2)
    assert missing(saved) == ["departure_reason"]
    with pytest.raises(Incomplete):
        updates.submit_update(update=saved, version=saved.version, by=writer)
    saved = assess(saved, writer, in_use=2, departure_reason="One region only.")
    assert missing(saved) == []


def test_a_lower_level_needs_a_reason_and_is_not_blocked(earlier, draft, writer):
    lower = {"in_place": 1, "in_use": 1, "departure_reason": "The unit was closed."}
    saved = assess(draft, writer, **lower)
    assert missing(saved) == ["lowering_reason"]
    saved = assess(saved, writer, **lower, lowering_reason="The unit was closed in May.")
    assert (
        updates.submit_update(update=saved, version=saved.version, by=writer).state == "submitted"
    )


def test_a_higher_level_needs_none(earlier, draft, writer):
    assert missing(assess(draft, writer)) == []


def test_both_ratings_or_none(draft, writer):
    saved = assess(draft, writer, in_place=None, in_use=None)
    assert missing(saved) == ["in_use"]
    for one in ("in_place", "in_use"):
        with pytest.raises(Refused):
            assess(saved, writer, **{one: None})


@pytest.mark.parametrize(
    "values",
    [
        {"target_level": 3},
        {"target_on": factories.ago(1)},
        {"in_use": 5},
        {"in_use": None},
        {"in_place": None},
    ],
)
def test_the_database_holds_levels_and_targets(draft, writer, values):
    assess(draft, writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.update(**values)


def test_only_the_lead_organisation_assesses(writer, body):
    contribution = factories.update(organisation=body, lead=False)
    with pytest.raises(Refused):
        assess(contribution, writer)
    with pytest.raises(Refused):
        confirm_assessment(update=contribution, version=contribution.version, by=writer)
    assert not Assessment.objects.exists()


def test_others_do_not_assess_and_nothing_is_assessed_once_sent(draft, writer):
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    with pytest.raises(Denied):
        assess(draft, stranger)
    factories.reach(draft, "submitted")
    for step in (confirm_assessment, remove_assessment):
        with pytest.raises(WrongState):
            step(update=draft, version=draft.version, by=writer)


def test_answers_belong_to_the_capability(draft, writer):
    foreign = EvidenceCheck.objects.exclude(capability=draft.capability).first()
    with pytest.raises(Refused):
        assess(draft, writer, answers={foreign.pk: Answered("yes")})
    assert not CheckAnswer.objects.exists()


def test_the_earlier_one_stands_until_it_is_changed(earlier, draft):
    assert earlier_assessment(draft) == earlier
    assert not Assessment.objects.filter(update=draft).exists()


@pytest.mark.parametrize("state", ["draft", "submitted", "endorsed", "returned"])
def test_what_was_not_accepted_does_not_stand(body, state):
    period = factories.period("2026-Q1", "open")
    factories.update(state, period=period, organisation=body, assessed=(3, 2))
    factories.enter(period, "closed")
    later = factories.update(period=factories.period("2026-Q3"), organisation=body)
    assert earlier_assessment(later) is None


def test_confirming_takes_over_answers_ratings_and_age(earlier, draft, writer):
    confirm_assessment(update=draft, version=draft.version, by=writer)
    row = Assessment.objects.get(update=draft)
    assert (row.in_place, row.in_use, row.is_confirmation) == (3, 2, True)
    assert row.assessed_in == earlier.update.period, "its age stays what it was"
    assert [answer.answer for answer in row.answers.all()] == ["yes"]
    draft.refresh_from_db()
    assert missing(draft) == []


def test_there_must_be_something_to_confirm(draft, writer):
    with pytest.raises(Refused):
        confirm_assessment(update=draft, version=draft.version, by=writer)


def test_answering_anew_ends_the_confirmation(earlier, draft, writer):
    saved = confirm_assessment(update=draft, version=draft.version, by=writer)
    assess(saved, writer)
    row = Assessment.objects.get(update=draft)
    assert (row.is_confirmation, row.assessed_in) == (False, draft.period)


def test_removed_the_earlier_one_goes_on_standing(earlier, draft, writer):
    saved = assess(draft, writer)
    remove_assessment(update=saved, version=saved.version, by=writer)
    assert list(Assessment.objects.all()) == [earlier]


def test_the_second_of_two_is_told(draft, writer):
    assess(draft, writer)
    with pytest.raises(EditConflict):
        assess(draft, writer, in_use=1)
    assert Assessment.objects.get().in_use == 4


def test_the_database_fixes_ratings_and_answers_once_sent(draft, writer):
    updates.submit_update(update=(saved := assess(draft, writer)), version=saved.version, by=writer)
    for rows, change in (
        (Assessment.objects, {"in_use": 1}),
        (CheckAnswer.objects, {"answer": "no"}),
    ):
        with pytest.raises((InternalError, IntegrityError), match="parts"), transaction.atomic():
            rows.update(**change)
