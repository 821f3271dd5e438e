"""The trail as a list: who did what to which object, and what changed, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mnr.models import (
    AuditEvent,
    Membership,
    Organisation,
    ProgressUpdate,
    ReportingPeriod,
    User,
)
from mnr.selectors import doers, trail_readers, trail_words
from mnr.services import frozen_texts

# What organisations write is read on its own pages, by those who may; here, only that it changed.
# The history of a document or an entry says it to those who may read that.
WRITTEN = ("progressupdate", "comment", "evidence")
CHANGED = "changed"  # recorded of people instead of what they wrote
OPEN_FIELDS = ("submission", "comment", "item", "dated", "editable_until", "withdrawn_on")


@dataclass(frozen=True)
class Change:
    """One field before and after, in words and codes; untold, it says only that it changed."""

    label: str
    before: str = ""
    after: str = ""
    is_told: bool = True
    key: str = ""
    codes: tuple = (None, None)

    def __str__(self):
        if not self.is_told:
            return _("%(label)s: changed") % {"label": self.label}
        if not self.before:
            return f"{self.label}: {self.after}"
        return f"{self.label}: {self.before} → {self.after or _('nothing')}"

    @property
    def code(self) -> str:
        """The same for machines."""
        if not self.is_told:
            return f"{self.key}: changed"
        before, after = ("" if value is None else value for value in self.codes)
        return f"{self.key}: {before} → {after}"


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
        """The changes of which there is something before."""
        return [change for change in self.changes if change.is_told and change.before]

    @property
    def first(self):
        """Those that say something for the first time."""
        return [change for change in self.changes if change.is_told and not change.before]

    @property
    def untold(self):
        """Those of which only the field is named."""
        return [change for change in self.changes if not change.is_told]


def lines(events, reader=None) -> list[Line]:
    """The events of one page, with their people and objects read at once.

    A reader is told what documents and entries said that they may read; others, that they changed.
    """
    events = list(events)
    people = User.objects.in_bulk({event.actor_id for event in events} - {None})
    names, hidden = _names(events), frozen_texts.hidden_now()
    told = names | {("user", str(key)): str(person) for key, person in people.items()}
    readable = trail_readers.readable(events, reader) if reader else {}
    names |= {thing: row.name for thing, row in readable.items() if row.name}
    return [
        Line(
            event=event,
            who=doers.name_of(event, people),
            where=doers.place_of(event) if event.actor_id in people else "",
            what=trail_words.action_words(event.action),
            about=_about(event, names),
            changes=_changes(event, hidden, readable.get(_thing(event)), told),
        )
        for event in events
    ]


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
    named = trail_words.named_in(events)
    named["organisation"] |= {str(row.organisation_id) for row in events if row.organisation_id}
    return found | trail_words.names_of(named)


def _name(row):
    if isinstance(row, ProgressUpdate):
        return f"{row.period.code}, {row.capability}, {row.organisation.label}"
    return str(row)


def _about(event, names):
    body = names.get(("organisation", str(event.organisation_id)), "")
    return names.get(_thing(event), body)


def _told(event, hidden):
    """What changed, without the texts of what is withheld."""
    paths_of = frozen_texts.in_changes(event.object_type, event.object_id)
    return frozen_texts.read_without(event.changes, paths_of, hidden)


def _thing(event):
    return event.object_type, event.object_id


def _changes(event, hidden, readable, names):
    """Each field before and after; of what is readable, what is withheld only by its name."""
    told = _told(event, hidden)
    if readable:
        found = [
            _change_of_readable(event, readable, key, value, names) for key, value in told.items()
        ]
    else:
        found = [_change(event, key, value, names) for key, value in told.items()]
    return [change for change in found if change and not _says_nothing(change)]


def _says_nothing(change):
    return change.is_told and not change.before and not change.after


def _change_of_readable(event, readable, key, value, names):
    change = _pair(event, key, event.changes[key], names, longest=None)
    if key == "id" or change.before == change.after:
        return None
    is_told = value == event.changes[key] and key not in readable.untold
    return change if is_told else Change(change.label, is_told=False, key=key)


def _change(event, key, value, names):
    is_written = event.object_type in WRITTEN or trail_words.is_entry(event.object_type)
    if (is_written and key not in OPEN_FIELDS) or value == CHANGED:
        return Change(trail_words.label(event.object_type, key), is_told=False, key=key)
    return _pair(event, key, value, names)


def _pair(event, key, value, names, longest=trail_words.LONGEST):
    is_pair = isinstance(value, list) and len(value) == 2
    codes = tuple(value) if is_pair else (None, value)
    before, after = (trail_words.value_words(event, key, part, names, longest) for part in codes)
    return Change(trail_words.label(event.object_type, key), before, after, key=key, codes=codes)
