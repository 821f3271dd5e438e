"""The regions of the country: reference data in two levels, brought in as one list."""

import csv
import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mnr import permissions
from mnr.models import Region
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import Refused

HEADINGS = ("code", "name", "within")
MOST = 2000
MORE_PROBLEMS = 20
NAMED = 10  # regions that a refusal names
FIELDS = ("code", "name", "within_id", "withdrawn_on")
TWICE = gettext_lazy("The code %(code)s stands there twice.")
UNKNOWN = gettext_lazy("%(code)s is named as the upper region, and is not in the list.")
TOO_DEEP = gettext_lazy("%(code)s lies within a region that itself lies within one: two levels.")


class ChangedMeanwhile(Refused):
    """Another list stands than the one that was changed into this one."""


@dataclass(frozen=True)
class Line:
    """A line of the list: a region, and the code of the one that it lies within, if any."""

    number: int
    code: str
    name: str
    within: str = ""


@dataclass(frozen=True)
class Outcome:
    """How many regions the list makes, changes, leaves alone and withdraws."""

    new: int
    changed: int
    same: int
    withdrawn: int


def as_text() -> str:
    """The list as it stands, in the form in which it is brought in."""
    rows = Region.objects.current().select_related("within")
    upper_first = sorted(rows, key=lambda row: (row.within_id is not None, row.code))
    return "\n".join(
        ";".join([row.code, row.name, row.within.code if row.within else ""]) for row in upper_first
    )


def digest() -> str:
    """Which list stands: another one has another digest."""
    return hashlib.sha256(as_text().encode()).hexdigest()


def read(text: str) -> list[Line]:
    """The lines of a text, each code;name;code of the upper region. Raises Refused for others."""
    lines, problems = [], []
    for number, cells in enumerate(_cells(text), start=1):
        if not any(cells) or (number == 1 and cells[0].lower() == HEADINGS[0]):
            continue
        if len(cells) < 2 or len(cells) > 3 or not all(cells[:2]):
            words = _("Line %(line)d: write code;name, and ;code of the upper region if any.")
            problems.append(words % {"line": number})
        else:
            lines.append(Line(number, *cells))
    _refuse(problems or _wrong(lines))
    return lines


def _cells(text) -> list[list[str]]:
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=";" if ";" in text else ","))
    except csv.Error as error:  # a line without end, or a quotation that does not close
        raise Refused(
            _("A line cannot be read: write code;name, without quotation marks.")
        ) from error
    return [[cell.strip() for cell in row] for row in rows]


@transaction.atomic
def set_regions(*, text: str, by, seen: str = "", withdraws: bool = True) -> Outcome:
    """Bring the whole list in: all or nothing. A region that it lacks is withdrawn, not deleted.

    `seen` is the digest of the list that was changed into this one. Raises Refused, naming each
    line that is wrong and why, if another list stands by now, or if a region would be withdrawn
    although nobody said so.
    """
    permissions.require(by, Action.REGION_EDIT)
    lines = read(text)
    known = {row.code: row for row in Region.objects.select_for_update()}
    if seen and seen != digest():
        raise ChangedMeanwhile(_changed_meanwhile(lines))
    counts = {"new": 0, "changed": 0, "same": 0}
    for line in sorted(lines, key=lambda line: bool(line.within)):  # upper ones first
        counts[_store(line, known, by)] += 1
    listed = {line.code for line in lines}
    gone = [row for row in known.values() if row.code not in listed and not row.withdrawn_on]
    if gone and not withdraws:
        raise Refused(_would_withdraw(gone), field="withdraws")
    for row in gone:
        _write(row, {"withdrawn_on": timezone.localdate()}, by)
    return Outcome(**counts, withdrawn=len(gone))


def _changed_meanwhile(lines) -> str:
    sent = {(line.code, line.name, line.within) for line in lines}
    rows = Region.objects.current().select_related("within").order_by("code")
    stands = [(row.code, row.name, row.within.code if row.within else "") for row in rows]
    other = ["“" + ";".join(row).rstrip(";") + "”" for row in stands if row not in sent]
    told = ", ".join(other[:NAMED]) + ("…" if len(other) > NAMED else "")
    return _(
        "Somebody changed the list since you opened it. What stands by now and not in yours: "
        "%(lines)s. Take over what is to stay, and send it again."
    ) % {"lines": told or _("nothing")}


def _would_withdraw(rows) -> str:
    names = [f"{row.name} ({row.code})" for row in rows[:NAMED]]
    return ngettext(
        "%(count)d region is not in the list, and would be withdrawn: %(names)s. Say that it is "
        "meant, or put it back.",
        "%(count)d regions are not in the list, and would be withdrawn: %(names)s. Say that it is "
        "meant, or put them back.",
        len(rows),
    ) % {"count": len(rows), "names": ", ".join(names) + ("…" if len(rows) > NAMED else "")}


def _wrong(lines) -> list[str]:
    """What is wrong with the list as a whole."""
    if not lines:
        return [_("The list is empty. Without regions, leave it as it is.")]
    if len(lines) > MOST:
        return [_("At most %(most)d regions.") % {"most": MOST}]
    within = {line.code: line.within for line in lines}
    found, seen = [], set()
    for line in lines:
        if line.code in seen:
            found.append((line, TWICE % {"code": line.code}))
        elif line.within and line.within not in within:
            found.append((line, UNKNOWN % {"code": line.within}))
        elif line.within and within[line.within]:
            found.append((line, TOO_DEEP % {"code": line.code}))
        seen.add(line.code)
    return [_numbered(line, words) for line, words in found]


def _store(line, known, by) -> str:
    row = known.get(line.code) or Region(code=line.code)
    upper = known[line.within] if line.within else None
    wanted = {"name": line.name, "within_id": upper and upper.pk, "withdrawn_on": None}
    is_new = row._state.adding
    try:
        is_written = _write(row, wanted, by)
    except ValidationError as error:
        raise Refused(_numbered(line, " ".join(error.messages))) from error
    known[line.code] = row
    return "new" if is_new else "changed" if is_written else "same"


def _write(row, wanted, by) -> bool:
    before = {} if row._state.adding else {name: getattr(row, name) for name in FIELDS}
    for name, value in wanted.items():
        setattr(row, name, value)
    changes = audit.changed(before, {name: getattr(row, name) for name in FIELDS})
    if changes:
        row.full_clean()
        row.save()
        audit.record(Action.REGION_EDIT, row, by, changes)
    return bool(changes)


def _numbered(line, words):
    return _("Line %(line)d: %(words)s") % {"line": line.number, "words": words}


def _refuse(problems):
    if problems:
        more = len(problems) - MORE_PROBLEMS
        told = problems[:MORE_PROBLEMS] + ([_("And %(more)d more.") % {"more": more}] * (more > 0))
        raise Refused(" ".join(told), "text")
