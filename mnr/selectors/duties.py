"""My work of those who review and decide: what waits for them, and what they can look at."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Invitation, Membership, ProgressUpdate, Report, ReportingPeriod, Waiver
from mnr.roles import Action
from mnr.selectors.confirmations import confirmations
from mnr.selectors.my_work import calls_on
from mnr.selectors.releases import recent_texts
from mnr.selectors.returns_owed import Owing, owing
from mnr.selectors.review import waiting_for
from mnr.selectors.watching import Watch, glance, watch
from mnr.services.expectations import assignments_in

State = ProgressUpdate.State
Stage = ReportingPeriod.State
SHOWN = 12
OFFERS = (
    (Action.FRAMEWORK_READ, "overview", _("See how far the national response is")),
    (Action.UPDATE_STATUS, "board", _("See who has handed in, and what waits on whom")),
    (Action.REPORT_READ_INTERNAL, "report_list", _("Read the reports, with their digests")),
    (Action.EVIDENCE_READ, "evidence_list", _("Look up the documents that updates refer to")),
    (Action.ORG_READ, "organisation_list", _("See the organisations and what they report on")),
    (Action.USER_DIRECTORY, "person_list", _("See the people and their roles")),
    (Action.POLICY_EXPLAIN, "policy_explain", _("Ask who may do what, and why")),
)


@dataclass(frozen=True)
class Step:
    """A step on a period that waits for the person."""

    period: ReportingPeriod
    action: Action
    url_name: str
    since: object


@dataclass(frozen=True)
class Silence:
    """How much of a period has not been handed in."""

    period: ReportingPeriod
    updates: int
    organisations: int


@dataclass(frozen=True)
class MyWork:
    """Everything on the page; a part is empty for those whom it does not concern."""

    calls: list
    reviews: list
    silence: Silence | None
    steps: list
    roles: list
    invitations: list
    confirmations: list
    may_release: bool
    report: Report | None
    is_reviewer: bool
    period: ReportingPeriod | None
    offers: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    returns: Owing = field(default_factory=Owing)  # to registers

    @cached_property
    def asked(self):
        """How many updates it is the person's turn to write."""
        return sum(len(call.asked) for call in self.calls)

    @cached_property
    def due_on(self):
        """The first day on which one of them is due."""
        return min((call.due_on for call in self.calls if call.asked), default=None)

    @cached_property
    def values(self):
        """The codes of the indicators of which they enter a value that is due."""
        return [code for call in self.calls for code in call.values]

    @cached_property
    def waiting(self):
        """How many updates of theirs are with reviewers."""
        return sum(len(call.waiting) for call in self.calls)

    @property
    def endorsements(self):
        return [row for row in self.reviews if row.state == State.SUBMITTED]

    @property
    def acceptances(self):
        return [row for row in self.reviews if row.state == State.ENDORSED]

    @property
    def others(self):
        """How many things wait for them besides updates of their own."""
        rows = len(self.reviews) + len(self.steps) + len(self.roles) + len(self.invitations)
        asked = len(self.values) + len(self.returns.own)
        return rows + len(self.confirmations) + len(self.watch) + asked


def my_work(user) -> MyWork:
    """What is asked of the person now, in every role that they hold."""
    periods = list(ReportingPeriod.objects.begun().exclude(state=Stage.PUBLISHED))
    moving = [row for row in periods if not row.is_frozen]
    is_reviewer = any(
        permissions.can(user, action) for action in (Action.UPDATE_ENDORSE, Action.UPDATE_ACCEPT)
    )
    calls, seen = calls_on(user, moving), glance(user)
    duties = _duties(moving[0]) if is_reviewer and moving else []
    return MyWork(
        calls=calls,
        silence=_silence(user, moving[0], duties) if is_reviewer and moving else None,
        returns=_returns(user, moving, calls, duties),
        is_reviewer=is_reviewer,
        period=moving[0] if moving else None,
        offers=[] if calls else _offers(user),
        watch=watch(user, seen),
        **_waiting(user, periods, seen, is_reviewer=is_reviewer),
    )


def _waiting(user, periods, seen, *, is_reviewer) -> dict:
    """What waits for the person's decision, and what there is to read."""
    return {
        "reviews": _reviews(user) if is_reviewer else [],
        "steps": _steps(user, periods),
        "roles": _roles(user),
        "invitations": _invitations(user) if seen.has_invitations else [],
        "confirmations": confirmations(user) if seen.has_confirmations else [],
        "may_release": bool(permissions.can(user, Action.GUARD_RELEASE)),
        "report": _newest_report(user),
        "texts": recent_texts(user, SHOWN),
    }


def _returns(user, moving, calls, duties):
    """Of the open period: for those who can make some, and for those who chase them. One query."""
    period = moving[0] if moving and moving[0].state == Stage.OPEN else None
    own = [task.assignment for call in calls if call.period == period for task in call.tasks]
    if period is None or not (duties or own):
        return Owing()
    return owing(user, period, duties or own)


def _reviews(user):
    return list(waiting_for(user).select_related("period", "capability__domain", "organisation"))


def _duties(period):
    """The assignments of a period, and of which nothing was sent or waived. One query."""
    owed = {
        "period": period,
        "organisation": OuterRef("organisation"),
        "capability": OuterRef("capability"),
    }
    sent = ProgressUpdate.objects.filter(**owed).exclude(state=State.DRAFT)
    waived = Waiver.objects.filter(**owed)
    return list(assignments_in(period).annotate(is_silent=~Exists(sent) & ~Exists(waived)))


def _silence(user, period, duties):
    """Counted over what the reader may know of: all, or a lead's own domain."""
    silent = [
        row
        for row in duties
        if row.is_silent
        and permissions.can(
            user,
            Action.UPDATE_STATUS,
            ProgressUpdate(period=period, capability=row.capability, organisation=row.organisation),
        )
    ]
    return Silence(period, len(silent), len({row.organisation_id for row in silent}))


def _steps(user, periods):
    """The next step of each period, where it is the person's."""
    steps = [Step(period, *_next_step(period)) for period in periods]
    today = timezone.localdate()
    return [
        step
        for step in steps
        if permissions.offered(user, step.action, step.period)
        and not (step.period.state == Stage.OPEN and today <= step.period.due_on)
    ]


def _next_step(period):
    """(action, route, since when) of what comes next for a period that has begun."""
    if period.state == Stage.OPEN:
        return Action.PERIOD_CLOSE_ENTRY, "period_close", period.due_on
    if period.state == Stage.CLOSED:
        return Action.PERIOD_FREEZE, "period_freeze", period.closed_at
    if period.state == Stage.FROZEN:
        return Action.PERIOD_APPROVE, "period_approve", period.frozen_at
    if period.publish_requested_at:
        since = period.publish_requested_at
        return Action.PERIOD_PUBLISH_CONFIRM, "period_publish_confirm", since
    return Action.PERIOD_PUBLISH_REQUEST, "period_publish_request", period.approved_at


def _roles(user):
    """Roles that wait for a second person's word."""
    rows = Membership.objects.awaiting_confirmation().select_related("user", "granted_by")
    return list(permissions.scope(user, Action.ROLE_GRANT_PRIVILEGED_CONFIRM, rows))


def _invitations(user):
    """Invitations by agencies that wait for the secretariat's yes."""
    rows = Invitation.objects.select_related("invited_by", "organisation", "domain")
    return list(permissions.scope(user, Action.USER_INVITE_RELEASE, rows))


def _newest_report(user):
    rows = Report.objects.select_related("snapshot__period").defer(
        "snapshot__content", "snapshot__summary"
    )
    return (
        permissions.scope(user, Action.REPORT_READ_INTERNAL, rows)
        .order_by("-snapshot__period__starts_on", "-snapshot__version", "-requested_at", "pk")
        .first()
    )


def _offers(user):
    """What somebody can look at who has no update to write."""
    return [
        {"url_name": name, "text": text}
        for action, name, text in OFFERS
        if permissions.can(user, action)
    ]
