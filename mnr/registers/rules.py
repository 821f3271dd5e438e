"""The rules of an entry, asked without the database: constraints of the model, and the guard.

Thousands of rows are judged at once. The same constraints stand in the database, so that what is
overlooked here is refused there, and nothing is stored.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext as _

from mnr import guard
from mnr.matching import matches
from mnr.models.entry_rules import field_of
from mnr.models.fields import Total
from mnr.services.entries import texts_of


def broken(entry, related) -> Iterator[tuple[str, str]]:
    """(field or "", what to do) for each rule that the entry breaks by itself.

    A rule over several fields is not asked if one of them could not be read.
    """
    yield from _of_cells(entry)
    for constraint in entry._meta.constraints:
        if not isinstance(constraint, CheckConstraint) or _is_unread(constraint, entry):
            continue
        if not holds(constraint.condition, entry):
            yield field_of(constraint, type(entry)), str(constraint.get_violation_error_message())
    try:
        entry.clean()
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            yield from ((name, m) for name, found in error.message_dict.items() for m in found)
        else:
            yield from (("", message) for message in error.messages)


def _of_cells(entry):
    """Of each field by itself, and of its text what the guard asks about."""
    for field in entry._meta.fields:
        if field.editable and not field.is_relation and field.name not in entry.unread:
            yield from _of_field(entry, field)
    for field in texts_of(type(entry)):
        found = guard.asks(guard.findings(getattr(entry, field.name) or ""))
        if found and field.name not in entry.unread:
            yield field.name, " ".join(map(str, guard.sentences(found)))


def _is_unread(constraint, entry) -> bool:
    return bool(entry.unread) and not entry.unread.isdisjoint(_named_in(constraint.condition))


def _named_in(condition) -> Iterator[str]:
    """Every column that a condition, or what it compares with, speaks of."""
    if isinstance(condition, F):
        yield condition.name  # type: ignore[attr-defined]
    elif isinstance(condition, Total):
        for part in condition.get_source_expressions():
            yield from _named_in(part)
    elif isinstance(condition, Q):
        for child in condition.children:
            if isinstance(child, tuple):
                yield child[0].partition("__")[0]
                yield from _named_in(child[1])
            else:
                yield from _named_in(child)


def _of_field(entry, field):
    raw = getattr(entry, field.attname)
    if raw in field.empty_values:
        if not field.blank:
            is_flag = isinstance(field, BooleanField)
            yield field.name, _("Write Yes or No.") if is_flag else _("Fill this in.")
        return
    try:
        field.clean(raw, entry)
    except ValidationError as error:
        yield from ((field.name, _in_our_words(each)) for each in error.error_list)


def _in_our_words(error) -> str:
    """What is wrong with a value; the framework's own words tell people too little."""
    if error.code == "max_length":
        words = _("Shorten it to %(limit_value)d characters. It has %(show_value)d.")
        return words % error.params
    if error.code in ("max_digits", "max_whole_digits", "max_value"):
        return _("Write a smaller number.")
    return str(error.messages[0])


def unique_sets(model) -> list[UniqueConstraint]:
    """The constraints by which an entry is there once."""
    return [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.fields
    ]


def holds(condition, entry) -> bool:
    """Whether a condition holds for an entry; what compares with nothing holds, as in SQL."""
    return matches(_filled(condition, entry), entry)


def _worth(expression, entry):
    """What a column, or a total of columns, is for an entry; None if it is not known."""
    if isinstance(expression, F):
        return getattr(entry, expression.name)  # type: ignore[attr-defined]
    parts = [_worth(part, entry) for part in expression.get_source_expressions()]
    return None if None in parts else sum(parts)


def _filled(condition, entry):
    """The condition with the entry's own values in the place of F()."""
    children = []
    for child in condition.children:
        if isinstance(child, Q):
            children.append(_filled(child, entry))
            continue
        path, wanted = child
        if isinstance(wanted, F | Total):
            wanted = _worth(wanted, entry)
            if wanted is None:
                continue  # unknown: this comparison refuses nothing
        children.append((path, wanted))
    filled = Q(*children, _connector=condition.connector)
    filled.negated = condition.negated
    return filled
