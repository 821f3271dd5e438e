"""The only code that decides who may do what. The policy is `policy.csv`; this applies it.

Two questions: `can` (may this person do this to that?) and `scope` (to which rows?). Both read
the same conditions, so they cannot disagree. `require` is `can` with an exception. Denied by
default; `is_superuser` and `is_staff` mean nothing here. What the matrix marks `m` is refused
until the person has just proven who they are: `user.sign_in` says how and when.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mnr.conditions import (
    CONDITIONS,
    PATHS,
    PERSON_RULES,
)
from mnr.matching import ALL, NONE, NotInMemory, matches
from mnr.models import (
    CapabilityGroupObjectPermission,
    DomainUserObjectPermission,
    Duty,
    Membership,
)
from mnr.roles import REPORTING_ROLES, Action, Role, rules_for
from mnr.sign_in import SignIn, Strength
from mnr.withholding import HALTED, WITHHELD
from mnr.wrong_states import why_not_now

__all__ = [
    "Decision",
    "Denied",
    "NotFresh",
    "SignIn",
    "Standing",
    "Strength",
    "WrongState",
    "can",
    "offered",
    "require",
    "scope",
    "standing",
]

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Denied(PermissionDenied):
    """The person may not do this. `reason` says why, in words for the page."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


class NotFresh(Denied):
    """The action is theirs, once they have proven again who they are."""


class WrongState(Exception):
    """The action is theirs, but not now: the thing is in another state."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Decision:
    """Yes or no, and why not: "role", "scope", "state", "person" or "fresh"."""

    allowed: bool
    code: str = ""
    reason: "StrOrPromise" = ""

    def __bool__(self):
        return self.allowed


YES = Decision(True)


@dataclass(frozen=True)
class Standing:
    """What somebody's memberships give them today."""

    user_id: object = None
    roles: frozenset = frozenset({Role.ANO})
    organisations: dict = field(default_factory=dict)
    domains: frozenset = frozenset()
    assigned: frozenset = frozenset()
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
    organisations, domains, roles, duties = defaultdict(set), set(), set(), set()
    rows = Membership.objects.in_force().filter(user=user).order_by()
    on_duty = Exists(Duty.objects.in_force().filter(membership=OuterRef("pk")))
    for role, organisation, domain, duty in rows.values_list(
        "role", "organisation", "domain", on_duty
    ):
        roles.add(Role(role))
        duties.add(duty)
        if organisation:
            organisations[Role(role)].add(organisation)
        if domain:
            domains.add(domain)
    if domains:
        domains &= _granted_domains(user)
    reporting = set().union(*(organisations[role] for role in [*REPORTING_ROLES, Role.DOM]))
    return Standing(
        user_id=user.pk,
        roles=frozenset(roles),
        organisations={role: frozenset(ids) for role, ids in organisations.items()},
        domains=frozenset(domains),
        assigned=_granted_capabilities(reporting) if reporting else frozenset(),
        is_duty_officer=True in duties,
    )


def _granted_domains(user):
    return set(
        DomainUserObjectPermission.objects.filter(
            user=user, permission__codename="lead_domain"
        ).values_list("content_object_id", flat=True)
    )


def _granted_capabilities(organisations):
    return frozenset(
        CapabilityGroupObjectPermission.objects.filter(
            group__organisation__in=organisations,
            group__organisation__is_active=True,
            permission__codename="report_capability",
        ).values_list("group__organisation", "content_object_id")
    )


def can(user, action: Action, target=None) -> Decision:
    """Whether the person may take the action; on the target if given, else on anything at all."""
    who = standing(user)
    rules = rules_for(action)
    cells = [(rule, role) for rule in rules for role in who.roles if who.reach(rule, role)]
    decision = _decide(who, action, cells, target)
    proven = [(rule, role) for rule, role in cells if _is_proven(user, rule, role)]
    if not decision or len(proven) == len(cells) or _decide(who, action, proven, target):
        return decision
    return Decision(False, "fresh", _("This step is protected: confirm first that it is you."))


def _decide(who, action, cells, target):
    """The decision from these cells of the matrix alone."""
    if not cells:
        return Decision(False, "role", _role_reason(who, action))
    if target is None:
        return YES
    roles = defaultdict(list)
    for rule, role in cells:
        roles[rule].append(role)
    in_scope = [rule for rule in roles if _fits(_reach(who, rule, roles[rule]), target)]
    if not in_scope:
        return Decision(False, "scope", _("It is outside your organisation or domain."))
    if not any(_fits(_condition(who, rule), target) for rule in in_scope):
        return Decision(False, "state", why_not_now(action, target))
    if action in HALTED and getattr(target, "is_withheld", False):
        return Decision(False, "state", WITHHELD)
    person_rule = PERSON_RULES.get(action)
    if person_rule and not _fits(person_rule.condition(who), target):
        return Decision(False, "person", person_rule.reason)
    return YES


def _is_proven(user, rule, role):
    """Whether the cell asks for no fresh proof, or the person has given one."""
    if not rule.asks_again(role):
        return True
    sign_in = getattr(user, "sign_in", None)
    return sign_in is not None and sign_in.proves(role)


def offered(user, action: Action, target=None) -> bool:
    """Whether to offer the action: at most, the person is asked to confirm that it is them."""
    decision = can(user, action, target)
    return decision.allowed or decision.code == "fresh"


def scope(user, action: Action, queryset):
    """Those rows of the queryset on which the person may take the action, if it is them."""
    who = standing(user)
    allowed = NONE
    for rule in rules_for(action):
        if roles := [role for role in who.roles if who.reach(rule, role)]:
            allowed |= _reach(who, rule, roles) & _condition(who, rule)
    if action in HALTED and hasattr(queryset.model, "is_withheld"):
        allowed &= Q(is_withheld=False)
    if person_rule := PERSON_RULES.get(action):
        allowed &= person_rule.condition(who)
    return queryset.filter(allowed)


def require(user, action: Action, target=None) -> None:
    """Raise Denied, NotFresh or WrongState, unless the person may."""
    decision = can(user, action, target)
    if decision.code == "state":
        raise WrongState(decision.reason)
    if decision.code == "fresh":
        raise NotFresh(decision.reason)
    if not decision:
        raise Denied(decision.reason)


def _condition(who, rule):
    return CONDITIONS[rule.object, rule.condition](who)


def _reach(who, rule, roles):
    """Q for the rows that these roles reach under the rule."""
    paths = PATHS.get(rule.object, {})
    found = NONE
    for role in roles:
        reach = who.reach(rule, role)
        if reach == "A":
            return ALL
        if "O" in reach and "O" in paths:
            found |= Q(**{f"{paths['O']}__in": who.organisations.get(role, frozenset())})
        if "D" in reach and "D" in paths:
            found |= Q(**{f"{paths['D']}__in": who.domains})
        if reach == "S":
            found |= Q(**{paths["S"]: who.user_id})
    return found


def _fits(condition, target):
    try:
        return matches(condition, target)
    except NotInMemory:
        return type(target)._default_manager.filter(condition, pk=target.pk).exists()


def _role_reason(who, action):
    if not who.roles:
        return _("You have no role at present. Ask the secretariat for a membership.")
    if any(rule.reach(role) == "F" for rule in rules_for(action) for role in who.roles):
        return _("Only the duty officer for illegal material may do this, or the deputy.")
    return _("Your role does not include this. Ask the secretariat if you think it should.")
