"""Whose words a reader of the trail is told: of documents and entries that they may read."""

from collections import defaultdict
from dataclasses import dataclass

from mnr import permissions
from mnr.models import Evidence
from mnr.roles import Action
from mnr.selectors import trail_words
from mnr.services.entries import actions_on

INTERNAL = frozenset({"internal_note"})


@dataclass(frozen=True)
class Readable:
    """A row that the reader may read: what it is called, and the fields that are not for them."""

    name: str = ""
    untold: frozenset = frozenset()


def readable(events, reader) -> dict[tuple[str, str], Readable]:
    """{(type, id): what the reader may know} of the documents and entries of these events."""
    keys = defaultdict(set)
    for event in events:
        keys[event.object_type].add(event.object_id)
    found: dict[tuple[str, str], Readable] = {}
    for kind, ids in keys.items():
        if kind == Evidence._meta.model_name:
            rows = permissions.scope(reader, Action.EVIDENCE_READ, Evidence.objects.all())
            found |= {(kind, str(row.pk)): Readable() for row in rows.filter(pk__in=ids)}
        elif trail_words.is_entry(kind):
            found |= _entries(kind, ids, reader)
    return found


def _entries(kind, ids, reader):
    model = trail_words.model_of(kind)
    actions, rows = actions_on(model), model._default_manager.filter(pk__in=ids)
    rows = rows.select_related("organisation", *(["period"] if model.is_return else []))
    inner = set(permissions.scope(reader, actions.read_internal, rows).values_list("pk", flat=True))
    return {
        (kind, str(row.pk)): Readable(str(row), frozenset() if row.pk in inner else INTERNAL)
        for row in permissions.scope(reader, actions.read, rows)
    }
