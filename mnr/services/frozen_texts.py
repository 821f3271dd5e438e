"""Texts of withheld objects in what never changes: snapshots, submissions, the trail.

Nothing is taken out of these while an object is under review: they are read without its texts.
A purge takes the same places out for good.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from mnr.models import AuditEvent, ProgressUpdate, Quarantine
from mnr.models.quarantine import Kind
from mnr.services.content import UPDATE_TEXTS
from mnr.services.text_places import REMOVED, withheld_words

EVIDENCE_TEXTS = ("title", "publisher", "url", "registry_number")
REASONS = ("departure_reason", "lowering_reason", "rationale")
ORGANISATION_TEXTS = ("name", "short_name")

Path = list[str | int]


@dataclass(frozen=True)
class Hidden:
    """An object whose texts are left out; of an update also where it stands in a snapshot."""

    kind: str
    object_id: UUID
    period: str = ""
    number: int = 0
    organisation: str = ""


def hidden_now() -> list[Hidden]:
    """Every object that is withheld at present: one query, a second if updates are among them."""
    return hidden(Quarantine.objects.withheld().values_list("kind", "object_id"))


def hidden(pairs) -> list[Hidden]:
    """These objects by kind and id, updates with their places."""
    pairs = list(pairs)
    updates = {pk for kind, pk in pairs if kind == Kind.UPDATE}
    found = [Hidden(kind, pk) for kind, pk in pairs if kind != Kind.UPDATE]
    if updates:
        rows = ProgressUpdate.objects.filter(pk__in=updates).order_by("pk")
        for pk, period, number, body in rows.values_list(
            "pk", "period__code", "capability__number", "organisation_id"
        ):
            found.append(Hidden(Kind.UPDATE, pk, period, number, str(body)))
    return found


def read_without(content, paths_of, objects=None):
    """A copy of the content without the texts of withheld objects."""
    for item in hidden_now() if objects is None else objects:
        for path in paths_of(content, item):
            content = _with(content, path, "" if path[-1] == "url" else withheld_words())
    return content


def removed(content, paths):
    """A copy of the content with the texts at these places removed for good."""
    for path in paths:
        content = _with(content, path, "" if path[-1] == "url" else REMOVED)
    return content


def in_snapshot(content: dict, item: Hidden) -> list[Path]:
    """Where a snapshot holds texts of the object."""
    if item.kind == Kind.EVIDENCE:
        return list(_evidence(content, str(item.object_id)))
    if item.kind == Kind.ORGANISATION:
        return [
            ["organisations", place, name]
            for place, row in enumerate(content["organisations"])
            if row["id"] == str(item.object_id)
            for name in ORGANISATION_TEXTS
            if row[name]
        ]
    if item.kind == Kind.UPDATE:
        return list(_update_in_snapshot(content, item))
    if item.kind == Kind.ENTRY:
        return list(_entry_in_snapshot(content, str(item.object_id)))
    return []


def in_submission(update_id):
    """What finds the places in a submission of this update."""

    def paths_of(content, item):
        if item.kind == Kind.EVIDENCE:
            return list(_evidence(content, str(item.object_id)))
        if item.kind == Kind.UPDATE and item.object_id == update_id:
            return list(_update(content, []))
        return []

    return paths_of


CODES = ("confidence", "check", "answer", "enabler", "id", "kind", "assessed_in", "question")
TRAIL_TYPES = {  # an entry of a register has its own for each: its key is no other row's
    Kind.UPDATE: "progressupdate",
    Kind.COMMENT: "comment",
    Kind.EVIDENCE: "evidence",
    Kind.ORGANISATION: "organisation",
    Kind.PERSON: "user",
    Kind.ACTION: "planaction",
    Kind.REPORT: "report",
}


def in_changes(object_type: str, object_id: str):
    """What finds the places in the changes of an event about this object."""

    def paths_of(changes, item):
        is_of_kind = TRAIL_TYPES.get(Kind(item.kind), object_type) == object_type
        if is_of_kind and str(item.object_id) == object_id:
            return [path for path in leaves(changes) if not set(CODES) & set(map(str, path))]
        if item.kind == Kind.EVIDENCE:
            return list(_evidence(changes, str(item.object_id)))
        return []

    return paths_of


def events_of(kind, object_id):
    """What the trail tells of an object."""
    events = AuditEvent.objects.filter(object_id=str(object_id))
    type_ = TRAIL_TYPES.get(Kind(kind))
    return events.filter(object_type=type_) if type_ else events


def leaves(value, path=()) -> Iterator[Path]:
    """The places of every text that says something."""
    if isinstance(value, str):
        if value:
            yield list(path)
    elif isinstance(value, list | dict):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in items:
            yield from leaves(inner, (*path, step))


def plain(snapshot) -> dict:
    """The content of a snapshot as it is kept."""
    return json.loads(snapshot.content)


def at(content, path: Path):
    """What stands at a place."""
    for step in path:
        content = content[step]
    return content


def _update_in_snapshot(content, item):
    for place, row in enumerate(content["capabilities"]):
        if row["number"] != item.number:
            continue
        if content["period"]["code"] == item.period:
            for index, update in enumerate(row["updates"]):
                if update["organisation"] == item.organisation:
                    yield from _update(update, ["capabilities", place, "updates", index])
        standing = row["assessment"]
        if standing and (standing["organisation"], standing["accepted_in"]) == (
            item.organisation,
            item.period,
        ):
            yield from _assessment(standing, ["capabilities", place, "assessment"])


def _entry_in_snapshot(content, key):
    """The texts of a return; snapshots from before there were registers hold none."""
    for place, row in enumerate(content.get("registers", [])):
        for index, said in enumerate(row["returns"]):
            if said["id"] == key:
                names = (name for name, text in said["texts"].items() if text)
                yield from (["registers", place, "returns", index, "texts", name] for name in names)
    yield from _value_in_snapshot(content.get("indicators", {}), key)


def _value_in_snapshot(content, key):
    """The texts of a value of an indicator, and what it says where that is words."""
    groups = [
        (["indicators", "definitions", place, "values"], row["values"])
        for place, row in enumerate(content.get("definitions", []))
    ]
    groups.append((["indicators", "published"], content.get("published", [])))
    for path, rows in groups:
        for index, said in enumerate(rows):
            if said["id"] == key:
                yield [*path, index, "value"]
                names = (name for name, text in said["texts"].items() if text)
                yield from ([*path, index, "texts", name] for name in names)


def _update(content, prefix):
    yield from ([*prefix, name] for name in UPDATE_TEXTS if content[name])
    for index, _row in enumerate(content["obstacles"]):
        yield [*prefix, "obstacles", index, "text"]
    for index, row in enumerate(content.get("questions", [])):  # of older ones nothing was asked
        if row["text"]:
            yield [*prefix, "questions", index, "text"]
    if content["assessment"]:
        yield from _assessment(content["assessment"], [*prefix, "assessment"])


def _assessment(content, prefix):
    yield from ([*prefix, name] for name in REASONS if content.get(name))
    for index, row in enumerate(content["answers"]):
        if row["note"]:
            yield [*prefix, "answers", index, "note"]


def _evidence(value, key, path=()):
    """References to a document, wherever they stand."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _evidence(inner, key, (*path, index))
    elif isinstance(value, dict):
        if value.get("id") == key and "registry_number" in value:
            yield from ([*path, name] for name in EVIDENCE_TEXTS if value[name])
        for step, inner in value.items():
            yield from _evidence(inner, key, (*path, step))


def _with(content, path, value):
    """The content with another value at one place; what is not on the way is shared."""
    if not path:
        return value
    step, *rest = path
    copy = list(content) if isinstance(content, list) else dict(content)
    copy[step] = _with(content[step], rest, value)
    return copy
