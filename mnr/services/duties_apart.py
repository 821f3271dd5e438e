"""Roles that check each other are not held by one person, unless a reduction allows the pair.

The database refuses the same (`mnr_roles_clash` and its triggers); here are the words for people.
"""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from mnr.models import Assignment, Membership, ReducedSeparation
from mnr.roles import REPORTING_ROLES, Role
from mnr.services.errors import Refused

Pair = ReducedSeparation.Pair
ALONE = {Role.ADM, Role.AUD}
NEVER_TOGETHER = {Role.SEC, Role.CHR}
LEAD_AND_SECRETARIAT = {Role.DOM, Role.SEC}


@contextmanager
def in_words():
    """Say what the database alone has seen: somebody wrote the other row at this very moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(
            _("Somebody changed this person’s roles at this moment. Look again, then repeat it.")
        ) from error


def refuse_clash(membership: Membership) -> None:
    """Refuse a membership that clashes with another of the same person on some day."""
    others = membership.user.memberships.standing().filter(
        ends_on__gte=membership.starts_on, starts_on__lte=membership.ends_on
    )
    for other in others.exclude(pk=membership.pk).select_related("organisation", "domain"):
        clashes, pair = clash(membership, other)
        if clashes and not (pair and _is_reduced(pair, membership, other)):
            raise Refused(_words(other, pair), "role")


def clash(one: Membership, other: Membership) -> tuple[bool, Pair | None]:
    """Whether two roles check each other, and which reduction would allow them together."""
    roles = {Role(one.role), Role(other.role)}
    if roles == LEAD_AND_SECRETARIAT:
        return True, Pair.LEAD_SECRETARIAT
    if Role.DOM in roles and roles & set(REPORTING_ROLES):
        return _shares_domain(one, other), Pair.REPORT_LEAD
    return len(roles) == 2 and bool(roles & ALONE or roles == NEVER_TOGETHER), None


def refuse_shared_domain(assignment: Assignment) -> None:
    """Refuse an assignment by which somebody would report in the domain that they lead."""
    today = localdate()
    leads = Membership.objects.standing().filter(
        role=Role.DOM, domain=assignment.capability.domain_id, ends_on__gte=today
    )
    theirs = Membership.objects.standing().filter(
        role__in=REPORTING_ROLES, organisation=assignment.organisation, ends_on__gte=today
    )
    for lead in leads.select_related("user"):
        for other in theirs.filter(
            user=lead.user, starts_on__lte=lead.ends_on, ends_on__gte=lead.starts_on
        ):
            if not _is_reduced(Pair.REPORT_LEAD, lead, other):
                raise Refused(
                    _(
                        "%(person)s reports for this organisation and leads the domain: end one "
                        "of the two roles first."
                    )
                    % {"person": lead.user}
                )


def _shares_domain(one, other):
    lead, reporter = (one, other) if one.role == Role.DOM else (other, one)
    return (
        Assignment.objects.in_force()
        .filter(organisation=reporter.organisation_id, capability__domain=lead.domain_id)
        .exists()
    )


def _is_reduced(pair, one, other):
    """Whether a reduction covers every day, from today on, on which both roles are held."""
    return (
        ReducedSeparation.objects.on(max(one.starts_on, other.starts_on))
        .filter(pair=pair, ends_on__gte=min(one.ends_on, other.ends_on))
        .exists()
    )


def _words(other, pair):
    values = {"role": Role(other.role).label, "day": date_format(other.ends_on)}
    if pair:
        return (
            _(
                "This person is already %(role)s, until %(day)s: the two roles check each other. "
                "A small administration can allow it for a time: the chair asks for reduced "
                "separation, an auditor confirms it, and the role ends with it at the latest."
            )
            % values
        )
    return (
        _("This person is already %(role)s, until %(day)s: the two roles check each other.")
        % values
    )
