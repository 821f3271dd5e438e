"""The period board: who has handed in, who is silent and since when, what waits on whom."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Membership, ProgressUpdate, ReportingPeriod, Submission, User
from mnr.roles import Action, Role
from mnr.selectors.frozen_board import frozen_expected
from mnr.selectors.returns_owed import lacking
from mnr.selectors.waiting import Wait, waits_for, waits_for_waiver
from mnr.services.expectations import MISSING, WAIVED, Expected, expected_updates
from mnr.services.extensions import given

State = ProgressUpdate.State
NOT_SENT = (MISSING, State.DRAFT, State.RETURNED)
STATES = {
    MISSING: _("Not begun"),
    State.DRAFT: _("Being written"),
    State.SUBMITTED: _("With the domain lead"),
    State.ENDORSED: _("With the secretariat"),
    State.RETURNED: _("Returned for correction"),
    State.ACCEPTED: _("Accepted"),
    WAIVED: _("Waived"),
}


@dataclass(frozen=True)
class Row:
    """One update that is owed, to the eyes of one reader."""

    expected: Expected
    wait: Wait
    due_on: date
    sent_on: date | None  # when it was first sent
    extension: object
    leads: tuple  # names of the leads on whom it waits
    may_read: bool

    @property
    def assignment(self):
        return self.expected.assignment

    @property
    def state(self):
        return self.expected.state

    @property
    def label(self):
        return STATES[self.state]

    @property
    def kind(self):
        """How the badge looks."""
        if self.expected.is_settled:
            return "done"
        if self.state in (State.SUBMITTED, State.ENDORSED):
            return "waiting"
        return "attention" if self.is_late or self.state == State.RETURNED else "none"

    @property
    def is_silent(self):
        return self.state in (MISSING, State.DRAFT)

    @property
    def is_late(self):
        """Still not sent, though its day is past."""
        return self.state in NOT_SENT and timezone.localdate() > self.due_on

    @property
    def days_late(self):
        """By how many days it was sent late; 0 if in time or not sent."""
        return max((self.sent_on - self.due_on).days, 0) if self.sent_on else 0


@dataclass(frozen=True)
class Body:
    """An organisation's updates in the period, counted."""

    organisation: object
    rows: list
    returns: list  # names of the registers that lack its return

    @property
    def counts(self):
        states = Counter(row.state for row in self.rows)
        sent = sum(states[state] for state in (State.SUBMITTED, State.ENDORSED))
        return {
            "owed": len(self.rows),
            "accepted": states[State.ACCEPTED],
            "in_review": sent,
            "returned": states[State.RETURNED],
            "silent": sum(row.is_silent for row in self.rows),
            "late": sum(row.is_late for row in self.rows),
        }

    @property
    def last_heard(self):
        """The latest earlier period from which anything of theirs was accepted."""
        return max((row.expected.last_update or "" for row in self.rows), default="")


@dataclass(frozen=True)
class Board:
    """The rows that the reader may see, filtered, and what can be counted in all of them."""

    period: ReportingPeriod
    rows: list
    shown: list
    lacking: dict = field(default_factory=dict)  # {organisation id: registers without its return}

    @property
    def counts(self):
        """[(state, label, how many)] of the states that occur."""
        found = Counter(row.state for row in self.rows)
        return [(state, label, found[state]) for state, label in STATES.items() if found[state]]

    @property
    def late(self):
        return [row for row in self.rows if row.is_late]

    @property
    def unsent(self):
        return [row for row in self.rows if row.state in NOT_SENT]

    @property
    def unsettled(self):
        return [row for row in self.rows if not row.expected.is_settled]

    @property
    def domains(self):
        """[(domain, its rows shown)], in the framework's order."""
        found = defaultdict(list)
        for row in self.shown:
            found[row.assignment.capability.domain].append(row)
        return sorted(found.items(), key=lambda pair: pair[0].order)

    @property
    def all_domains(self):
        """The domains that can be chosen from."""
        return sorted(
            {row.assignment.capability.domain for row in self.rows}, key=lambda row: row.order
        )

    @property
    def bodies(self):
        """The organisations of all rows, filtered or not, those with most silence first."""
        found = defaultdict(list)
        for row in self.rows:
            found[row.assignment.organisation].append(row)
        bodies = [
            Body(organisation, rows, self.lacking.get(organisation.pk, []))
            for organisation, rows in found.items()
        ]
        return sorted(
            bodies, key=lambda body: (-body.counts["silent"], body.organisation.name.casefold())
        )


def board(user, period: ReportingPeriod, *, domain="", state="", with_returns=False) -> Board:
    """Every update owed in the period whose state the reader may know; some of them shown."""
    every = list(_rows(user, period))
    rows = [
        row
        for row in every
        if permissions.can(user, Action.UPDATE_STATUS, _stand_in(period, row.assignment))
    ]
    shown = [
        row
        for row in rows
        if (not domain or row.assignment.capability.domain.key == domain)
        and (not state or row.state == state or (state == "late" and row.is_late))
    ]
    assignments = [row.assignment for row in every]
    return Board(period, rows, shown, lacking(user, period, assignments) if with_returns else {})


def periods_known(user) -> list[ReportingPeriod]:
    """The periods that the reader may know of, the latest first."""
    rows = ReportingPeriod.objects.all()
    return list(
        permissions.scope(user, Action.PERIOD_READ_META, rows)
        | permissions.scope(user, Action.PERIOD_READ, rows)
    )


def domain_leads(user) -> dict:
    """{domain id: [(name, organisation id)]} of leads in force whom the reader may know."""
    known = permissions.scope(user, Action.USER_DIRECTORY, User.objects.all())
    found = defaultdict(list)
    rows = Membership.objects.in_force().filter(role=Role.DOM, user__in=known)
    for domain, name, body in rows.values_list("domain", "user__full_name", "organisation"):
        found[domain].append((name, body))
    return found


def _rows(user, period):
    extensions = {row.organisation_id: row for row in given(period)}
    first_sent = dict(
        Submission.objects.filter(update__period=period, number=1).values_list(
            "update", "submitted_at"
        )
    )
    leads = domain_leads(user)
    for expected in frozen_expected(period) if period.is_frozen else expected_updates(period):
        assignment, update = expected.assignment, expected.update
        extension = extensions.get(assignment.organisation_id)
        sent_at = first_sent.get(update.pk) if update else None
        yield Row(
            expected=expected,
            wait=_wait(period, expected),
            due_on=extension.until if extension else period.due_on,
            sent_on=sent_at and timezone.localdate(sent_at),
            extension=extension,
            leads=tuple(_names(leads, expected)),
            may_read=_may_read(user, period, expected),
        )


def _wait(period, expected):
    """On whom it waits; a period that is not open or closed waits for nobody."""
    if expected.state == WAIVED:
        return Wait("", _("Nothing: it is waived"))
    if expected.update is None:
        if period.is_frozen or period.state == ReportingPeriod.State.PLANNED:
            return Wait("", _("Nothing: it was not handed in"))
        if period.state == ReportingPeriod.State.CLOSED:
            return waits_for_waiver(period)
        return Wait(_("the organisation"), _("an update"), period.opened_at)
    expected.update.period = period
    return waits_for(expected.update)


def _names(leads, expected):
    """The leads who may endorse it: not those of the organisation itself."""
    if expected.state != State.SUBMITTED:
        return []
    here = leads.get(expected.assignment.capability.domain_id, [])
    return [name for name, body in here if body != expected.assignment.organisation_id]


def _may_read(user, period, expected):
    if expected.update is None:
        return False
    return bool(
        permissions.can(
            user,
            Action.UPDATE_READ,
            _stand_in(period, expected.assignment, expected.update.state),
        )
    )


def _stand_in(period, assignment, state=State.DRAFT):
    """The update as the policy sees it, whether it was begun or not; it costs no query."""
    return ProgressUpdate(
        period=period,
        capability=assignment.capability,
        organisation_id=assignment.organisation_id,
        state=state,
    )
