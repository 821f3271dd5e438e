"""What has nobody: capabilities without a lead who can report, domains without two leads."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Assignment, Capability, Domain, Membership, Organisation
from mnr.roles import ORGANISATION_ROLES, Action, Role


@dataclass(frozen=True)
class Unowned:
    """A capability that nobody can report on as its lead, and why."""

    capability: Capability
    organisation: Organisation | None

    @property
    def words(self):
        number = self.capability.number
        if self.organisation is None:
            return _("Capability %(number)s has no lead.") % {"number": number}
        return _("Capability %(number)s: %(organisation)s leads it and has nobody who reports.") % {
            "number": number,
            "organisation": self.organisation.label,
        }


def unowned() -> list[Unowned]:
    """Every capability without an owner. Two queries, however many there are."""
    leads = Assignment.objects.in_force().filter(
        capability=OuterRef("pk"), kind=Assignment.Kind.LEAD, organisation__is_active=True
    )
    people = Membership.objects.in_force().filter(
        role__in=ORGANISATION_ROLES, organisation=OuterRef("lead")
    )
    rows = (
        Capability.objects.current()
        .annotate(lead=Subquery(leads.values("organisation")[:1]))
        .annotate(has_people=Exists(people))
        .filter(has_people=False)
        .order_by("number")
    )
    bodies = Organisation.objects.in_bulk({row.lead for row in rows} - {None}) if rows else {}
    return [Unowned(row, bodies.get(row.lead)) for row in rows]


def unowned_for(user) -> list[Unowned]:
    """The same, for those who look after it; nothing, and no query, for everybody else."""
    return unowned() if permissions.can(user, Action.ROLE_REVIEW) else []


@dataclass(frozen=True)
class Thin:
    """A domain whose updates cannot all be endorsed, and why."""

    domain: Domain
    has_lead: bool

    @property
    def words(self):
        values = {"domain": self.domain.words.name}
        if self.has_lead:
            return (
                _("%(domain)s: every lead comes from one organisation; its own updates wait.")
                % values
            )
        return _("%(domain)s has no lead.") % values


def thin_domains(memberships) -> list[Thin]:
    """Domains without a lead, or without a second one from elsewhere, among roles in force."""
    bodies: dict = {}
    for row in memberships:
        if row.role == Role.DOM:
            bodies.setdefault(row.domain_id, set()).add(row.organisation_id)
    return [
        Thin(domain, bool(bodies.get(domain.pk)))
        for domain in Domain.objects.current().order_by("order")
        if len(bodies.get(domain.pk, ())) < 2
    ]
