"""Whoever leaves, leaves a task: what is nobody's now stands there until somebody takes it over."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mnr.models import AuditEvent, HandOver, Membership, ProgressUpdate
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.selectors import ownership
from mnr.services import hand_overs, organisations, people
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    factories.person(Role.SEC)
    return factories.person(Role.SEC)


@pytest.fixture
def body():
    """An organisation that leads capabilities 4 and 5, with one person who reports."""
    found = factories.organisation()
    factories.assignment(found, 4)
    factories.assignment(found, 5)
    factories.person(Role.AGY, organisation=found)
    return found


def kinds(row):
    return [item["kind"] for item in row.left_open]


def test_the_last_reporter_leaves_capabilities_and_drafts(body, secretariat):
    membership = body.memberships.get()
    draft = factories.update("draft", organisation=body, saved_by=membership.user)
    factories.update("draft", organisation=body, number=5)  # a colleague's
    people.end_role(membership=membership, by=secretariat)
    row = HandOver.objects.get()
    assert kinds(row) == ["capability", "capability", "draft"]
    assert [item["number"] for item in row.left_open] == [4, 5, 4]
    assert row.left_open[2]["update"] == str(draft.pk)
    assert (row.organisation, row.cause, row.is_open) == (body, "ended", True)
    assert AuditEvent.objects.filter(action="handover.open").exists()


def test_a_colleague_who_goes_on_leaves_nothing_to_hand_over(body, secretariat):
    colleague = factories.person(Role.AGY, organisation=body)
    people.end_role(membership=colleague.memberships.get(), by=secretariat)
    assert not HandOver.objects.exists()


def test_closing_an_account_opens_one_for_each_role(body, secretariat):
    user = body.memberships.get().user
    factories.role(user, Role.DOM, factories.organisation(), "victim")
    people.deactivate_person(user=user, by=secretariat)
    assert set(HandOver.objects.values_list("membership__role", "cause")) == {
        ("AGY", "closed"),
        ("DOM", "closed"),
    }


def test_a_lead_leaves_the_domain_and_what_waits_in_it(secretariat):
    lead = factories.person(
        Role.DOM, organisation=factories.organisation(), domain="criminal_justice"
    )
    factories.update("submitted")
    people.end_role(membership=lead.memberships.get(), by=secretariat)
    row = HandOver.objects.get()
    assert kinds(row) == ["domain", "endorsements"]
    assert row.organisation is None  # other organisations' updates are the secretariat's to know


def test_a_privileged_role_that_hangs_on_one_person_is_told(secretariat):
    people.end_role(membership=secretariat.memberships.get(), by=factories.person(Role.CHR))
    assert kinds(HandOver.objects.get()) == ["single"]


def test_what_was_only_asked_for_or_had_not_begun_leaves_nothing(body, secretariat):
    asked = factories.role(factories.person(), Role.CHR, confirmed=False)
    people.end_role(membership=asked, by=secretariat)
    later = factories.role(factories.person(), Role.DOM, body, "victim", starts=9)
    people.end_role(membership=later, by=secretariat)
    assert not HandOver.objects.exists()


def test_a_role_that_runs_out_opens_it_by_itself_once(body):
    assert hand_overs.open_for_ran_out() == 0
    Membership.objects.update(ends_on=factories.ago(1))
    assert hand_overs.open_for_ran_out() == 1
    assert hand_overs.open_for_ran_out() == 0
    row = HandOver.objects.get()
    assert (row.cause, kinds(row)) == ("ran_out", ["capability", "capability"])


def test_a_renewed_role_opens_nothing(body):
    first = body.memberships.get()
    factories.role(first.user, Role.AGY, body, starts=301, ends=400)
    Membership.objects.filter(pk=first.pk).update(ends_on=factories.ago(1))
    later = Membership.objects.exclude(pk=first.pk)
    later.update(starts_on=factories.ago(0), ends_on=factories.ago(-100))
    assert hand_overs.open_for_ran_out() == 0


def test_what_becomes_nobodys_later_is_found_later(body):
    colleague = factories.person(Role.AGY, organisation=body)
    first = Membership.objects.exclude(user=colleague).get()
    Membership.objects.filter(pk=first.pk).update(ends_on=factories.ago(20))
    assert hand_overs.open_for_ran_out() == 0
    colleague.memberships.update(ends_on=factories.ago(1))
    assert hand_overs.open_for_ran_out() == 2


class TestClosing:
    @pytest.fixture
    def hand_over(self, body, secretariat):
        people.end_role(membership=body.memberships.get(), by=secretariat)
        return HandOver.objects.get()

    def test_the_secretariat_or_the_organisation_closes_it_with_a_note(
        self, hand_over, body, secretariat
    ):
        with pytest.raises(Refused, match="who takes over"):
            hand_overs.close_hand_over(hand_over=hand_over, note=" ", by=secretariat)
        successor = factories.person(Role.AGY, organisation=body)
        row = hand_overs.close_hand_over(hand_over=hand_over, note="Nia takes both.", by=successor)
        assert (row.done_by, row.is_open) == (successor, False)
        with pytest.raises(WrongState):
            hand_overs.close_hand_over(hand_over=hand_over, note="Again.", by=secretariat)

    @pytest.mark.parametrize("role", [Role.ADM, Role.AUD, Role.CHR, Role.CMM])
    def test_nobody_else_does(self, hand_over, role):
        with pytest.raises(Denied):
            hand_overs.close_hand_over(hand_over=hand_over, note="x", by=factories.person(role))

    def test_another_organisation_does_not(self, hand_over):
        stranger = factories.person(Role.AGY, organisation=factories.organisation())
        with pytest.raises(Denied):
            hand_overs.close_hand_over(hand_over=hand_over, note="x", by=stranger)

    def test_the_database_wants_the_note_too(self, hand_over, secretariat):
        rows = HandOver.objects.filter(pk=hand_over.pk)
        with pytest.raises(IntegrityError, match="hand_over_done_with_note"), transaction.atomic():
            rows.update(done_by=secretariat, done_at=timezone.now())


class TestUnowned:
    """No capability is without an owner unnoticed."""

    def numbers(self):
        return [row.capability.number for row in ownership.unowned()]

    def test_without_assignment_everything_is_unowned(self):
        assert self.numbers() == list(range(1, 22))

    def test_a_lead_with_people_owns_it_until_the_last_one_goes(self, body, secretariat):
        assert not {4, 5} & set(self.numbers())
        people.end_role(membership=body.memberships.get(), by=secretariat)
        assert {4, 5} <= set(self.numbers())
        words = [str(row.words) for row in ownership.unowned() if row.capability.number == 4]
        assert words == [f"Capability 4: {body.label} leads it and has nobody who reports."]

    def test_it_shows_on_the_day_on_which_the_last_role_has_run_out(self, body):
        Membership.objects.update(ends_on=factories.ago(0))
        assert 4 not in self.numbers()
        Membership.objects.update(ends_on=factories.ago(1))
        assert 4 in self.numbers()

    def test_contributors_own_nothing_and_those_who_left_neither(self, body, secretariat):
        contributor = factories.organisation()
        factories.assignment(contributor, 6, "contributor")
        factories.person(Role.AGY, organisation=contributor)
        assert 6 in self.numbers()
        body.is_active = False
        organisations.save_organisation(organisation=body, by=secretariat)
        assert 4 in self.numbers()

    def test_an_ended_assignment_leaves_the_capability_open(self, body, secretariat):
        for assignment in body.assignments.all():
            organisations.end_assignment(assignment=assignment, by=secretariat)
        words = {row.capability.number: str(row.words) for row in ownership.unowned()}
        assert words[4] == "Capability 4 has no lead."
        assert not ProgressUpdate.objects.exists()
