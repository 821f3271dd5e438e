"""What the matrix's words about states, scopes and persons mean, as conditions on rows.

Each condition is a Q, made for one person's standing, so that the same words serve a query
over many rows and a question about one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.matching import ALL, NONE
from mnr.models.factor_reset import LASTS as FACTOR_RESET_LASTS
from mnr.roles import RULES, Action, Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNFROZEN = Q(period__state__in=("open", "closed"))

# where a row says whose it is: O organisation, D domain, S person
PATHS = {
    "update": {"O": "organisation_id", "D": "capability__domain_id"},
    "note": {"O": "organisation_id", "D": "capability__domain_id"},
    "evidence": {"O": "organisation_id"},
    "entry": {"O": "organisation_id", "D": "capability__domain_id"},
    "return": {"O": "organisation_id", "D": "capability__domain_id"},
    "value": {"O": "organisation_id", "D": "capability__domain_id"},
    "user": {"O": "memberships__organisation", "S": "pk"},
    "invitation": {"O": "organisation_id"},
    "session": {"S": "user_id"},
    "audit": {"O": "organisation_id", "D": "domain_id"},
    "finding": {"D": "domain_id"},
    "token": {"S": "owner_id"},
    "job": {"S": "requested_by_id"},
    "any": {"O": "organisation_id", "D": "domain_id"},  # a row of Quarantine stands for the object
    "handover": {"O": "organisation_id"},
    "import": {"O": "organisation_id", "S": "by_id"},
    "export": {"O": "organisation_id", "D": "capability__domain_id"},
}

# what an organisation also does with entries that others keep and that it answers for
TO_ANSWER = (Action.ENTRY_READ, Action.EXPORT_UNPUBLISHED)


def own(rule, model) -> list[str]:
    """The columns of a model that make a row the own organisation's under a rule."""
    keeper = PATHS.get(rule.object, {}).get("O")
    answers = getattr(model, "answered_by", "") if rule.action in TO_ANSWER else ""
    return [column for column in (keeper, answers) if column]


def always(condition):
    return lambda who: condition


def _open_for_entry(who):
    """The period is open, or it is closed and this returned update was given more days."""
    return Q(period__state="open") | Q(
        period__state="closed", editable_until__gte=timezone.localdate()
    )


def _assigned(who):
    pairs = NONE
    for organisation in {organisation for organisation, _capability in who.assigned}:
        capabilities = frozenset(c for o, c in who.assigned if o == organisation)
        pairs |= Q(organisation_id=organisation, capability_id__in=capabilities)
    return pairs


LATER = Q(state__in=("submitted", "endorsed", "accepted", "returned"))

CONDITIONS: dict[tuple[str, str], Callable] = {
    ("framework", "any"): always(ALL),
    ("framework", "requested"): always(Q(state="waiting")),
    ("plan", "any"): always(ALL),
    ("period", "any"): always(ALL),
    ("period", "published"): always(Q(state="published")),
    ("period", "unpublished: name, dates, state only"): always(~Q(state="published")),
    ("period", "no other open"): always(Q(state="planned")),
    ("period", "open"): always(Q(state="open")),
    ("period", "open or closed"): always(Q(state__in=("open", "closed"))),
    ("period", "closed"): always(Q(state="closed")),
    ("period", "frozen"): always(Q(state="frozen")),
    ("period", "approved"): always(Q(state="approved")),
    ("period", "requested"): always(Q(state="approved", publish_requested_at__isnull=False)),
    ("update", "draft or returned"): always(Q(state__in=("draft", "returned"))),
    ("update", "submitted or endorsed"): always(Q(state__in=("submitted", "endorsed"))),
    ("update", "accepted, period unpublished"): always(
        Q(state="accepted") & ~Q(period__state="published")
    ),
    ("update", "period published: public fields"): always(
        Q(state="accepted", period__state="published")
    ),
    ("update", "period published: internal fields"): always(
        Q(state="accepted", period__state="published")
    ),
    ("update", "any: who has handed in (no content)"): always(ALL),
    ("update", "submitted or later"): always(LATER),
    ("update", "period open, assigned"): lambda who: Q(period__state="open") & _assigned(who),
    ("update", "draft or returned, period open"): lambda who: (
        Q(state__in=("draft", "returned")) & _open_for_entry(who)
    ),
    ("update", "draft never submitted"): always(
        Q(state="draft", submission_number=0, period__state="open")
    ),
    ("update", "submitted, not endorsed, period open"): always(
        Q(state="submitted", period__state="open")
    ),
    ("update", "submitted or endorsed, period not frozen"): always(
        Q(state__in=("submitted", "endorsed")) & UNFROZEN
    ),
    ("update", "submitted, period not frozen"): always(Q(state="submitted") & UNFROZEN),
    ("update", "endorsed, period not frozen"): always(Q(state="endorsed") & UNFROZEN),
    ("note", "on submitted or later"): always(LATER),
    ("note", "on submitted or later, period not frozen"): always(LATER & UNFROZEN),
    ("note", "period not frozen"): always(UNFROZEN),
    ("note", "any"): always(ALL),
    ("evidence", "any"): always(ALL),
    ("entry", "any"): always(ALL),
    ("entry", "assigned"): lambda who: _assigned(who),
    ("entry", "not withdrawn"): always(Q(withdrawn_on=None)),
    ("return", "any"): always(ALL),
    ("return", "period open or closed"): always(UNFROZEN),
    ("return", "period frozen or later"): always(~UNFROZEN),
    ("return", "period open, assigned"): lambda who: Q(period__state="open") & _assigned(who),
    ("return", "not withdrawn, period open"): always(Q(withdrawn_on=None, period__state="open")),
    ("indicator", "any"): always(ALL),
    ("indicator", "new version"): always(ALL),
    ("value", "period open, assigned"): lambda who: (
        Q(withdrawn_on=None, period__state="open") & _assigned(who)
    ),
    ("value", "before disclosure control, submitted"): always(ALL),
    ("value", "own, period open"): always(Q(period__state="open")),
    ("value", "published elsewhere"): always(Q(case__isnull=False)),
    ("value", "after disclosure control, unpublished"): always(ALL),  # of figures, not of rows
    ("value", "hide or show against the rule"): always(ALL),
    ("value", "requested"): always(Q(state="waiting")),  # of overrides, not of values
    ("region", "any"): always(ALL),
    ("export", "any"): always(ALL),  # of what somebody may read
    ("import", "period open, assigned"): always(ALL),  # each row is asked about by itself
    ("import", "own run"): always(ALL),
    ("report", "period frozen"): always(ALL),
    ("report", "ready"): always(Q(status="ready")),
    ("organisation", "any"): always(ALL),
    ("user", "names and roles"): always(ALL),
    ("invitation", "own scope"): always(Q(state__in=("waiting", "sent"))),
    ("invitation", "waiting"): always(Q(state="waiting")),
    ("user", "any but last of a role"): always(Q(is_active=True)),
    ("user", "closed"): always(Q(is_active=False)),
    ("user", "any"): always(ALL),
    ("user", "requested"): lambda who: Q(
        confirmed_at__isnull=True, requested_at__gt=timezone.now() - FACTOR_RESET_LASTS
    ),
    ("user", "own profile"): always(ALL),
    ("session", "own"): always(ALL),
    ("session", "any"): always(ALL),
    ("user", "about a person"): always(ALL),
    ("token", "scoped, <= 90 days"): always(ALL),
    ("token", "any"): always(ALL),
    ("role", "ordinary roles, end date <= 12 months"): always(
        Q(role__in=[role.value for role in Role.ordinary()])
    ),
    ("role", "ADM SEC CHR AUD"): always(Q(role__in=[role.value for role in Role.privileged()])),
    ("role", "requested"): always(
        Q(role__in=[role.value for role in Role.privileged()], confirmed_by_id__isnull=True)
    ),
    ("role", "any"): always(ALL),
    ("handover", "any"): always(ALL),
    ("handover", "open"): always(Q(done_at__isnull=True)),
    ("separation", "any"): always(ALL),
    ("separation", "twelve months at most"): always(ALL),
    ("separation", "requested"): always(Q(confirmed_by_id__isnull=True, ended_at__isnull=True)),
    ("separation", "not ended"): always(Q(ended_at__isnull=True)),
    ("audit", "all events"): always(ALL),
    ("audit", "events on own objects"): always(ALL),
    ("audit", "chain and anchors"): always(ALL),
    ("audit", "all"): always(ALL),
    ("audit", "any"): always(ALL),
    ("any", "what the role can read"): always(ALL),
    ("any", "by id, without preview"): always(ALL),
    ("quarantine", "duty officer flag"): always(ALL),
    ("quarantine", "withheld, duty officer flag"): always(Q(state="withheld")),
    ("quarantine", "requested, no legal hold"): always(
        Q(
            state="withheld",
            purge_requested_by_id__isnull=False,
            purge_confirmed_by_id__isnull=True,
            has_legal_hold=False,
        )
    ),
    ("duty", "secretariat in force"): always(ALL),
    ("duty", "requested"): always(Q(confirmed_by_id__isnull=True, ended_at__isnull=True)),
    ("duty", "not ended"): always(Q(ended_at__isnull=True)),
    ("procedure", "any"): always(ALL),
    ("procedure", "proposed"): always(Q(confirmed_at__isnull=True)),
    ("finding", "ask class"): always(Q(state="waiting")),
    ("job", "metadata, no content"): always(ALL),
    ("job", "failed"): always(Q(state="failed")),
}

for _rule in RULES:
    if (_rule.object, _rule.condition) not in CONDITIONS:
        raise LookupError(f"policy.csv: no condition for {_rule.object} “{_rule.condition}”.")


@dataclass(frozen=True)
class PersonRule:
    """Which persons are kept from an action that their role allows, and the words for it."""

    condition: Callable
    reason: "StrOrPromise"


def not_the(*fields):
    """The person is none of those who took the earlier steps."""

    def condition(who):
        found = Q()
        for name in fields:
            found &= Q(**{f"{name}__isnull": True}) | ~Q(**{name: who.user_id})
        return found

    return condition


def _not_accepter(who):
    """Neither submitter nor endorser; the endorser may, where reduced separation allows it."""
    steps = ["submitted_by_id"] if who.may_accept_own_endorsement else EARLIER_STEPS
    return not_the(*steps)(who)


EARLIER_STEPS = ("submitted_by_id", "endorsed_by_id")

PERSON_RULES = {
    Action.UPDATE_ENDORSE: PersonRule(
        lambda who: not_the("submitted_by_id")(who) & ~Q(organisation_id__in=who.own_organisations),
        _("You sent this update yourself: somebody else endorses it."),
    ),
    Action.UPDATE_RETURN: PersonRule(
        not_the("submitted_by_id"), _("You sent this update yourself: somebody else reviews it.")
    ),
    Action.UPDATE_ACCEPT: PersonRule(
        _not_accepter, _("You sent or endorsed this update yourself: somebody else accepts it.")
    ),
    Action.PERIOD_APPROVE: PersonRule(
        not_the("publish_requested_by_id"),
        _("You asked for publication yourself: somebody else approves."),
    ),
    Action.PERIOD_PUBLISH_CONFIRM: PersonRule(
        not_the("publish_requested_by_id"),
        _("You asked for publication yourself: somebody else confirms it."),
    ),
    Action.ROLE_GRANT: PersonRule(not_the("user_id"), _("Nobody gives a role to themselves.")),
    Action.ROLE_GRANT_PRIVILEGED_REQUEST: PersonRule(
        not_the("user_id"), _("Nobody gives a role to themselves.")
    ),
    Action.ROLE_GRANT_PRIVILEGED_CONFIRM: PersonRule(
        not_the("granted_by_id", "user_id"),
        _("You asked for this role or it is for you: somebody else confirms it."),
    ),
    Action.USER_INVITE_RELEASE: PersonRule(
        not_the("invited_by_id"), _("You invited this person yourself: somebody else agrees.")
    ),
    Action.PURGE_CONFIRM: PersonRule(
        not_the("purge_requested_by_id"),
        _("You asked for this removal yourself: somebody else confirms it."),
    ),
    Action.DUTY_CONFIRM: PersonRule(
        not_the("requested_by_id", "user_id"),
        _("You asked for this duty or it is yours: somebody else confirms it."),
    ),
    Action.PROCEDURE_CONFIRM: PersonRule(
        not_the("proposed_by_id"), _("You proposed it yourself: somebody else confirms it.")
    ),
    Action.INDICATOR_OVERRIDE_CONFIRM: PersonRule(
        not_the("requested_by_id"), _("You asked for it yourself: somebody else confirms it.")
    ),
    Action.FRAMEWORK_CONFIRM: PersonRule(
        not_the("proposed_by_id"), _("You proposed it yourself: somebody else confirms it.")
    ),
    Action.USER_MFA_RESET_CONFIRM: PersonRule(
        not_the("requested_by_id", "user_id"),
        _("You asked for this or it is for you: somebody else confirms it."),
    ),
    Action.GUARD_RELEASE: PersonRule(
        not_the("author_id"), _("You wrote this text yourself: somebody else releases it.")
    ),
    Action.SEPARATION_CONFIRM: PersonRule(
        not_the("requested_by_id"), _("You asked for it yourself: somebody else confirms it.")
    ),
    Action.USER_DEACTIVATE: PersonRule(not_the("pk"), _("You cannot close your own account.")),
}
