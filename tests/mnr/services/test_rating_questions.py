"""Questions about ratings: when they open, how they are answered, and what is sent and frozen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from mnr.models import AuditEvent, CheckAnswer, Evidence, EvidenceCheck, RatingQuestion
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import rating_questions, snapshots, updates
from mnr.services.content import update_content
from mnr.services.errors import EditConflict, Refused
from mnr.services.strengths import strengths
from tests import factories
from tests.factories import values

pytestmark = pytest.mark.django_db

NO_EVIDENCE = ["no_evidence_in_place", "no_evidence_in_use"]


@pytest.fixture
def earlier():
    """2 in place and 1 in use, accepted in the quarter before."""
    period = factories.period("2026-Q2", "open")
    update = factories.update("accepted", period=period, number=5, assessed=(2, 1))
    factories.enter(period, "closed")
    return update


@pytest.fixture
def body(earlier):
    return earlier.organisation


@pytest.fixture
def writer(body):
    return factories.person(Role.AGY, organisation=body)


def draft(body, *assessed):
    return factories.update(
        period=factories.period("2026-Q3"), number=5, organisation=body, assessed=assessed or None
    )


def show(update, rating, kind="statistics", publisher="Audit Office", **fields):
    """A document named with a check of the rating."""
    check = EvidenceCheck.objects.filter(capability=update.capability, rating=rating).first()
    answer, _new = CheckAnswer.objects.get_or_create(
        assessment=update.assessment, check_item=check, defaults={"answer": "yes"}
    )
    row = Evidence.objects.create(
        organisation=update.organisation,
        title="A document",
        kind=kind,
        publisher=publisher,
        registry_number="7",
        **{"dated_on": factories.ago(30)} | fields,
    )
    answer.evidence.add(row)
    return row


def keys(update, by):
    return [row.key for row in rating_questions.asked(update, by)]


def answer(update, by, **answers):
    return updates.save_update(
        update=update, version=update.version, values={}, questions=answers, by=by
    )


def send(update, by):
    return updates.submit_update(update=update, version=update.version, by=by)


class TestWhatIsAsked:
    def test_a_level_of_three_without_evidence_in_force(self, body, writer):
        update = draft(body, 3, 2)
        assert keys(update, writer) == ["no_evidence_in_place"]
        row = show(update, "in_place", valid_until=timezone.localdate())
        assert keys(fresh(update), writer) == []
        Evidence.objects.filter(pk=row.pk).update(valid_until=factories.ago(1))
        assert keys(fresh(update), writer) == ["no_evidence_in_place"]

    def test_a_jump_of_two_levels(self, body, writer):
        update = draft(body, 4, 2)
        show(update, "in_place")
        assert keys(update, writer) == ["jump_in_place"]

    def test_the_level_that_stands_if_the_update_brings_none(self, body, writer):
        update = draft(body)
        assert keys(update, writer) == []
        factories.enter(update.period, "closed")
        period = factories.period("2026-Q4")
        factories.update("accepted", period=period, number=5, organisation=body, assessed=(3, 3))
        factories.enter(period, "closed")
        bare = factories.update(period=factories.period("2027-Q1"), number=5, organisation=body)
        assert keys(bare, writer) == NO_EVIDENCE

    def test_a_document_behind_a_no_shows_nothing(self, body, writer):
        update = draft(body, 3, 2)
        show(update, "in_place")
        CheckAnswer.objects.filter(assessment=update.assessment).update(answer="no")
        assert keys(fresh(update), writer) == ["no_evidence_in_place"]

    def test_only_the_lead_is_asked(self):
        period = factories.period("2026-Q1")
        factories.update("accepted", period=period, number=6, assessed=(3, 3))
        factories.enter(period, "closed")
        other = factories.organisation()
        update = factories.update(
            period=factories.period("2026-Q3"), number=6, organisation=other, lead=False
        )
        assert keys(update, factories.person(Role.AGY, organisation=other)) == []


class TestIndicators:
    @pytest.fixture
    def indicator(self, body):
        row = values.adopted("C05-02", body)
        values.target(row, 80, on=date(2026, 12, 31))
        values.target(row, 40, on=date(2025, 1, 1), is_baseline=True)
        return row

    def test_a_rise_while_they_are_behind(self, body, writer, indicator):
        update = draft(body, 2, 2)
        values.value(indicator, "41", "2026-Q2", period=update.period)
        assert keys(update, writer) == ["rise_and_indicators"]

    def test_a_rise_while_they_are_on_their_path(self, body, writer, indicator):
        update = draft(body, 2, 2)
        values.value(indicator, "79", "2026-Q2", period=update.period)
        assert keys(update, writer) == []

    def test_a_value_that_got_worse_speaks_against_it_too(self, body, writer, indicator):
        update = draft(body, 2, 2)
        values.value(indicator, "95", "2026-Q1", period=update.period)
        values.value(indicator, "90", "2026-Q2", period=update.period)
        assert keys(update, writer) == ["rise_and_indicators"]

    def test_who_may_not_read_figures_is_told_nothing_by_them(self, body, writer, indicator):
        foreign = factories.organisation()
        indicator.adoption.organisation = foreign
        indicator.adoption.save()
        update = draft(body, 2, 2)
        values.value(indicator, "41", "2026-Q2", period=update.period, organisation=foreign)
        assert keys(update, writer) == []


class TestAnswers:
    def test_an_answer_is_kept_with_its_history(self, body, writer):
        update = answer(draft(body, 3, 3), writer, no_evidence_in_place="The act is in print.")
        row = RatingQuestion.objects.get(update=update)
        assert (row.key, row.answer) == ("no_evidence_in_place", "The act is in print.")
        event = AuditEvent.objects.filter(action="update.edit").order_by("-number").first()
        kept = {"question": row.key, "text": row.answer}
        assert event.changes["questions"] == [[], [kept]]

    def test_an_empty_answer_takes_the_earlier_one_away(self, body, writer):
        update = answer(draft(body, 3, 3), writer, no_evidence_in_place="In print.")
        answer(update, writer, no_evidence_in_place=" ")
        assert not RatingQuestion.objects.exists()

    def test_who_may_not_edit_the_update_answers_nothing(self, body, writer):
        update = draft(body, 3, 3)
        with pytest.raises(Denied):
            answer(update, factories.person(Role.SEC), jump_in_use="No.")
        sent = send(update, writer)
        with pytest.raises(WrongState):
            answer(sent, writer, jump_in_use="No.")

    def test_the_second_of_two_is_told(self, body, writer):
        update = draft(body, 3, 3)
        stale = fresh(update)
        answer(update, writer, no_evidence_in_use="First.")
        with pytest.raises(EditConflict):
            answer(stale, writer, no_evidence_in_use="Second.")
        assert RatingQuestion.objects.get().answer == "First."

    def test_a_question_that_there_is_not(self, body, writer):
        with pytest.raises(Refused):
            answer(draft(body, 3, 3), writer, why="So.")

    def test_a_text_that_the_guard_asks_about_keeps_it_from_being_sent(self, body, writer):
        update = answer(draft(body, 3, 3), writer, no_evidence_in_use="The girl aged 9 went home.")
        assert [name for name, _words in updates.missing_from_update(update)] == ["questions"]


class TestSending:
    def test_what_is_open_stands_in_the_submission_answered_or_not(self, body, writer):
        update = answer(draft(body, 3, 3), writer, no_evidence_in_use="Counted by hand.")
        sent = send(update, writer)
        assert sent.state == "submitted"
        told = {row["question"]: row["text"] for row in sent.submissions.get().content["questions"]}
        assert told == {
            "jump_in_use": "",
            "no_evidence_in_place": "",
            "no_evidence_in_use": "Counted by hand.",
        }

    def test_what_is_not_asked_any_more_goes(self, body, writer):
        update = answer(draft(body, 3, 2), writer, no_evidence_in_place="In print.")
        show(update, "in_place")
        sent = send(fresh(update), writer)
        assert update_content(sent)["questions"] == []

    def test_a_nil_return_about_a_level_without_evidence_is_asked_too(self, body, writer):
        period = factories.period("2026-Q3")
        factories.update("accepted", period=period, number=5, organisation=body, assessed=(3, 3))
        factories.enter(period, "closed")
        later = factories.update(
            period=factories.period("2026-Q4"),
            number=5,
            organisation=body,
            is_nil=True,
            confidence="",
            achievements="",
            next_steps="",
        )
        send(later, writer)
        assert list(later.questions.values_list("key", flat=True)) == NO_EVIDENCE


class TestStrength:
    def test_of_each_rating_from_the_documents_of_its_checks(self, body):
        update = draft(body, 3, 3)
        show(update, "in_use")
        show(update, "in_place", kind="law", publisher=body.name)
        found = strengths(update.assessment, timezone.localdate())
        assert {rating: row.letter for rating, row in found.items()} == {
            "in_place": "B",
            "in_use": "A",
        }

    def test_a_publisher_under_review_is_no_other_body(self, body):
        update = draft(body, 3, 3)
        show(update, "in_use", publisher="Withheld: under review")
        assert strengths(update.assessment, timezone.localdate())["in_use"].letter == "B"

    def test_it_is_frozen_as_of_the_day_of_the_freeze(self, body):
        update = draft(body, 3, 3)
        ends = timezone.localdate() + timedelta(days=10)
        show(update, "in_use", valid_until=ends)
        RatingQuestion.objects.create(update=update, key="jump_in_use", answer="A new law.")
        period = factories.reach(update, "accepted").period
        now = frozen(snapshots.snapshot_content(period))
        later = frozen(snapshots.snapshot_content(period, ends + timedelta(days=1)))
        assert now["assessment"]["strength"]["in_use"]["letter"] == "A"
        assert later["assessment"]["strength"]["in_use"]["letter"] == "D"
        asked = [{"question": "jump_in_use", "text": "A new law."}]
        assert now["updates"][0]["questions"] == asked


def fresh(update):
    """The update as it is stored."""
    return type(update).objects.select_related("capability", "organisation").get(pk=update.pk)


def frozen(content):
    """What a snapshot holds of capability 5."""
    return next(row for row in content["capabilities"] if row["number"] == 5)


def test_the_database_takes_no_answer_to_what_was_sent(body, writer):
    sent = send(draft(body, 3, 3), writer)
    for change in (
        lambda: sent.questions.update(answer="Written later."),
        lambda: sent.questions.all().delete(),
        lambda: RatingQuestion.objects.create(update=sent, key="rise_and_indicators"),
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()
