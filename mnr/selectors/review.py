"""An update as its reviewers need it: all of it, and what changed since they last saw it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import (
    Assessment,
    Comment,
    EvidenceCheck,
    ProgressUpdate,
    ReportingPeriod,
    Submission,
)
from mnr.roles import Action
from mnr.selectors.changes import Comparison, compare, enabler_titles
from mnr.services import frozen_texts
from mnr.services.content import assessment_content, update_content, updates_with_content

State = ProgressUpdate.State
SUBMISSION, PERIOD, NOTHING = "submission", "period", "nothing"


@dataclass(frozen=True)
class Dossier:
    """Everything on one screen. `against` is the comparison that the page shows."""

    update: ProgressUpdate
    against: Comparison
    since_submission: Comparison | None
    since_period: Comparison | None
    earlier: Submission | None
    standing: Assessment | None
    checks: dict
    comments: dict
    may_read_comments: bool

    def changed_since(self, key):
        """The labels of those comparisons in which an item changed."""
        both = (self.since_submission, self.since_period)
        return [row.label for row in both if row and key in row.changed]


def dossier(user, pk, against="") -> Dossier | None:
    """The update with its comparisons, or None if its content is not the reader's to read.

    `against` chooses what is compared: submission, period or nothing.
    """
    rows = _with_its_past(permissions.scope(user, Action.UPDATE_READ, ProgressUpdate.objects), pk)
    update = rows.pop(pk, None)
    if update is None:
        return None
    checks, earlier = _checks(update), _earlier_submission(update)
    readable = [row for row in rows.values() if may_read(user, row)]
    facts = {"enablers": _enablers(update), "codes": list(checks)}
    may_read_comments = bool(permissions.can(user, Action.NOTE_READ, update))
    return Dossier(
        update=update,
        earlier=earlier,
        standing=_standing(update, readable),
        checks=checks,
        comments=comments_by_item(update) if may_read_comments else {},
        may_read_comments=may_read_comments,
        **_comparisons(update, earlier, readable, facts, against),
    )


def may_read(user, update) -> bool:
    """Whether the person may read the inside of an update, published or not."""
    return any(
        permissions.can(user, action, update)
        for action in (Action.UPDATE_READ, Action.UPDATE_READ_INTERNAL)
    )


def comments_by_item(update) -> dict:
    """{item: comments}, the oldest first."""
    found = defaultdict(list)
    for comment in Comment.objects.filter(update=update).select_related("by", "resolved_by"):
        found[comment.item].append(comment)
    return dict(found)


def waiting_for(user):
    """The updates that the person may endorse or accept now, the longest waiting first."""
    rows = ProgressUpdate.objects.filter(
        period__state__in=(ReportingPeriod.State.OPEN, ReportingPeriod.State.CLOSED)
    )
    return (
        permissions.scope(user, Action.UPDATE_ENDORSE, rows)
        | permissions.scope(user, Action.UPDATE_ACCEPT, rows)
    ).order_by("submitted_at", "pk")


def _with_its_past(readable, pk):
    """{key: update} of this one, its organisation's last accepted one, and the one whose
    assessment stands; with everything that they say. In one query, and four for what they hold.
    """
    this = readable.filter(pk=pk).order_by()
    past = ProgressUpdate.objects.filter(
        state=State.ACCEPTED,
        capability__in=this.values("capability"),
        period__starts_on__lt=Subquery(this.values("period__starts_on")[:1]),
    ).order_by("-period__starts_on")
    last = past.filter(organisation__in=this.values("organisation")).values("pk")[:1]
    assessed = past.filter(assessment__isnull=False).values("pk")[:1]
    rows = updates_with_content(
        ProgressUpdate.objects.filter(
            Q(pk__in=this.values("pk")) | Q(pk__in=last) | Q(pk__in=assessed)
        )
    ).select_related(
        "capability__domain",
        "submitted_by",
        "endorsed_by",
        "accepted_by",
        "returned_by",
    )
    return {row.pk: row for row in rows}


def _checks(update):
    rows = EvidenceCheck.objects.filter(capability=update.capability_id, withdrawn_on=None)
    return {check.code: check for check in rows}


def _enablers(update):
    return enabler_titles(update.capability.edition_id)


def _comparisons(update, earlier, readable, facts, against):
    content = update_content(update)
    since = {
        SUBMISSION: _since_submission(content, earlier, facts),
        PERIOD: _since_period(update, content, readable, facts),
    }
    return {
        "against": _chosen(since, against) or compare(content, None, **facts),
        "since_submission": since[SUBMISSION],
        "since_period": since[PERIOD],
    }


def _chosen(since, against):
    """The comparison that was asked for, or the first that found changes; None if not wanted."""
    if against == NOTHING or since.get(against):
        return since.get(against)
    both = [row for row in since.values() if row]
    return next((row for row in both if row.changed), both[0] if both else None)


def _earlier_submission(update):
    """The submission before the present one; while it is a draft, the last one."""
    is_written = update.state == State.DRAFT
    number = update.submission_number if is_written else update.submission_number - 1
    return Submission.objects.filter(update=update, number=number).first() if number else None


def _since_submission(content, earlier, facts):
    if earlier is None:
        return None
    before = frozen_texts.read_without(
        earlier.content, frozen_texts.in_submission(earlier.update_id)
    )
    return compare(content, before, label=_("submission %(n)s") % {"n": earlier.number}, **facts)


def _since_period(update, content, readable, facts):
    """Beside the organisation's last accepted update, and the assessment that stood."""
    own = [row for row in readable if row.organisation_id == update.organisation_id]
    last = max(own, key=lambda row: row.period.starts_on, default=None)
    assessed = _standing(update, readable)
    if last is None and assessed is None:
        return None
    before = update_content(last) if last else dict(content)
    before["assessment"] = None
    before["questions"] = content["questions"]  # each period asks anew
    if assessed and content["assessment"]:
        # the reason for an earlier fall has nothing to say about this one
        before["assessment"] = assessment_content(assessed) | {"lowering_reason": ""}
    label = last.period.code if last else assessed.update.period.code
    return compare(content, before, label=label, **facts)


def _standing(update, readable):
    """The assessment that stands until this update brings another."""
    found = [row.assessment for row in readable if getattr(row, "assessment", None)]
    return max(found, key=lambda row: row.update.period.starts_on, default=None)
