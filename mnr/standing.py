"""What somebody's memberships, and the grants that follow from them, give them today."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from mnr.models import (
    CapabilityGroupObjectPermission,
    DomainUserObjectPermission,
    Duty,
    Membership,
    ReducedSeparation,
)
from mnr.roles import ORGANISATION_ROLES, Role

Pair = ReducedSeparation.Pair
COLUMNS = ("role", "organisation", "domain", "leads", "capabilities", "reduced", "on_duty")


@dataclass(frozen=True)
class Standing:
    """What somebody's memberships give them today."""

    user_id: object = None
    roles: frozenset = frozenset({Role.ANO})
    organisations: dict = field(default_factory=dict)
    domains: frozenset = frozenset()
    assigned: frozenset = frozenset()  # (organisation, capability) pairs on which they report
    may_accept_own_endorsement: bool = False
    is_duty_officer: bool = False

    def reach(self, rule, role) -> str:
        """How far the rule reaches for this person in a role: "F" is everything, on duty alone."""
        reach = rule.reach(role)
        if reach != "F":
            return reach
        return "A" if self.is_duty_officer else ""

    @property
    def own_organisations(self):
        """Every organisation the person belongs to, in whatever role."""
        return (
            frozenset().union(*self.organisations.values()) if self.organisations else frozenset()
        )


def standing(user) -> Standing:
    """The person's standing, read once per user object (that is, once a request or job)."""
    if not user.is_authenticated:
        return Standing()
    if not user.is_active:
        return Standing(user_id=user.pk, roles=frozenset())
    if not hasattr(user, "_standing"):
        user._standing = _read_standing(user)
    return user._standing


def _read_standing(user):
    organisations, domains, roles, assigned = defaultdict(set), set(), set(), set()
    found = list(_memberships().filter(user=user))
    for role, organisation, domain, leads, capabilities, *_flags in found:
        roles.add(Role(role))
        if organisation:
            organisations[Role(role)].add(organisation)
        if domain and leads:
            domains.add(domain)
        if role in ORGANISATION_ROLES:
            assigned |= {(organisation, capability) for capability in capabilities}
    return Standing(
        user_id=user.pk,
        roles=frozenset(roles),
        organisations={role: frozenset(ids) for role, ids in organisations.items()},
        domains=frozenset(domains),
        assigned=frozenset(assigned),
        may_accept_own_endorsement=any(is_reduced for *_row, is_reduced, _on_duty in found),
        is_duty_officer=any(on_duty for *_row, on_duty in found),
    )


@cache
def _memberships():
    """Everybody's roles in force, with what is granted, reduced and on duty: in one query.

    Every request asks it. Put together once, it costs half: the database's clock says what holds.
    """
    granted = DomainUserObjectPermission.objects.filter(
        user=OuterRef("user"), permission__codename="lead_domain", content_object=OuterRef("domain")
    )
    reported_on = CapabilityGroupObjectPermission.objects.filter(
        group__organisation=OuterRef("organisation"),
        group__organisation__is_active=True,
        permission__codename="report_capability",
    )
    reduced = ReducedSeparation.objects.in_force().filter(pair=Pair.ENDORSE_ACCEPT)
    on_duty = Duty.objects.in_force().filter(membership=OuterRef("pk"))
    rows = Membership.objects.in_force().order_by()
    rows = rows.annotate(
        leads=Exists(granted),
        capabilities=ArraySubquery(reported_on.values("content_object_id")),
        reduced=Exists(reduced),
        on_duty=Exists(on_duty),
    )
    return rows.values_list(*COLUMNS)
