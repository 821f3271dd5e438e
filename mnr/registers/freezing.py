"""What a snapshot keeps of the registers: figures, returns, what is missing, and the regions.

Returns go in whole but for their internal notes; of entries that stand, the figures and how many
there are. Texts of the registers' declarations are kept in the language of the source: a report
translates them, and can still print a register that is no more.
"""

from collections.abc import Sequence
from dataclasses import astuple
from decimal import Decimal

from django.db import models
from django.utils.translation import override

from mnr.models import Domain, Region, Snapshot
from mnr.registers import owed
from mnr.registers.base import Register
from mnr.registers.filled import filled
from mnr.registers.reach import reach
from mnr.registers.registry import registry
from mnr.services import entries, text_places
from mnr.services.snapshot_parts import part

COUNTED = ("counts_people", "part_of")  # what disclosure control asks of a figure
PERIOD = ("period__code", "period__starts_on", "period__ends_on")
EARLIER = 11  # periods before this one whose figures are kept with it


@part("registers")
def registers_of(period) -> list[dict]:
    """Every register as plain data. Names no person."""
    return rows_of(period, list(registry))


def rows_of(period, registers: Sequence[Register]) -> list[dict]:
    """The same of some registers: what a snapshot would keep of them now."""
    holding = filled(registers)
    missing = owed.missing(registers, period)
    earlier = _earlier(period)
    regions = list(Region.objects.current())
    keys = dict(Domain.objects.current().values_list("app_label", "key"))
    with override("en"):
        return [
            {
                **_declared(register, keys[register.app_label]),
                **_held(register, _standing(register, period, holding), period.ends_on),
                "missing": [_missing(row) for row in missing.get(register, [])],
                "coverage": _coverage(register, regions, holding),
                "history": _history(register, earlier),
            }
            for register in registers
        ]


def _missing(row: owed.Owed) -> dict:
    return {"organisation": str(row.organisation), "last": row.last}


def _history(register, earlier):
    return [
        {
            "period": row["period__code"],
            **{day: row[f"period__{day}"].isoformat() for day in ("starts_on", "ends_on")},
            "figures": row["summary__registers"][register.path],
            "is_complete": register.path not in (row["summary__incomplete"] or []),
        }
        for row in earlier
        if register.path in row["summary__registers"]
    ]


def _declared(register, domain):
    return {
        "path": register.path,
        "domain": domain,
        "capabilities": list(register.capabilities),
        "name": str(register.model._meta.verbose_name_plural),
        "intro": str(register.intro),
        "is_return": register.is_return,
        "feeds": {code: list(filter(None, astuple(each))) for code, each in register.feeds.items()},
    }


def _standing(register, period, holding):
    """The entries that count; asked of the database only if there are any."""
    if register.path not in holding:
        return register.model._default_manager.none()
    rows = register.rows().standing()
    return rows.filter(period=period) if register.is_return else rows


def _held(register, rows, day):
    """How many entries there are, their figures as of a day, and where they come from."""
    rows, asked = rows.order_by("organisation__name", "pk"), rows.prefetch_related(None)
    (_label, count), *figures = register.summed(asked, counted=True, day=day)
    return {
        "count": count,
        "figures": [
            {
                "key": key,
                "label": str(figure.label),
                "unit": figure.unit_of(None),  # beside columns of figures: the unit of many
                "value": plain(value),
                **{name: getattr(figure, name) for name in COUNTED},
            }
            for key, (figure, value) in zip(register.figures, figures, strict=True)
        ],
        **_told(register, rows),
    }


def _told(register, rows):
    """Who keeps the entries; of returns also what each says."""
    bodies = dict.fromkeys(str(pk) for pk in rows.values_list("organisation", flat=True))
    return {
        "kept_by": [{"organisation": body} for body in bodies],
        "returns": [_return(row) for row in rows] if register.is_return else [],
    }


LEFT_OUT = ("organisation", "capability", "period", "internal_note")


def _return(entry):
    """What a return says, but for its internal note: numbers, codes and texts apart."""
    texts = text_places.texts_of_entry(type(entry))
    said: dict = {"values": {}, "choices": {}, "texts": {}}
    for field in entries.content_fields(type(entry)):
        if field.name not in LEFT_OUT and not field.many_to_many:
            said[_place(field, texts)][field.name] = entries.plain(entry, field)
    return {
        "id": str(entry.pk),
        "organisation": str(entry.organisation_id),
        "capability": entry.capability.number,
        **said,
    }


def _place(field, texts):
    if field.name in texts:
        return "texts"
    return "choices" if isinstance(field, models.CharField) else "values"


def _coverage(register, regions, holding):
    found = reach(register, regions, is_empty=register.path not in holding)
    if found is None:
        return None
    return {
        "nationwide": found.nationwide,
        "regions": [
            {"code": region.code, "name": region.name, "level": level(region), "entries": entries}
            for region, entries in found.regions
        ],
    }


def level(region) -> int:
    """1 for a region of the first level, 2 for its parts."""
    return 1 if region.within_id is None else 2


def _earlier(period) -> list[dict]:
    """Of the periods frozen before, oldest first: {path: {figure: value}}, and what lacked returns.

    Snapshots from before there were registers have no figures.
    """
    rows = (
        Snapshot.objects.filter(period__starts_on__lt=period.starts_on)
        .order_by("period__starts_on", "-version")
        .distinct("period__starts_on")
        .values(*PERIOD, "summary__registers", "summary__incomplete")
    )
    return [row for row in rows if row["summary__registers"] is not None][-EARLIER:]


def plain(value):
    """A figure as JSON has it: whole numbers as they are, all others as text with their digits."""
    if isinstance(value, float):
        value = Decimal(str(value))
    return str(value.normalize()) if isinstance(value, Decimal) else value
