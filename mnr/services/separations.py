"""Reduced separation: asked for by the chair, confirmed by an auditor, ended by either.

It never touches who endorses for their own organisation, who reviews what they sent, who gives or
confirms a role, or who asks for and confirms a publication.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Assignment, Membership, ProgressUpdate, ReducedSeparation
from mnr.models.membership import LONGEST
from mnr.roles import REPORTING_ROLES, Action, Role
from mnr.services import audit, duties_apart, people
from mnr.services.errors import Refused
from mnr.services.releases import refuse_unreleased

Pair = ReducedSeparation.Pair


@transaction.atomic
def request_reduction(*, pair: str, reason: str, starts_on, ends_on, by) -> ReducedSeparation:
    """Ask that one person may do what two should, until a day. Nothing changes yet."""
    row = ReducedSeparation(
        pair=pair, reason=reason.strip(), starts_on=starts_on, ends_on=ends_on, requested_by=by
    )
    permissions.require(by, Action.SEPARATION_REQUEST, row)
    refuse_unreleased(reason, "reason")
    if ends_on < timezone.localdate():
        raise Refused(_("Choose a last day from today on."), "ends_on")
    if ends_on - starts_on > LONGEST:
        raise Refused(_("It lasts twelve months at most; it can be asked anew."), "ends_on")
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    audit.record(Action.SEPARATION_REQUEST, row, by, _words(row))
    return row


@transaction.atomic
def confirm_reduction(*, reduction: ReducedSeparation, by) -> ReducedSeparation:
    """The auditor's yes: from now on, for the days that were asked for."""
    row = ReducedSeparation.objects.select_for_update().get(pk=reduction.pk)
    permissions.require(by, Action.SEPARATION_CONFIRM, row)
    if row.ends_on < timezone.localdate():
        raise Refused(_("Its last day is past: it would have to be asked for anew."))
    row.confirmed_by, row.confirmed_at = by, Now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(Action.SEPARATION_CONFIRM, row, by, _words(row))
    return row


@transaction.atomic
def end_reduction(*, reduction: ReducedSeparation, by) -> ReducedSeparation:
    """End it now. Domain leads who hold the other role too are domain leads no more."""
    row = ReducedSeparation.objects.select_for_update().get(pk=reduction.pk)
    permissions.require(by, Action.SEPARATION_END, row)
    row.ended_by, row.ended_at = by, Now()
    row.save(update_fields=["ended_by", "ended_at"])
    audit.record(Action.SEPARATION_END, row, by, {"pair": [row.pair, None]})
    for lead in _leads_by_grace_of(row):
        people.end_membership(membership=lead, by=by)
    return row


def used_in(period) -> list[dict]:
    """The reductions that counted while the period was worked on, each with the updates whose
    review leaned on it: [{"reduction": row, "updates": [update]}].
    """
    found = ReducedSeparation.objects.filter(
        confirmed_by__isnull=False,
        starts_on__lte=timezone.localdate(),
        ends_on__gte=period.opens_on,
    ).exclude(ended_at__date__lt=period.opens_on)
    rows = list(found.order_by("starts_on", "pair", "pk"))
    if not rows:
        return []
    updates = list(
        ProgressUpdate.objects.filter(period=period, state=ProgressUpdate.State.ACCEPTED)
        .select_related("capability", "organisation")
        .order_by("capability__number", "organisation__name")
    )
    held = _Held(updates)
    return [
        {"reduction": row, "updates": [update for update in updates if held.leans(update, row)]}
        for row in rows
    ]


def last_day(reduction: ReducedSeparation):
    """Until when it counted: somebody may have ended it before its day."""
    if reduction.ended_at is None:
        return reduction.ends_on
    return min(reduction.ends_on, timezone.localdate(reduction.ended_at))


class _Held:
    """The roles that reviewers of some updates had when they reviewed."""

    def __init__(self, updates):
        reviewers = {row.endorsed_by_id for row in updates} | {
            row.accepted_by_id for row in updates
        }
        self.rows = list(Membership.objects.filter(user__in=reviewers))
        self.places = set(
            Assignment.objects.values_list("organisation", "capability__domain").distinct()
        )

    def leans(self, update, reduction):
        """Whether the update was reviewed in a way that the reduction alone allows."""
        days = (reduction.starts_on, last_day(reduction))
        if not days[0] <= timezone.localdate(update.accepted_at) <= days[1]:
            return False
        if reduction.pair == Pair.ENDORSE_ACCEPT:
            return update.endorsed_by_id == update.accepted_by_id
        if reduction.pair == Pair.LEAD_SECRETARIAT:
            return self._had(update.endorsed_by_id, update.endorsed_at, [Role.SEC]) or self._had(
                update.accepted_by_id, update.accepted_at, [Role.DOM]
            )
        return any(
            (row.organisation_id, update.capability.domain_id) in self.places
            for row in self._roles(update.endorsed_by_id, update.endorsed_at, REPORTING_ROLES)
        )

    def _had(self, user, at, roles):
        return any(True for _row in self._roles(user, at, roles))

    def _roles(self, user, at, roles):
        day = timezone.localdate(at)
        for row in self.rows:
            if row.user_id == user and row.role in roles and row.starts_on <= day <= row.ends_on:
                yield row


def _leads_by_grace_of(reduction):
    """Memberships as domain lead that clash with another of the same person from now on."""
    today = timezone.localdate()
    rows = Membership.objects.standing().filter(ends_on__gte=today).select_related("user")
    for lead in rows.filter(role=Role.DOM):
        others = rows.filter(~Q(pk=lead.pk), user=lead.user, starts_on__lte=lead.ends_on)
        if any(
            duties_apart.clash(lead, other) == (True, reduction.pair)
            for other in others.filter(ends_on__gte=lead.starts_on).select_related("organisation")
        ):
            yield lead


def _words(row):
    return {
        "pair": [None, row.pair],
        "reason": [None, row.reason],
        "from": [None, row.starts_on],
        "until": [None, row.ends_on],
    }
