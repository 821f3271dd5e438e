"""Objects that somebody can read, by the kinds of which content can be reported."""

from django.http import Http404

from mnr import permissions
from mnr.models import Comment, Evidence, Organisation, PlanAction, ProgressUpdate, User
from mnr.models.quarantine import Kind
from mnr.roles import Action
from mnr.selectors.reports import visible_reports
from mnr.services import text_places
from mnr.services.entries import actions_on

READS = (Action.UPDATE_READ, Action.UPDATE_READ_INTERNAL, Action.UPDATE_READ_PUBLIC)
CLOSED = (Action.UPDATE_READ, Action.UPDATE_READ_INTERNAL)


def readable(user, kind, object_id):
    """The object, if the person can read it; 404 otherwise, whether it exists or not."""
    if kind == Kind.ENTRY:
        row = _entry(user, object_id)
    else:
        rows = FINDERS.get(kind)
        row = rows and rows(user).filter(pk=object_id).first()
    if row is None:
        raise Http404
    return row


def _entry(user, object_id):
    row = text_places.find(Kind.ENTRY, object_id)
    return row if row and permissions.can(user, actions_on(type(row)).read, row) else None


def _updates(user, actions=READS):
    rows = ProgressUpdate.objects.all()
    found = ProgressUpdate.objects.none()
    for action in actions:
        found |= permissions.scope(user, action, rows)
    return found


def _comments(user):
    updates = permissions.scope(user, Action.NOTE_READ, ProgressUpdate.objects.all())
    return Comment.objects.filter(update__in=updates)


def _evidence(user):
    """One's own documents, and those that a readable update refers to."""
    own = permissions.scope(user, Action.EVIDENCE_READ, Evidence.objects.all())
    read = Evidence.objects.filter(updates__in=_updates(user, CLOSED))
    return Evidence.objects.filter(pk__in=own.values("pk")) | Evidence.objects.filter(
        pk__in=read.values("pk")
    )


FINDERS = {
    Kind.UPDATE: _updates,
    Kind.COMMENT: _comments,
    Kind.EVIDENCE: _evidence,
    Kind.ORGANISATION: lambda user: permissions.scope(
        user, Action.ORG_READ, Organisation.objects.all()
    ),
    Kind.PERSON: lambda user: permissions.scope(user, Action.USER_DIRECTORY, User.objects.all()),
    Kind.ACTION: lambda user: permissions.scope(user, Action.PLAN_READ, PlanAction.objects.all()),
    Kind.REPORT: visible_reports,
}
