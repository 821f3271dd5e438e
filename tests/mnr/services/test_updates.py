"""The life of an update: each step, and who may not take it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from mnr.models import AuditEvent, Capability, Enabler, Evidence, ProgressUpdate, Submission
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import people, updates
from mnr.services.errors import EditConflict, Incomplete, Refused
from tests import factories

pytestmark = pytest.mark.django_db

REFUSED = (IntegrityError, InternalError)


@pytest.fixture
def cast():
    """An organisation, its writer, and those who review what it sends."""
    own, other = factories.organisation(), factories.organisation()
    return {
        "own": own,
        "writer": factories.person(Role.AGY, organisation=own),
        "colleague": factories.person(Role.AGY, organisation=own),
        "stranger": factories.person(Role.AGY, organisation=other),
        "lead": factories.person(Role.DOM, organisation=other, domain="criminal_justice"),
        "far_lead": factories.person(Role.DOM, organisation=other, domain="victim"),
        "own_lead": factories.person(Role.DOM, organisation=own, domain="criminal_justice"),
        "secretariat": factories.person(Role.SEC),
    }


@pytest.fixture
def draft(cast):
    return factories.update(organisation=cast["own"], lead=False)


def save(update, by, version=None, obstacles=None, evidence=None, **values):
    return updates.save_update(
        update=update,
        version=update.version if version is None else version,
        values=values,
        obstacles=obstacles,
        evidence=evidence,
        by=by,
    )


def send(update, by):
    return updates.submit_update(update=update, version=update.version, by=by)


def endorse(update, by):
    return updates.endorse_update(update=update, version=update.version, by=by)


def accept(update, by):
    return updates.accept_update(update=update, version=update.version, by=by)


def give_back(update, by, reason="Say where.", **more):
    return updates.return_update(
        update=update, version=update.version, reason=reason, by=by, **more
    )


def start(period, organisation, by, number=4):
    return updates.start_update(
        period=period,
        capability=Capability.objects.get(number=number),
        organisation=organisation,
        by=by,
    )


def actions(update):
    events = AuditEvent.objects.filter(object_id=str(update.pk)).order_by("number")
    return list(events.values_list("action", flat=True))


# Beginning


def test_started_twice_it_is_the_same_update(cast):
    period = factories.period()
    factories.assignment(cast["own"], 4)
    first = start(period, cast["own"], cast["writer"])
    assert start(period, cast["own"], cast["colleague"]) == first
    assert first.started_by == cast["writer"]
    assert actions(first) == ["update.create"]


def test_nobody_starts_what_their_organisation_does_not_report_on(cast):
    period = factories.period()
    factories.assignment(cast["own"], 4)
    with pytest.raises(WrongState):
        start(period, cast["own"], cast["writer"], number=5)
    with pytest.raises(Denied):
        start(period, cast["own"], cast["stranger"])
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize("state", ["planned", "closed", "frozen"])
def test_updates_are_started_in_an_open_period_only(cast, state):
    period = factories.period(state=state)
    factories.assignment(cast["own"], 4)
    with pytest.raises(WrongState):
        start(period, cast["own"], cast["writer"])


# Saving


def test_a_save_counts_a_version_and_says_who_and_what(cast, draft):
    saved = save(draft, cast["writer"], achievements="The unit has staff.")
    assert (saved.version, saved.saved_by) == (draft.version + 1, cast["writer"])
    event = AuditEvent.objects.get(action="update.edit")
    assert event.changes == {
        "achievements": ["The unit received its mandate.", "The unit has staff."]
    }


@pytest.mark.changes_nothing
def test_a_save_that_changes_nothing_leaves_no_event(cast, draft):
    save(draft, cast["writer"], achievements=draft.achievements)
    assert not AuditEvent.objects.filter(action="update.edit").exists()


def test_two_people_the_second_is_told_and_nothing_is_overwritten(cast, draft):
    save(draft, cast["writer"], achievements="First.")
    with pytest.raises(EditConflict) as conflict:
        save(draft, cast["colleague"], version=draft.version, achievements="Second.")
    assert conflict.value.current.achievements == "First."
    draft.refresh_from_db()
    assert draft.achievements == "First."


def test_saving_writes_only_the_fields_of_a_draft(cast, draft):
    with pytest.raises(ValueError, match="state"):
        save(draft, cast["writer"], state="accepted")


@pytest.mark.parametrize("who", ["stranger", "lead", "secretariat"])
def test_others_do_not_write_it(cast, draft, who):
    with pytest.raises(Denied):
        save(draft, cast[who], achievements="Ours now.")


@pytest.mark.parametrize("state", ["submitted", "endorsed", "accepted"])
def test_what_was_sent_is_not_written(cast, draft, state):
    factories.reach(draft, state)
    with pytest.raises(WrongState):
        save(draft, cast["writer"], achievements="Later.")


def test_obstacles_are_kept_in_order_with_their_enablers(cast, draft):
    enabler = Enabler.objects.first()
    saved = save(draft, cast["writer"], obstacles=[("No budget.", enabler), ("No staff.", None)])
    rows = [(row.order, row.text, row.enabler) for row in saved.obstacles.all()]
    assert rows == [(1, "No budget.", enabler), (2, "No staff.", None)]
    saved = save(saved, cast["writer"], achievements="More.")
    assert saved.obstacles.count() == 2, "None leaves them as they are"


def test_evidence_is_the_organisations_own(cast, draft):
    foreign = Evidence.objects.create(
        organisation=factories.organisation(),
        title="Report",
        publisher="Ministry",
        dated_on=factories.ago(10),
        registry_number="1",
    )
    with pytest.raises(Refused):
        save(draft, cast["writer"], evidence=[foreign])
    assert not draft.evidence.exists()


# Nil returns


def test_a_nil_return_empties_the_other_answers_and_is_complete(cast, draft):
    draft = save(draft, cast["writer"], obstacles=[("No staff.", None)])
    nil = save(draft, cast["writer"], is_nil=True, obstacles=[("No staff.", None)])
    assert (nil.confidence, nil.achievements, nil.next_steps) == ("", "", "")
    assert nil.public_summary == "A unit was created."
    assert not nil.obstacles.exists()
    assert updates.missing_from_update(nil) == []
    assert send(nil, cast["writer"]).state == "submitted"


def test_the_database_knows_no_nil_return_with_content(draft):
    with pytest.raises(IntegrityError, match="update_nil_is_empty"), transaction.atomic():
        ProgressUpdate.objects.filter(pk=draft.pk).update(is_nil=True)


# Completeness


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"confidence": ""}, ["confidence"]),
        ({"achievements": ""}, ["achievements"]),
        ({"confidence": "at_risk"}, ["obstacles"]),
        ({"confidence": "off_track", "achievements": ""}, ["achievements", "obstacles"]),
    ],
)
def test_what_is_missing_keeps_it_from_being_sent(cast, draft, values, missing):
    draft = save(draft, cast["writer"], **values)
    with pytest.raises(Incomplete) as incomplete:
        send(draft, cast["writer"])
    assert [field for field, _message in incomplete.value.missing] == missing
    draft.refresh_from_db()
    assert (draft.state, draft.submission_number) == ("draft", 0)
    assert not Submission.objects.exists()


# The steps


def test_sent_endorsed_accepted(cast, draft):
    update = send(draft, cast["writer"])
    assert (update.state, update.submitted_by) == ("submitted", cast["writer"])
    update = endorse(update, cast["lead"])
    assert (update.state, update.endorsed_by) == ("endorsed", cast["lead"])
    update = accept(update, cast["secretariat"])
    assert (update.state, update.endorsed_by, update.accepted_by) == (
        "accepted",
        cast["lead"],
        cast["secretariat"],
    )
    assert actions(update) == ["update.submit", "update.endorse", "update.accept"]


def test_every_step_is_bound_to_the_version_that_was_read(cast, draft):
    old = draft.version
    save(draft, cast["colleague"], achievements="Changed.")
    with pytest.raises(EditConflict):
        updates.submit_update(update=draft, version=old, by=cast["writer"])
    sent = send(ProgressUpdate.objects.get(), cast["writer"])
    for step, who in ((updates.endorse_update, "lead"), (updates.withdraw_update, "writer")):
        with pytest.raises(EditConflict):
            step(update=sent, version=old, by=cast[who])
    with pytest.raises(EditConflict):
        updates.return_update(update=sent, version=old, reason="No.", by=cast["lead"])


@pytest.mark.parametrize("who", ["own_lead", "far_lead", "writer", "secretariat"])
def test_who_does_not_endorse(cast, draft, who):
    sent = send(draft, cast["writer"])
    with pytest.raises(Denied):
        endorse(sent, cast[who])
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_nobody_endorses_and_accepts_the_same_update(cast, draft):
    update = endorse(send(draft, cast["writer"]), cast["lead"])
    people.end_role(membership=cast["lead"].memberships.get(), by=cast["secretariat"])
    factories.role(cast["lead"], Role.SEC)
    with pytest.raises(Denied):
        accept(update, cast["lead"])


def test_nobody_accepts_what_was_not_endorsed(cast, draft):
    with pytest.raises(WrongState):
        accept(send(draft, cast["writer"]), cast["secretariat"])


def test_a_sent_update_can_be_taken_back_until_it_is_endorsed(cast, draft):
    sent = send(draft, cast["writer"])
    back = updates.withdraw_update(update=sent, version=sent.version, by=cast["colleague"])
    assert back.state == "draft"
    endorsed = endorse(send(back, cast["writer"]), cast["lead"])
    with pytest.raises(WrongState):
        updates.withdraw_update(update=endorsed, version=endorsed.version, by=cast["writer"])


def test_a_returned_update_is_corrected_and_sent_again(cast, draft):
    first = send(draft, cast["writer"])
    returned = give_back(first, cast["lead"], reason="  Say where.  ")
    assert (returned.state, returned.return_reason) == ("returned", "Say where.")
    again = send(save(returned, cast["writer"], achievements="In two regions."), cast["writer"])
    assert (again.state, again.submission_number) == ("submitted", 2)
    kept = list(Submission.objects.values_list("number", "content__achievements"))
    assert kept == [(1, "The unit received its mandate."), (2, "In two regions.")]


def test_returning_an_endorsed_update_undoes_the_endorsement(cast, draft):
    update = endorse(send(draft, cast["writer"]), cast["lead"])
    returned = give_back(update, cast["secretariat"])
    assert (returned.endorsed_by, returned.endorsed_at) == (None, None)


def test_a_return_needs_a_reason(cast, draft):
    with pytest.raises(Refused):
        give_back(send(draft, cast["writer"]), cast["lead"], reason="  ")


def test_in_a_closed_period_a_return_says_until_when(cast, draft):
    sent = send(draft, cast["writer"])
    factories.enter(sent.period, "closed")
    for until in (None, factories.ago(1)):
        with pytest.raises(Refused):
            give_back(sent, cast["lead"], editable_until=until)
    returned = give_back(
        sent, cast["lead"], editable_until=timezone.localdate() + timedelta(days=3)
    )
    assert save(returned, cast["writer"], achievements="Corrected.").state == "draft"


def test_after_that_day_it_is_closed_for_its_authors_too(cast, draft):
    factories.reach(draft, "returned")
    factories.enter(draft.period, "closed")
    ProgressUpdate.objects.update(editable_until=factories.ago(1))
    with pytest.raises(WrongState):
        save(draft, cast["writer"], achievements="Too late.")


def test_only_a_draft_that_was_never_sent_is_deleted(cast, draft):
    withdrawn = send(draft, cast["writer"])
    withdrawn = updates.withdraw_update(
        update=withdrawn, version=withdrawn.version, by=cast["writer"]
    )
    with pytest.raises(WrongState):
        updates.delete_draft(update=withdrawn, version=withdrawn.version, by=cast["writer"])
    other = factories.update(organisation=cast["own"], number=5, lead=False)
    updates.delete_draft(update=other, version=other.version, by=cast["writer"])
    assert list(ProgressUpdate.objects.all()) == [withdrawn]
    deleted = AuditEvent.objects.get(action="update.delete")
    assert deleted.changes["content"][0]["achievements"] == "The unit received its mandate."
