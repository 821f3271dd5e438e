"""Reduced separation: two people agree to it, it ends, and it leaves its mark in the snapshot."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from mnr.models import AuditEvent, HandOver, Membership, ReducedSeparation
from mnr.permissions import Denied, WrongState
from mnr.reports import document
from mnr.reports.committee import committee_edition
from mnr.roles import Role
from mnr.services import separations, snapshots, updates
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db

Pair = ReducedSeparation.Pair
PLACE = "criminal_justice"


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


@pytest.fixture
def auditor():
    return factories.person(Role.AUD)


def ask(by, pair=Pair.LEAD_SECRETARIAT, days=90, reason="The office has three people."):
    today = timezone.localdate()
    return separations.request_reduction(
        pair=pair, reason=reason, starts_on=today, ends_on=today + timedelta(days=days), by=by
    )


def test_the_chair_asks_and_an_auditor_confirms(chair, auditor):
    row = ask(chair)
    assert not ReducedSeparation.objects.in_force().exists()
    separations.confirm_reduction(reduction=row, by=auditor)
    assert ReducedSeparation.objects.in_force().get() == row
    actions = list(AuditEvent.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["separation.request", "separation.confirm"]
    with pytest.raises(WrongState):
        separations.confirm_reduction(reduction=row, by=auditor)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CHR, Role.ANO)])
def test_nobody_else_asks(role):
    with pytest.raises(Denied):
        ask(factories.person(role, organisation=factories.organisation(), domain=PLACE))


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.AUD, Role.ANO)])
def test_nobody_else_confirms(role, chair):
    row = ask(chair)
    by = factories.person(role, organisation=factories.organisation(), domain=PLACE)
    with pytest.raises(Denied):
        separations.confirm_reduction(reduction=row, by=by)


def test_it_has_a_reason_and_an_end_within_a_year(chair):
    with pytest.raises(Refused):
        ask(chair, reason=" ")
    with pytest.raises(Refused, match="twelve months"):
        ask(chair, days=367)
    with pytest.raises(Refused, match="from today on"):
        ask(chair, days=-1)
    ask(chair)
    with pytest.raises(Refused, match="already"):
        ask(chair)


def test_what_is_too_old_is_not_confirmed(auditor):
    row = factories.reduction(Pair.REPORT_LEAD, ends=-1, confirmed=False)
    with pytest.raises(Refused, match="past"):
        separations.confirm_reduction(reduction=row, by=auditor)


def test_either_of_the_two_ends_it(chair, auditor):
    for by, pair in ((chair, Pair.REPORT_LEAD), (auditor, Pair.ENDORSE_ACCEPT)):
        separations.end_reduction(reduction=factories.reduction(pair), by=by)
    assert not ReducedSeparation.objects.in_force().exists()
    with pytest.raises(Denied):
        separations.end_reduction(
            reduction=factories.reduction(Pair.LEAD_SECRETARIAT), by=factories.person(Role.SEC)
        )


def test_with_it_ends_the_lead_role_that_stood_on_it(chair):
    row = factories.reduction(Pair.LEAD_SECRETARIAT)
    both = factories.person(Role.SEC)
    factories.role(both, Role.DOM, factories.organisation(), PLACE)
    other = factories.person(Role.DOM, organisation=factories.organisation(), domain="victim")
    separations.end_reduction(reduction=row, by=chair)
    standing = Membership.objects.standing().filter(user__in=(both, other))
    assert set(standing.values_list("user", "role")) == {(both.pk, "SEC"), (other.pk, "DOM")}
    assert HandOver.objects.get().membership.user == both


def both_duties(pair):
    """A secretary who leads the domain as well, and an update that they endorsed."""
    factories.reduction(Pair.LEAD_SECRETARIAT)
    if pair:
        factories.reduction(pair)
    user = factories.person(Role.SEC)
    factories.role(user, Role.DOM, factories.organisation(), PLACE)
    update = factories.update("submitted")
    return user, updates.endorse_update(update=update, version=update.version, by=user)


def test_endorsing_and_accepting_takes_a_reduction_of_its_own():
    user, update = both_duties(None)
    with pytest.raises(Denied):
        updates.accept_update(update=update, version=update.version, by=user)


class TestRecord:
    @pytest.fixture
    def frozen(self):
        """A period in which one update leaned on a reduction and another did not."""
        user, update = both_duties(Pair.ENDORSE_ACCEPT)
        updates.accept_update(update=update, version=update.version, by=user)
        factories.update("accepted", period=update.period, number=16)
        period = update.period
        factories.enter(period, "closed")
        return factories.enter(period, "frozen"), update

    def test_the_snapshot_says_what_was_reduced_and_where_it_was_used(self, frozen):
        period, update = frozen
        content = json.loads(period.snapshots.get().content)
        used = {"capability": 4, "organisation": str(update.organisation_id)}
        found = {row["pair"]: row["updates"] for row in content["reduced_separation"]}
        assert found == {"lead_secretariat": [used], "endorse_accept": [used]}

    def test_the_report_prints_it(self, frozen):
        period, update = frozen
        edition = committee_edition(period.snapshots.get())
        assert [row.words for row in edition.reduced] == [
            "One person endorses and accepts the same update",
            "One person is domain lead and secretariat",
        ]
        assert edition.reduced[0].updates == ((4, update.organisation.label),)
        assert edition.reduced[0].reason == "The office has three people."

    def test_the_printed_page_names_dates_reason_and_updates(self, frozen):
        period, _update = frozen
        html = document.render(committee_edition(period.snapshots.get()))
        assert "This period was prepared with reduced separation of duties:" in html
        assert "The office has three people." in html
        assert "Updates reviewed so:" in html
        assert 'href="#reduced"' in html
        assert 'id="reduced"' in html

    def test_a_snapshot_from_before_prints_nothing(self):
        period = factories.period("2026-Q2", "closed")
        content = snapshots.snapshot_content(period)
        assert content["reduced_separation"] == []


def test_a_reduction_that_ended_before_the_period_is_not_told():
    period = factories.period("2026-Q3", "open")
    row = factories.reduction(Pair.REPORT_LEAD, starts=-300, ends=-200)
    used = [item["reduction"] for item in separations.used_in(period)]
    assert used == ([row] if row.ends_on >= period.opens_on else [])
