"""The only code that decides who may do what. The policy is `policy.csv`; this applies it.

Two questions: `can` (may this person do this to that?) and `scope` (to which rows?). Both read
the same conditions, so they cannot disagree. `require` is `can` with an exception. Denied by
default; `is_superuser` and `is_staff` mean nothing here. What the matrix marks `m` is refused
until the person has just proven who they are: `user.sign_in` says how and when.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from mnr import reasons
from mnr.conditions import CONDITIONS, PATHS, PERSON_RULES, own
from mnr.matching import ALL, NONE, NotInMemory, matches
from mnr.models import Membership
from mnr.roles import Action, rules_for
from mnr.sign_in import SignIn, Strength
from mnr.standing import Standing, standing
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
    "explain",
    "offered",
    "require",
    "rights",
    "scope",
    "standing",
    "who_could",
]

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Denied(PermissionDenied):
    """The person may not do this. `reason` says why, in words; the rest is for the trail."""

    def __init__(self, reason, code="", action="", target=None):
        self.reason = str(reason)  # words now: they may name people, which takes a query
        super().__init__(self.reason)
        self.code = code
        self.action = action
        self.target = target


class NotFresh(Denied):
    """The action is theirs, once they have proven again who they are."""


class WrongState(Exception):
    """The action is theirs, but not now: the thing is in another state."""

    def __init__(self, reason):
        self.reason = str(reason)  # words now: they may name people, which takes a query
        super().__init__(self.reason)


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
class Step:
    """One question on the way to a decision. The first that is answered with no decides."""

    code: str
    passed: bool
    reason: "StrOrPromise" = ""


@dataclass(frozen=True)
class Explanation:
    """A decision, and every question that was asked for it, in order."""

    decision: Decision
    steps: tuple


@dataclass(frozen=True)
class Right:
    """An action that somebody has: how far it reaches, and whether it asks for a fresh proof."""

    action: Action
    reaches: frozenset
    asks_again: bool


def can(user, action: Action, target=None) -> Decision:
    """Whether the person may take the action; on the target if given, else on anything at all."""
    who = standing(user)
    cells = _cells(who, action)
    decision = _decide(who, action, cells, target)
    proven = [(rule, role) for rule, role in cells if _is_proven(user, rule, role)]
    if not decision or len(proven) == len(cells) or _decide(who, action, proven, target):
        return decision
    return Decision(False, "fresh", reasons.FRESH)


def explain(user, action: Action, target=None) -> Explanation:
    """The decision of `can`, with every question that was asked on the way to it."""
    decision, who = can(user, action, target), standing(user)
    steps = [Step("account", user.is_active, "" if user.is_active else reasons.CLOSED)]
    steps += _steps(who, action, _cells(who, action), target)
    if all(step.passed for step in steps):
        steps.append(Step("fresh", decision.allowed, decision.reason))
    return Explanation(decision, tuple(steps))


def _cells(who, action):
    """The cells of the matrix that give the action to the person's roles."""
    rules = rules_for(action)
    return [(rule, role) for rule in rules for role in who.roles if who.reach(rule, role)]


def _decide(who, action, cells, target):
    """The decision from these cells of the matrix alone."""
    for step in _steps(who, action, cells, target):
        if not step.passed:
            return Decision(False, step.code, step.reason)
    return YES


def _steps(who, action, cells, target):
    """Each question in turn, up to the first no. Reasons become words when they are read."""
    yield _step("role", cells, lambda: reasons.for_role(action, who.roles))
    if not cells or target is None:
        return
    roles = defaultdict(list)
    for rule, role in cells:
        roles[rule].append(role)
    model = type(target)
    near = [rule for rule in roles if _fits(_reach(who, rule, roles[rule], model), target)]
    reaches = {who.reach(rule, role) for rule, role in cells}
    yield _step("scope", near, lambda: reasons.for_scope(action, reaches))
    if not near:
        return
    now = any(_fits(_condition(who, rule), target) for rule in near)
    is_halted = bool(now) and action in HALTED and getattr(target, "is_withheld", False)
    yield _step("state", now and not is_halted, lambda: _why_not_now(action, target, is_halted))
    rule = PERSON_RULES.get(action)
    if now and not is_halted and rule:
        apart = _fits(rule.condition(who), target)
        yield _step("person", apart, lambda: _person_reason(who, action, rule, target))


def _why_not_now(action, target, is_halted):
    return WITHHELD if is_halted else why_not_now(action, target)


def _step(code, outcome, reason):
    return Step(code, True) if outcome else Step(code, False, reason())


def _person_reason(who, action, rule, target):
    """Why this person does not, and who can: the policy is asked about the others."""
    body = getattr(target, "organisation_id", None)
    is_own = action == Action.UPDATE_ENDORSE and body in who.own_organisations
    others = partial(who_could, action, target)
    return reasons.for_person(action, rule, is_own, others)


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


def who_could(action: Action, target, most=3) -> list[Membership]:
    """Some of the people who may take the action on the target, by their roles."""
    roles = reasons.roles_that_may(action)
    rows = Membership.objects.in_force().filter(role__in=roles).order_by("granted_at", "pk")
    if domain := getattr(getattr(target, "capability", None), "domain_id", None):
        rows = rows.filter(Q(domain=None) | Q(domain=domain))
    found: dict = {}
    for row in rows.select_related("user", "organisation")[:40]:
        if row.user_id not in found and offered(row.user, action, target):
            found[row.user_id] = row
        if len(found) == most:
            break
    return list(found.values())


def rights(user) -> list[Right]:
    """Everything that the person's roles give them today, as the matrix says it."""
    who = standing(user)
    found = []
    for action in Action:
        if cells := _cells(who, action):
            reaches = frozenset(who.reach(rule, role) for rule, role in cells)
            asks = any(rule.asks_again(role) for rule, role in cells)
            found.append(Right(action, reaches, asks))
    return found


def scope(user, action: Action, queryset):
    """Those rows of the queryset on which the person may take the action, if it is them."""
    who = standing(user)
    allowed = NONE
    for rule in rules_for(action):
        if roles := [role for role in who.roles if who.reach(rule, role)]:
            allowed |= _reach(who, rule, roles, queryset.model) & _condition(who, rule)
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
        raise Denied(decision.reason, decision.code, action, target)


def _condition(who, rule):
    return CONDITIONS[rule.object, rule.condition](who)


def _reach(who, rule, roles, model):
    """Q for the rows of a model that these roles reach under the rule."""
    paths = PATHS.get(rule.object, {})
    found = NONE
    for role in roles:
        reach = who.reach(rule, role)
        if reach == "A":
            return ALL
        for column in own(rule, model) if "O" in reach else ():
            found |= Q(**{f"{column}__in": who.organisations.get(role, frozenset())})
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
