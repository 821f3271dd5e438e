"""What a declaration must have, said before anybody opens a page."""

from django.core import checks
from django.core.exceptions import FieldDoesNotExist

from mnr.registers.base import KEEPING, LAST
from mnr.registers.registry import registry

NAMED = ("fields", "list_columns", "filters", "search_fields")


def check_registers(app_configs=None, **kwargs):
    """Every name in a declaration exists, every field is entered, every choice can be filtered."""
    return [
        checks.Error(f"{type(register).__name__}: {said}", id="mnr.register")
        for register in registry.everything
        for said in _wrong(register)
    ]


def _wrong(register):
    for attribute in NAMED:
        for name in getattr(register, attribute):
            if not _has(register.model, name):
                yield f"{attribute} names “{name}”, which the model lacks."
    if not register.capabilities:
        yield "names no capability."
    if not set(register.capabilities) <= set(range(1, 22)):
        yield "names a capability that the framework lacks."
    yield from _wrong_fields(register)
    yield from _wrong_figures(register)


def _wrong_figures(register):
    """What disclosure control could not keep safe: it knows wholes and the parts right below."""
    for key, figure in register.figures.items():
        whole = register.figures.get(figure.part_of) if figure.part_of else figure
        if whole is None or whole.counts_people != figure.counts_people:
            yield f"{key} is part of a figure that it does not have, or that is counted otherwise."
        elif whole is not figure and whole.part_of:
            yield f"{key} is part of a figure that is a part itself."
    if register.is_return and register.counts_people != _has_counts(register):
        yield "its model must say by counts_people whether one of its figures counts people."
    if not register.is_return and _has_counts(register):
        yield "sums people over entries that stand, which are read one by one: make it returns."
    for code, feed in register.feeds.items():
        if not {feed.figure, feed.per or feed.figure} <= set(register.figures):
            yield f"feeds {code} from a figure that it does not have."
        elif not feed.per and register.figures[feed.figure].part_of:
            yield f"feeds {code} from a part alone: an indicator is a whole, or a share."


def _wrong_fields(register):
    own = {
        field.name
        for field in [*register.model._meta.fields, *register.model._meta.many_to_many]
        if field.editable and not field.primary_key
    } - {*KEEPING, *LAST, "period", "is_nil"}
    for name in sorted(own - set(register.fields)):
        yield f"no page shows “{name}”: name it in fields."
    for name in sorted(own):
        field = register.field(name)
        if not field.help_text:
            yield f"“{name}” has no help text."
        if field.choices and name not in register.filters:
            yield f"“{name}” lists choices and is no filter."


def _has_counts(register):
    return any(figure.counts_people for figure in register.figures.values())


def _has(model, name):
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
