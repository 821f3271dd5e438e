"""My work: the updates that somebody's organisations owe, by when, and on whom the rest waits."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import product

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from mnr import permissions
from mnr.models import (
    Assignment,
    Extension,
    Membership,
    ProgressUpdate,
    ReportingPeriod,
    Waiver,
)
from mnr.roles import Action, Role
from mnr.selectors import indicators_due
from mnr.selectors.own_update import awaits_correction

START, CONTINUE, CORRECT, READ = "start", "continue", "correct", "read"
ASKED = (START, CONTINUE, CORRECT)
State = ProgressUpdate.State


@dataclass(frozen=True)
class Task:
    """One update that is owed. `verb` is what its people can do with it now, "" for nothing."""

    assignment: Assignment
    period: ReportingPeriod
    update: ProgressUpdate | None
    waiver: str
    verb: str

    @property
    def capability(self):
        return self.assignment.capability

    @property
    def is_asked(self):
        """Whether it is its people's turn."""
        return self.verb in ASKED and not self.waiver

    @property
    def is_too_late(self):
        """Whether it was not sent and cannot be sent any more."""
        is_unsent = self.update is None or self.update.state in (State.DRAFT, State.RETURNED)
        return is_unsent and not self.is_asked and not self.waiver

    @property
    def is_waiting(self):
        """Whether it is a reviewer's turn."""
        return self.update is not None and self.update.is_reviewable

    @property
    def is_settled(self):
        return bool(self.waiver) or (
            self.update is not None and self.update.state == State.ACCEPTED
        )


@dataclass(frozen=True)
class Call:
    """What one organisation owes in one period."""

    organisation: object
    period: ReportingPeriod
    extension: Extension | None
    tasks: list

    @property
    def due_on(self) -> date:
        """The day for all of them; after closing, the first on which a correction is due."""
        corrections = [task.update.editable_until for task in self.asked if task.update]
        if self.period.state == ReportingPeriod.State.CLOSED and corrections:
            return min(corrections)
        return self.extension.until if self.extension else self.period.due_on

    @property
    def is_late(self):
        return bool(self.asked) and timezone.localdate() > self.due_on

    @property
    def asked(self):
        return [task for task in self.tasks if task.is_asked]

    @property
    def waiting(self):
        return [task for task in self.tasks if task.is_waiting]

    @property
    def settled(self):
        return [task for task in self.tasks if task.is_settled]

    @property
    def values(self) -> list[str]:
        """The codes of the indicators of which a value is due; told of the open period alone."""
        is_open = self.period.state == ReportingPeriod.State.OPEN
        return [code for task in self.tasks for code in task.assignment.values if is_open]

    @property
    def domains(self):
        """[(domain, its tasks)], in the framework's order."""
        found = defaultdict(list)
        for task in self.tasks:
            found[task.capability.domain].append(task)
        return sorted(found.items(), key=lambda pair: pair[0].order)


def calls_on(user, periods) -> list[Call]:
    """What the person's organisations owe in these periods; of a closed one only what is not
    settled. Four queries, none for people who report on nothing.
    """
    assigned = permissions.standing(user).assigned
    if not assigned or not periods:
        return []
    bodies = {organisation for organisation, _capability in assigned}
    assignments = _assignments(user, assigned, periods)
    theirs = {"organisation__in": bodies, "period__in": periods}
    updates = {(row.period_id, *_pair(row)): row for row in _updates(user, theirs)}
    waived = Waiver.objects.filter(**theirs)
    waivers = {(row.period_id, *_pair(row)): row.reason for row in waived}
    extended = Extension.objects.filter(**theirs, until__gt=F("period__due_on"))
    extensions = {(row.period_id, row.organisation_id): row for row in extended}
    found = defaultdict(list)
    for period, assignment in product(periods, assignments):
        key = (period.pk, *_pair(assignment))
        task = _task(user, period, assignment, updates.get(key), waivers.get(key, ""))
        if _belongs(task):
            found[period, assignment.organisation].append(task)
    return [
        Call(organisation, period, extensions.get((period.pk, organisation.pk)), tasks)
        for (period, organisation), tasks in found.items()
    ]


def _pair(row):
    return row.organisation_id, row.capability_id


def _assignments(user, assigned, periods):
    """Those of the person, with the codes of the indicators of which they enter a value by now."""
    open_one = next((row for row in periods if row.state == ReportingPeriod.State.OPEN), None)
    rows = (
        Assignment.objects.in_force()
        .filter(organisation__in={body for body, _capability in assigned})
        .select_related("organisation", "capability__domain")
        .annotate(values=indicators_due.codes(open_one))
        .order_by("organisation__name", "capability__number", "pk")
    )
    found = [row for row in rows if _pair(row) in assigned]
    for row in found:
        if row.values and not indicators_due.may_enter(
            user, row.organisation_id, row.capability_id, open_one
        ):
            row.values = []
    return found


def _updates(user, theirs):
    """With who returned it and how many remarks are open."""
    is_lead = Membership.objects.in_force().filter(
        user=OuterRef("returned_by"), role=Role.DOM, domain=OuterRef("capability__domain")
    )
    rows = ProgressUpdate.objects.filter(**theirs)
    return (
        permissions.scope(user, Action.UPDATE_READ, rows)
        .select_related("saved_by")
        .annotate(
            is_returned_by_lead=Exists(is_lead),
            open_remarks=Count("comments", filter=Q(comments__resolved_at=None)),
        )
    )


def _task(user, period, assignment, update, waiver):
    if update is None:
        stand_in = ProgressUpdate(
            period=period, capability=assignment.capability, organisation=assignment.organisation
        )
        verb = START if permissions.can(user, Action.UPDATE_CREATE, stand_in) else ""
        return Task(assignment, period, None, waiver, verb)
    update.period, update.capability = period, assignment.capability
    verb = READ
    if permissions.can(user, Action.UPDATE_EDIT, update):
        verb = CORRECT if awaits_correction(update) else CONTINUE
    return Task(assignment, period, update, waiver, verb)


def _belongs(task):
    """Owed in the period at all; of a closed period only what is still under way."""
    if task.assignment.began_on > task.period.ends_on and task.update is None:
        return False
    return task.period.state == ReportingPeriod.State.OPEN or not task.is_settled
