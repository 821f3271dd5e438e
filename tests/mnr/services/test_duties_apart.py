"""Duties of one person are kept apart: by the services in words, by the database whoever writes."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mnr.models import Assignment, Capability, Membership, ProgressUpdate, ReducedSeparation
from mnr.permissions import Denied
from mnr.roles import Role
from mnr.services import duties_apart, organisations, people, updates
from mnr.services.errors import Refused
from tests import factories
from tests.mnr.services.threads import together
from tests.owning import as_owner

pytestmark = pytest.mark.django_db

Pair = ReducedSeparation.Pair
ROLES = [role for role in Role if role is not Role.ANO]
REPORTING = {Role.AGY, Role.IND, Role.CSO}
PLACE = "criminal_justice"  # of capability 4


def clash(one, other, reduced=()):
    """What the security policy says about two roles of one person, read once more."""
    roles = {one, other}
    if roles & {Role.ADM, Role.AUD} or roles == {Role.SEC, Role.CHR}:
        return True
    if roles == {Role.DOM, Role.SEC}:
        return Pair.LEAD_SECRETARIAT not in reduced
    if Role.DOM in roles and roles & REPORTING:
        return Pair.REPORT_LEAD not in reduced
    return False


def refused_by_database(name, function):
    """Whether the database refuses, by the named rule; nothing is kept."""
    found = ""
    try:
        with transaction.atomic():
            function()
            transaction.set_rollback(True)
    except IntegrityError as error:
        found = error.__cause__.diag.constraint_name
    assert found in ("", name)
    return found == name


def grant(user, role, body, by, days=90):
    domain = Capability.objects.get(number=4).domain if role == Role.DOM else None
    today = timezone.localdate()
    return people.grant_role(
        user=user,
        role=role,
        organisation=body,
        domain=domain,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        by=by,
    )


@pytest.mark.parametrize("reduced", [(), (Pair.LEAD_SECRETARIAT,), (Pair.REPORT_LEAD,)])
def test_service_and_database_refuse_the_same_pairs(reduced):
    secretariat, body = factories.person(Role.SEC), factories.organisation()
    administrator = factories.person(Role.ADM)
    factories.assignment(body, 4)
    for pair in reduced:
        factories.reduction(pair)
    for one, other in combinations(ROLES, 2):
        user = factories.person(one, organisation=body, domain=PLACE)
        expected = clash(one, other, reduced)
        held = refused_by_database(
            "membership_duties_apart",
            lambda user=user, other=other: factories.role(
                user, other, organisation=body, domain=PLACE
            ),
        )
        assert held == expected, (one, other)
        by = administrator if other in (Role.ADM, Role.AUD) else secretariat
        try:
            with transaction.atomic():
                grant(user, other, body, by)
                told = False
        except Refused as refusal:
            told = refusal.field == "role"
        assert told == expected, (one, other)


def test_what_slips_past_the_check_is_still_refused_in_words(monkeypatch):
    monkeypatch.setattr(duties_apart, "refuse_clash", lambda membership: None)
    monkeypatch.setattr(duties_apart, "refuse_shared_domain", lambda assignment: None)
    secretariat, body = factories.person(Role.SEC), factories.organisation()
    chair = factories.person(Role.CHR)
    with pytest.raises(Refused, match="at this moment"):
        grant(chair, Role.SEC, None, secretariat)
    lead = factories.person(Role.AGY, organisation=body)
    factories.role(lead, Role.DOM, organisation=factories.organisation(), domain=PLACE)
    capability = Capability.objects.get(number=4)
    with pytest.raises(Refused, match="at this moment"):
        organisations.assign(organisation=body, capability=capability, kind="lead", by=secretariat)
    assert not body.assignments.exists()


def test_a_reduction_that_is_not_confirmed_or_ends_too_early_allows_nothing():
    secretariat, body = factories.person(Role.SEC), factories.organisation()
    user = factories.person(Role.DOM, organisation=body, domain=PLACE)
    factories.reduction(Pair.LEAD_SECRETARIAT, ends=100, confirmed=False)
    with pytest.raises(Refused, match="reduced separation"):
        grant(user, Role.SEC, None, secretariat)
    ReducedSeparation.objects.update(confirmed_by=factories.person(), confirmed_at=timezone.now())
    assert grant(user, Role.SEC, None, secretariat)
    other = factories.person(Role.DOM, organisation=body, domain=PLACE)
    with pytest.raises(Refused):
        grant(other, Role.SEC, None, secretariat, days=101)
    assert refused_by_database(
        "membership_duties_apart", lambda: factories.role(other, Role.SEC, ends=101)
    )


def test_two_domains_of_which_one_is_reported_on():
    """Leading one domain and reporting in another is no clash."""
    body = factories.organisation()
    factories.assignment(body, 11)
    user = factories.person(Role.AGY, organisation=body)
    assert factories.role(user, Role.DOM, organisation=body, domain=PLACE)


class TestAssignments:
    @pytest.fixture
    def both(self):
        """Somebody who leads a domain in which their organisation does not report yet."""
        body = factories.organisation()
        user = factories.person(Role.AGY, organisation=body, full_name="Nia Example")
        factories.role(user, Role.DOM, organisation=factories.organisation(), domain=PLACE)
        return body

    def assign(self, body, by):
        return organisations.assign(
            organisation=body, capability=Capability.objects.get(number=4), kind="lead", by=by
        )

    def test_an_assignment_does_not_make_a_lead_report_in_their_domain(self, both):
        with pytest.raises(Refused, match="Nia Example"):
            self.assign(both, factories.person(Role.SEC))
        assert refused_by_database("assignment_duties_apart", lambda: factories.assignment(both, 4))
        factories.assignment(both, 11)

    def test_unless_it_is_allowed_for_a_time(self, both):
        factories.reduction(Pair.REPORT_LEAD)
        assert self.assign(both, factories.person(Role.SEC))

    def test_what_ended_is_not_begun_again(self, both):
        assignment = factories.assignment(both, 11)
        Assignment.objects.filter(pk=assignment.pk).update(ended_on=factories.ago(0))
        four = Capability.objects.get(number=4)
        ended = Assignment.objects.filter(pk=assignment.pk)
        ended.update(capability=four)
        assert refused_by_database("assignment_duties_apart", lambda: ended.update(ended_on=None))


class TestMemberships:
    def test_a_year_at_most(self):
        assert refused_by_database(
            "membership_twelve_months_at_most",
            lambda: factories.role(factories.person(), Role.CMM, starts=0, ends=367),
        )
        assert factories.role(factories.person(), Role.CMM, starts=0, ends=366)

    def test_nobody_grants_a_role_to_themselves(self):
        row = factories.role(factories.person(), Role.CMM)
        today = timezone.localdate()
        assert refused_by_database(
            "membership_not_granted_to_oneself",
            lambda: Membership.objects.create(
                user=row.user,
                role=Role.IND,
                organisation=factories.organisation(),
                starts_on=today,
                ends_on=today,
                granted_by=row.user,
            ),
        )

    def test_no_two_of_a_kind_on_one_day(self):
        user, secretariat = factories.person(Role.CMM), factories.person(Role.SEC)
        assert refused_by_database(
            "membership_once_at_a_time",
            lambda: factories.role(user, Role.CMM, starts=300, ends=400),
        )
        with pytest.raises(Refused, match="on the day after it ends"):
            grant(user, Role.CMM, None, secretariat)
        assert factories.role(user, Role.CMM, starts=301, ends=400)

    def test_an_ended_one_is_in_nobodys_way(self):
        user, secretariat = factories.person(), factories.person(Role.SEC)
        for _ in range(3):
            people.end_role(membership=grant(user, Role.CMM, None, secretariat), by=secretariat)
        assert user.memberships.count() == 3
        assert set(user.memberships.values_list("ended_by", flat=True)) == {secretariat.pk}

    @pytest.mark.parametrize(
        "change",
        [
            {"ends_on": factories.ago(-320)},
            {"role": Role.IND},
            {"confirmed_by": None, "confirmed_at": None},
            {"granted_by": None},
        ],
    )
    def test_it_is_not_turned_into_another(self, change):
        user = factories.person()
        row = factories.role(user, Role.SEC)
        Membership.objects.filter(pk=row.pk).update(ends_on=factories.ago(-200))
        change = {"granted_by": factories.person()} if "granted_by" in change else change
        assert refused_by_database(
            "membership_fixed", lambda: Membership.objects.filter(pk=row.pk).update(**change)
        )

    def test_closing_an_account_ends_its_memberships(self):
        secretariat = factories.person(Role.SEC)
        user = factories.person(Role.CMM)
        factories.role(user, Role.AGY, organisation=factories.organisation(), starts=10)
        people.deactivate_person(user=user, by=secretariat)
        assert not user.memberships.standing().exists()
        assert not user.memberships.filter(ends_on__gte=factories.ago(0)).exists()

    @pytest.mark.django_db(transaction=True)
    def test_two_clashing_roles_at_the_same_moment(self):
        """Both pass every check that reads what is there; one of them is refused."""
        user = factories.person()
        outcomes = together(
            lambda: factories.role(user, Role.SEC), lambda: factories.role(user, Role.CHR)
        )
        assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1


class TestUpdates:
    def raw(self, update, **values):
        """Write past every service."""
        ProgressUpdate.objects.filter(pk=update.pk).update(**values)

    def test_nobody_endorses_for_their_own_organisation(self):
        body = factories.organisation()
        update = factories.update("submitted", organisation=body)
        member = factories.person(Role.CMM, organisation=body)
        step = {"state": "endorsed", "endorsed_by_id": member.pk, "endorsed_at": timezone.now()}
        assert refused_by_database(
            "update_endorser_from_elsewhere", lambda: self.raw(update, **step)
        )
        stranger = factories.person(Role.CMM, organisation=factories.organisation())
        self.raw(update, **(step | {"endorsed_by_id": stranger.pk}))

    @pytest.mark.parametrize("pair", [*Pair])
    def test_no_reduction_lets_anybody_endorse_for_their_own_organisation(self, pair):
        factories.reduction(pair)
        body = factories.organisation()
        update = factories.update("submitted", organisation=body)
        lead = factories.person(Role.DOM, organisation=body, domain=PLACE)
        with pytest.raises(Denied):
            updates.endorse_update(update=update, version=update.version, by=lead)
        step = {"state": "endorsed", "endorsed_by_id": lead.pk, "endorsed_at": timezone.now()}
        assert refused_by_database(
            "update_endorser_from_elsewhere", lambda: self.raw(update, **step)
        )

    def test_endorser_and_accepter_are_two_unless_it_is_reduced(self):
        update = factories.update("endorsed")
        step = {
            "state": "accepted",
            "accepted_by_id": update.endorsed_by_id,
            "accepted_at": timezone.now(),
        }
        assert refused_by_database("update_accepter_not_endorser", lambda: self.raw(update, **step))
        factories.reduction(Pair.ENDORSE_ACCEPT)
        self.raw(update, **step)

    @pytest.mark.parametrize("pair", [*Pair])
    @pytest.mark.parametrize("step", ["endorsed", "accepted"])
    def test_no_reduction_lets_submitters_review_what_they_sent(self, pair, step):
        factories.reduction(pair)
        update = factories.update("submitted" if step == "endorsed" else "endorsed")
        values = {"state": step, f"{step}_by_id": update.submitted_by_id}
        rule = {"endorsed": "update_endorser_not_submitter"}.get(
            step, "update_accepter_not_submitter"
        )
        assert refused_by_database(
            rule, lambda: self.raw(update, **values, **{f"{step}_at": timezone.now()})
        )

    def test_nobody_returns_what_they_sent(self):
        update = factories.update("submitted")
        values = {"state": "returned", "returned_by_id": update.submitted_by_id}
        more = {"returned_at": timezone.now(), "return_reason": "Say where."}
        assert refused_by_database(
            "update_returner_not_submitter", lambda: self.raw(update, **values, **more)
        )


class TestReductions:
    def test_who_asked_does_not_confirm(self):
        row = factories.reduction(Pair.LEAD_SECRETARIAT, confirmed=False)
        rows = ReducedSeparation.objects.filter(pk=row.pk)
        assert refused_by_database(
            "separation_confirmed_by_another",
            lambda: rows.update(confirmed_by=row.requested_by, confirmed_at=timezone.now()),
        )

    @pytest.mark.parametrize(
        "change", [{"ends_on": factories.ago(-301)}, {"pair": Pair.REPORT_LEAD}, {"reason": "x"}]
    )
    def test_it_is_not_changed(self, change):
        rows = ReducedSeparation.objects.filter(pk=factories.reduction(Pair.LEAD_SECRETARIAT).pk)
        assert refused_by_database("separation_fixed", lambda: rows.update(**change))

    def test_it_lasts_a_year_at_most_and_stays_on_record(self):
        assert refused_by_database(
            "separation_twelve_months_at_most",
            lambda: factories.reduction(Pair.REPORT_LEAD, starts=0, ends=367),
        )
        row = factories.reduction(Pair.REPORT_LEAD)
        with as_owner():
            assert refused_by_database("separation_fixed", row.delete)
        assert refused_by_database(
            "separation_once_at_a_time", lambda: factories.reduction(Pair.REPORT_LEAD)
        )


def test_the_period_is_published_by_two():
    period = factories.period("2026-Q2", "approved")
    person = factories.person()
    now = timezone.now()
    rows = type(period).objects.filter(pk=period.pk)
    assert refused_by_database(
        "period_publisher_not_requester",
        lambda: rows.update(
            state="published",
            publish_requested_by=person,
            publish_requested_at=now,
            published_by=person,
            published_at=now,
        ),
    )
    assert refused_by_database(
        "period_approver_not_requester",
        lambda: rows.update(publish_requested_by=period.approved_by, publish_requested_at=now),
    )
    assert not ProgressUpdate.objects.exists()
