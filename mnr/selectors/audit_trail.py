"""The trail as a list: who did what to which object, and what changed, in words."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from mnr import permissions
from mnr.models import (
    AuditEvent,
    Evidence,
    Membership,
    Organisation,
    ProgressUpdate,
    ReportingPeriod,
    User,
)
from mnr.roles import Action
from mnr.selectors import doers
from mnr.services import frozen_texts

# What organisations write is read on its own pages, by those who may; here, only that it changed.
# The history of a document says it to those who may read the document.
DOCUMENT = "evidence"
WRITTEN = ("progressupdate", "comment", DOCUMENT)
OPEN_FIELDS = ("submission", "comment", "item", "dated", "editable_until", "withdrawn_on")
LONGEST = 160
WORDS = {
    "denied": _lazy("Turned away"),
    "session.begin": _lazy("Signed in"),
    "session.fail": _lazy("Sign-in failed"),
    "session.end": _lazy("Signed out"),
    "token.end": _lazy("A token’s time was over"),
    "audit.purge": _lazy("Contents of events purged"),
    "report.seen": _lazy("Page of a report opened"),
    "report.read_internal": _lazy("Report taken away"),
}


@dataclass(frozen=True)
class Change:
    """One field before and after; `is_told` False says only that it changed."""

    label: str
    before: str = ""
    after: str = ""
    is_told: bool = True

    def __str__(self):
        if not self.is_told:
            return _("%(label)s: changed") % {"label": self.label}
        return f"{self.label}: {self.before} → {self.after}"


@dataclass(frozen=True)
class Line:
    """One event in words."""

    event: AuditEvent
    who: str
    where: str  # if a person did it by a command or a job
    what: str
    about: str
    changes: list

    @property
    def told(self):
        """The changes that are shown."""
        return [change for change in self.changes if change.is_told]

    @property
    def untold(self):
        """Those of which only the field is named."""
        return [change for change in self.changes if not change.is_told]


def lines(events, reader=None) -> list[Line]:
    """The events of one page, with their people and objects read at once.

    A reader is told what their documents said; without one, only that they changed.
    """
    events = list(events)
    people = User.objects.in_bulk({event.actor_id for event in events} - {None})
    names, hidden = _names(events), frozen_texts.hidden_now()
    readable = _readable(events, reader) if reader else frozenset()
    return [
        Line(
            event=event,
            who=doers.name_of(event, people),
            where=doers.place_of(event) if event.actor_id in people else "",
            what=action_words(event.action),
            about=_about(event, names),
            changes=_changes(event, hidden, event.object_id in readable),
        )
        for event in events
    ]


def action_words(action) -> str:
    """An action of the matrix as words: "update.submit" is "Update: submit"."""
    if action in WORDS:
        return str(WORDS[action])
    thing, _dot, deed = action.partition(".")
    return f"{capfirst(thing)}: {deed.replace('_', ' ')}" if deed else capfirst(thing)


def type_words(object_type) -> str:
    """A kind of object by the name that its model has."""
    try:
        return capfirst(apps.get_model("mnr", object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def _names(events):
    """{(type, id): words} of the objects that are still there."""
    found = {}
    for model, related in (
        (ProgressUpdate, ("period", "capability", "organisation")),
        (ReportingPeriod, ()),
        (Membership, ("user",)),
        (Organisation, ()),
        (User, ()),
    ):
        kind = model._meta.model_name
        keys = {event.object_id for event in events if event.object_type == kind}
        for row in model.objects.filter(pk__in=keys).select_related(*related) if keys else ():
            found[kind, str(row.pk)] = _name(row)
    bodies = {str(event.organisation_id) for event in events if event.organisation_id}
    for row in Organisation.objects.filter(pk__in=bodies) if bodies else ():
        found["organisation", str(row.pk)] = row.label
    return found


def _name(row):
    if isinstance(row, ProgressUpdate):
        return f"{row.period.code}, {row.capability}, {row.organisation.label}"
    return str(row)


def _about(event, names):
    body = names.get(("organisation", str(event.organisation_id)), "")
    return names.get((event.object_type, event.object_id), body)


def _told(event, hidden):
    """What changed, without the texts of what is withheld."""
    paths_of = frozen_texts.in_changes(event.object_type, event.object_id)
    return frozen_texts.read_without(event.changes, paths_of, hidden)


def _readable(events, reader):
    """The keys of those documents that the reader may read."""
    keys = {event.object_id for event in events if event.object_type == DOCUMENT}
    rows = Evidence.objects.filter(pk__in=keys)
    found = permissions.scope(reader, Action.EVIDENCE_READ, rows) if keys else ()
    return frozenset(str(row.pk) for row in found)


def _changes(event, hidden, is_readable):
    """Each field before and after; of a document, what is withheld only by its name."""
    told = _told(event, hidden)
    if not is_readable:
        return [_change(event, key, value) for key, value in told.items()]
    found = []
    for key, value in told.items():
        before, after = map(_words, event.changes[key])
        if key != "id" and before != after:
            is_told = value == event.changes[key]
            label = _label(event.object_type, key)
            found.append(Change(label, before, after) if is_told else Change(label, is_told=False))
    return found


def _change(event, key, value):
    label = _label(event.object_type, key)
    if event.object_type in WRITTEN and key not in OPEN_FIELDS:
        return Change(label, is_told=False)
    is_pair = isinstance(value, list) and len(value) == 2
    before, after = value if is_pair else (None, value)
    return Change(label, _words(before), _words(after))


def _label(object_type, key):
    try:
        return capfirst(apps.get_model("mnr", object_type)._meta.get_field(key).verbose_name)
    except (LookupError, FieldDoesNotExist, AttributeError):
        return capfirst(key.replace("_", " "))


def _words(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return _("nothing")
    return Truncator(str(value)).chars(LONGEST)
