"""Two people at the same moment: one step is taken, none is lost, and nobody gets an error page.

Each pair runs several rounds on real connections that start together at a barrier. What may come
of it is said by the invariants after each round, not by who wins.
"""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from mnr.models import AuditEvent, Membership, ProgressUpdate, ReportingPeriod, Snapshot, User
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import audit, people, periods, snapshots, updates
from mnr.services.errors import EditConflict, Incomplete, Refused
from tests import factories
from tests.mnr.services.threads import together

ROUNDS = 4
GONE = ProgressUpdate.DoesNotExist  # deleted meanwhile: the page answers 404
REFUSALS = (GONE, Denied, WrongState, Refused, EditConflict, Incomplete)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[ROUNDS, pytest.param(50, marks=pytest.mark.full)])
def rounds(request):
    """How often a race is run: a few times with every run, fifty times in the full one."""
    return range(request.param)


def race(*tasks):
    """What came of it; whatever is no success is a refusal in words, never an error."""
    outcomes = together(*tasks)
    for outcome in outcomes:
        assert not isinstance(outcome, Exception) or isinstance(outcome, REFUSALS), repr(outcome)
    assert not audit.verify().problem
    return [not isinstance(outcome, Exception) for outcome in outcomes]


def anew(user):
    """The person as another request reads them."""
    return User.objects.get(pk=user.pk)


class Office:
    """An organisation with two writers, a lead, and two of the secretariat."""

    def __init__(self):
        self.body = factories.organisation()
        self.writers = [factories.person(Role.AGY, organisation=self.body) for _ in range(2)]
        self.lead = factories.person(
            Role.DOM, organisation=factories.organisation(), domain="criminal_justice"
        )
        self.secretaries = [factories.person(Role.SEC) for _ in range(2)]
        self.period = factories.period("2026-Q3", "open")


def step(service, update, by, **more):
    return lambda: service(update=update, version=update.version, by=anew(by), **more)


def steps_of(update):
    """The actions in the trail of an update, in order."""
    return list(
        AuditEvent.objects.filter(object_id=str(update.pk))
        .order_by("number")
        .values_list("action", flat=True)
    )


PAIRS = {
    "endorse and withdraw": (
        "submitted",
        lambda o, u: step(updates.endorse_update, u, o.lead),
        lambda o, u: step(updates.withdraw_update, u, o.writers[0]),
    ),
    "endorse and return": (
        "submitted",
        lambda o, u: step(updates.endorse_update, u, o.lead),
        lambda o, u: step(updates.return_update, u, o.secretaries[0], reason="Say where."),
    ),
    "accept and return": (
        "endorsed",
        lambda o, u: step(updates.accept_update, u, o.secretaries[0]),
        lambda o, u: step(updates.return_update, u, o.secretaries[1], reason="Say where."),
    ),
    "accept twice": (
        "endorsed",
        lambda o, u: step(updates.accept_update, u, o.secretaries[0]),
        lambda o, u: step(updates.accept_update, u, o.secretaries[1]),
    ),
    "submit and edit": (
        "draft",
        lambda o, u: step(updates.submit_update, u, o.writers[0]),
        lambda o, u: step(updates.save_update, u, o.writers[1], values={"next_steps": "Go on."}),
    ),
    "edit twice": (
        "draft",
        lambda o, u: step(updates.save_update, u, o.writers[0], values={"next_steps": "Go on."}),
        lambda o, u: step(updates.save_update, u, o.writers[1], values={"next_steps": "Stop."}),
    ),
    "submit and delete": (
        "draft",
        lambda o, u: step(updates.submit_update, u, o.writers[0]),
        lambda o, u: step(updates.delete_draft, u, o.writers[1]),
    ),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_steps_with_the_same_version_one_is_taken(pair, rounds):
    state, one, other = PAIRS[pair]
    office = Office()
    for number in rounds:
        body = factories.organisation()
        for writer in office.writers:
            factories.role(writer, Role.AGY, organisation=body)
        office.body = body
        update = factories.update(state, office.period, 4, body, lead=not number)
        update = ProgressUpdate.objects.get(pk=update.pk)
        outcomes = race(one(office, update), other(office, update))
        assert sum(outcomes) == 1, pair
        events = [each for each in steps_of(update) if each != "update.create"]
        assert len(events) == 1, events
        if stored := ProgressUpdate.objects.filter(pk=update.pk).first():
            assert stored.version == update.version + 1


def period_with(state, code_number):
    """A period of its own for a round: years far enough apart not to touch."""
    return factories.period(f"{2000 + code_number}-Q1", state)


def test_nothing_is_written_into_a_period_that_just_closed(rounds):
    office = Office()
    factories.enter(office.period, "closed")
    for number in rounds:
        period = period_with("open", number)
        draft = factories.update("draft", period, 4, office.body, lead=not number)
        draft = ProgressUpdate.objects.get(pk=draft.pk)
        race(
            lambda period=period: periods.close_period(
                period=period, by=anew(office.secretaries[0])
            ),
            step(updates.submit_update, draft, office.writers[0]),
        )
        draft.refresh_from_db()
        period.refresh_from_db()
        assert period.state == "closed"
        assert draft.state == "draft" or draft.submitted_at <= period.closed_at


def test_no_update_is_begun_in_a_period_that_just_closed(rounds):
    office = Office()
    factories.enter(office.period, "closed")
    assigned = factories.assignment(office.body, 4)
    for number in rounds:
        period = period_with("open", number)
        seen = ReportingPeriod.objects.get(pk=period.pk)  # as the page read it
        closed, _begun = race(
            lambda period=period: periods.close_period(
                period=period, by=anew(office.secretaries[0])
            ),
            lambda seen=seen: updates.start_update(
                period=seen,
                capability=assigned.capability,
                organisation=office.body,
                by=anew(office.writers[0]),
            ),
        )
        assert closed
        _nothing_after_the_close(period)


def _nothing_after_the_close(period):
    events = AuditEvent.objects.order_by("number").values_list("number", "action", "object_id")
    closing = max(
        number
        for number, action, about in events
        if action == "period.close_entry" and about == str(period.pk)
    )
    late = [action for number, action, _about in events if number > closing]
    assert "update.create" not in late


def test_what_is_returned_as_a_period_closes_can_be_corrected(rounds):
    office = Office()
    factories.enter(office.period, "closed")
    for number in rounds:
        period = period_with("open", number)
        sent = factories.update("submitted", period, 4, office.body, lead=not number)
        sent = ProgressUpdate.objects.get(pk=sent.pk)
        race(
            lambda period=period: periods.close_period(
                period=period, by=anew(office.secretaries[0])
            ),
            step(updates.return_update, sent, office.secretaries[1], reason="Say where."),
        )
        sent.refresh_from_db()
        assert sent.state == "submitted" or sent.editable_until is not None


@pytest.mark.parametrize("service", ["accept", "return"])
def test_a_snapshot_holds_what_the_frozen_tables_hold(service, rounds):
    office = Office()
    factories.enter(office.period, "closed")
    for number in rounds:
        period = period_with("open", number)
        body = factories.organisation()
        factories.role(office.writers[0], Role.AGY, organisation=body)
        update = factories.update("endorsed", period, 5, body, lead=False)
        update = ProgressUpdate.objects.get(pk=update.pk)
        _waive_everything(period, office)
        factories.enter(period, "closed")
        tomorrow = timezone.localdate() + timedelta(days=1)
        task = (
            step(updates.accept_update, update, office.secretaries[1])
            if service == "accept"
            else step(
                updates.return_update,
                update,
                office.secretaries[1],
                reason="Say where.",
                editable_until=tomorrow,
            )
        )
        frozen, _other = race(
            lambda period=period: periods.freeze_period(
                period=period, by=anew(office.secretaries[0])
            ),
            task,
        )
        assert frozen
        _snapshot_is_true(period)


def _waive_everything(period, office):
    for owed in periods.outstanding(period):
        period.waivers.create(
            organisation=owed.organisation,
            capability=owed.capability,
            reason="Late.",
            by=office.secretaries[0],
        )


def _snapshot_is_true(period):
    period.refresh_from_db()
    kept = snapshots.read(period.snapshots.get())
    live = json.loads(audit.canonical(snapshots.snapshot_content(period)))
    assert live == {name: kept[name] for name in live}


def test_a_write_that_comes_through_no_service_does_not_slip_into_a_frozen_period():
    office = Office()
    update = factories.update("endorsed", office.period, 4, office.body)
    _waive_everything(office.period, office)
    factories.enter(office.period, "closed")
    is_written = threading.Event()

    def write():
        with transaction.atomic():
            ProgressUpdate.objects.filter(pk=update.pk).update(
                state="accepted",
                accepted_by=office.secretaries[1],
                accepted_at=timezone.now(),
                endorsed_by=office.lead,
            )
            is_written.set()
            time.sleep(0.4)  # the freeze begins meanwhile

    def freeze():
        is_written.wait(timeout=10)
        return periods.freeze_period(period=office.period, by=anew(office.secretaries[0]))

    outcomes = together(write, freeze)
    assert not [each for each in outcomes if isinstance(each, Exception)]
    _snapshot_is_true(office.period)


def test_two_periods_that_freeze_at_once_stand_in_one_chain(rounds):
    secretaries = [factories.person(Role.SEC) for _ in range(2)]
    for number in rounds:
        pair = [period_with("closed", 2 * number + place) for place in range(2)]
        outcomes = race(
            *(
                lambda by=by, period=period: periods.freeze_period(period=period, by=anew(by))
                for by, period in zip(secretaries, pair, strict=True)
            )
        )
        assert all(outcomes)
    chain = list(Snapshot.objects.order_by("pk").values_list("previous_digest", "digest"))
    assert [before for before, _own in chain[1:]] == [own for _before, own in chain[:-1]]


def test_publication_is_confirmed_once(rounds):
    chairs = [factories.person(Role.CHR) for _ in range(2)]
    secretary = factories.person(Role.SEC)
    for number in rounds:
        period = period_with("frozen", number)
        digest = snapshots.latest(period).digest
        periods.approve_period(period=period, digest=digest, by=factories.person(Role.CHR))
        periods.request_publication(period=period, by=secretary)
        outcomes = race(
            *(
                lambda by=by, period=period, digest=digest: periods.confirm_publication(
                    period=period, digest=digest, by=anew(by)
                )
                for by in chairs
            )
        )
        assert sum(outcomes) == 1
        assert steps_of(period).count("period.publish_confirm") == 1


def test_a_privileged_role_is_confirmed_once(rounds):
    chairs = [factories.person(Role.CHR) for _ in range(2)]
    for _number in rounds:
        membership = factories.role(factories.person(), Role.AUD, confirmed=False)
        outcomes = race(
            *(
                lambda by=by, row=membership: people.confirm_role(membership=row, by=anew(by))
                for by in chairs
            )
        )
        assert sum(outcomes) == 1
        assert steps_of(membership).count("role.grant_privileged_confirm") == 1


def test_who_lost_the_role_sends_nothing_afterwards(rounds):
    office = Office()
    for number in rounds:
        body = factories.organisation()
        writer = factories.person(Role.AGY, organisation=body)
        membership = Membership.objects.get(user=writer)
        draft = factories.update("draft", office.period, 4, body, lead=not number)
        draft = ProgressUpdate.objects.get(pk=draft.pk)
        revoked, sent = race(
            lambda row=membership: people.end_role(membership=row, by=anew(office.secretaries[0])),
            step(updates.submit_update, draft, writer),
        )
        assert revoked
        draft.refresh_from_db()
        assert draft.state == ("submitted" if sent else "draft")
        with pytest.raises(Denied):
            updates.save_update(update=draft, version=draft.version, values={}, by=anew(writer))


def test_an_organisation_takes_no_step_twice_when_a_page_is_sent_twice(rounds):
    office = Office()
    for number in rounds:
        body = factories.organisation()
        factories.role(office.writers[0], Role.AGY, organisation=body)
        draft = factories.update("draft", office.period, 4, body, lead=not number)
        draft = ProgressUpdate.objects.get(pk=draft.pk)
        task = step(updates.submit_update, draft, office.writers[0])
        assert sum(race(task, task)) == 1
        draft.refresh_from_db()
        assert (draft.submission_number, draft.submissions.count()) == (1, 1)
