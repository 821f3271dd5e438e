"""What an import would do: which rows make an entry, which change one, and what is wrong where."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from mnr.forms.text import echoed
from mnr.registers import layout
from mnr.registers.glossary import advised, lexicon
from mnr.registers.judging import BATCH, Judge
from mnr.registers.outcomes import (
    CHANGED,
    CHANGED_SINCE,
    LEFT_ALONE,
    LONGEST_VALUE,
    NEW,
    SAME,
    WITHDRAWN_SINCE,
    Plan,
    Problem,
)
from mnr.registers.reading import Line, Unreadable

__all__ = [
    "BATCH",
    "CHANGED",
    "CHANGED_SINCE",
    "LEFT_ALONE",
    "NEW",
    "SAME",
    "WITHDRAWN_SINCE",
    "Plan",
    "lines_of",
    "plan",
]


def plan(
    register, lines: list[Line], by, progress=lambda percent: None, wrong: Sequence[Problem] = ()
) -> Plan:
    """Judge every row. Raises Unreadable where the headings are not the register's.

    `wrong` is what was found in other rows of the file before.
    """
    found, words = Plan(problems=list(wrong)), lexicon()
    if not lines and not found.problems:
        raise Unreadable(_("The file has no rows below its headings."))
    judge = Judge(register, by, _columns(register, lines))
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        judge.look_up(batch)
        for line in batch:
            _judge(judge, line, found, words)
        progress(round(100 * (start + len(batch)) / len(lines)))
    if wrong:
        found.problems.sort(key=lambda one: (one.sheet, one.row))
    return found


def _judge(judge, line, found, words):
    problems: list[Problem] = []
    outcome = judge.outcome(line, problems)
    found.problems += problems
    if not problems and outcome is not None:
        found.outcomes.append(outcome)
        if outcome.what in (NEW, CHANGED):
            found.advice += advised(judge.register, line, outcome.entry, words)


def _columns(register, lines) -> dict:
    """{heading as written: column}."""
    known = {}
    for column in layout.columns(register):
        known[column.label.casefold()] = known[column.name.casefold()] = column
    headings = {heading for line in lines for heading in line.cells}
    strange = sorted(heading for heading in headings if heading.casefold() not in known)
    if strange:
        raise Unreadable(
            _("This register has no column “%(name)s”. Its columns are: %(columns)s.")
            % {
                "name": echoed(strange[0], LONGEST_VALUE),
                "columns": ", ".join(column.label for column in layout.columns(register)),
            }
        )
    return {heading: known[heading.casefold()] for heading in headings}


def lines_of(rows: Iterable) -> list[Line]:
    """Rows as they were kept between the look and the confirmation."""
    return [Line(sheet, number, cells) for sheet, number, cells in rows]
