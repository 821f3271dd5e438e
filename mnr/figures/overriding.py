"""Single counts that two people decided to show though they are hidden, or to hide though not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mnr.figures.cells import Part, Slice, is_counted, part_of, stretch_of
from mnr.measures import nesting


@dataclass(frozen=True)
class Override:
    """A decision on one count: where it stands, and what the edition says of the decision."""

    told: dict
    stretch: str
    part: Part

    @property
    def is_shown(self) -> bool:
        return self.told["is_shown"]


def mark(
    rows: Iterable[dict],
    slices: Sequence[Slice],
    past: Sequence[Sequence[Slice]],
    overrides: Sequence[dict],
) -> list[Override]:
    """Note in the slices what is opened and closed; the decisions that are about one of them.

    A decision is about a value as it was when it was asked for: one that changed since is another.
    What an earlier edition opened stays open as long as it is the same number.
    """
    by_key = {one.key: one for one in slices}
    _keep_open(by_key, (each for edition in past for each in edition))
    values = {(value["id"], value["version"]): value for value in rows}
    found = []
    for told in overrides:
        value = values.get((told["value"], told["version"]))
        if value is None or not is_counted(value):
            continue
        one = Override(told, nesting.name(stretch_of(value)), part_of(value))
        if _take(by_key.get(one.stretch), one):
            found.append(one)
    return found


def _keep_open(by_key: dict[str, Slice], earlier: Iterable[Slice]) -> None:
    for then in earlier:
        now = by_key.get(then.key)
        if now is None:
            continue
        same = (part for part in then.opened if now.counts.get(part) == then.counts.get(part))
        now.opened.update(same)


def _take(stood: Slice | None, one: Override) -> bool:
    """Open or close the count; only a plain number can be opened."""
    count = stood.counts.get(one.part) if stood else None
    if stood is None or count is None or (one.is_shown and not isinstance(count, int)):
        return False
    if one.is_shown:
        stood.opened.add(one.part)
    else:
        stood.opened.discard(one.part)
        stood.closed.add(one.part)
    return True
