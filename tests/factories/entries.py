"""Entries of any register, made from what its model says; no register is named here.

All counts of an entry are equal and all its days are the same, so that no part is above its whole
and no day before another. A model whose rules ask for more has its fields in `OVERRIDES`.
"""

import itertools
from datetime import timedelta

from django.db import models
from django.utils import timezone

from mnr.models import (
    Assignment,
    Capability,
    Indicator,
    IndicatorAdoption,
    Observation,
    Organisation,
    Region,
    RegisterEntry,
    ReportingPeriod,
)
from mnr.registers import registry
from mnr.services import entries, text_places
from tests.factories.cycle import period as make_period
from tests.factories.people import assignment
from tests.factories.people import organisation as make_organisation

_numbers = itertools.count(1)
COUNT = 7
SET_FORM = {"Observation": ("value", "breakdown")}  # texts in which not anything may stand
OVERRIDES: dict = {
    "CommitteeDecision": {"status": "done"},  # an open one has no day of its end
    "CourtReturn": {"finalised": 2 * COUNT},  # convictions and acquittals exclude each other
    "TreatyStatus": {"status": "party"},  # whose days are all known
    "HotlineReturn": {"from_public": 4, "from_industry": 2, "from_police": 1},
    "InnovationProject": {"currency": "EUR"},
    "OffenderSupportReturn": {"about_themselves": 2, "about_adults": 2, "about_children": 3},
    "Observation": {
        **dict.fromkeys(("breakdown", "measured", "checked", "revision_reason"), ""),
        "value": str(COUNT),
    },
    "LegalInstrument": {"status": "repealed"},  # whose days are all known
    "RemedyReturn": {"currency": "EUR"},
    "WorkforceReturn": {"qualified": 4, "para": 3},
}


def region(code=None, within=None):
    """A region of the country."""
    number = next(_numbers)
    return Region.objects.create(code=code or f"R-{number}", name=f"Region {number}", within=within)


def values(register, organisation=None, **fields) -> dict:
    """A value for each field of a register's entry, related rows included."""
    number = next(_numbers)
    capability = Capability.objects.get(number=register.capabilities[0])
    body = organisation or make_organisation()
    if not Assignment.objects.filter(organisation=body, capability=capability).exists():
        assignment(body, capability.number, kind="contributor")
    found = {"organisation": body, "capability": capability}
    if register.model is Observation:
        found["indicator"] = fields.get("indicator") or collected(body)
        found["capability"] = found["indicator"].capability
    for field in entries.content_fields(register.model):
        if field.name not in found and field.name != "period":
            found[field.name] = _value(field, number, body)
    if register.is_return:
        open_one = ReportingPeriod.objects.filter(state="open").first()
        found["period"] = fields.get("period") or open_one or make_period()
    if "is_nil" in register.entered:
        found["is_nil"] = False
    return found | OVERRIDES.get(register.model.__name__, {}) | fields


def free_texts(register) -> list[str]:
    """The fields of an entry in which any words may stand."""
    strict = SET_FORM.get(register.model.__name__, ())
    return [
        name
        for name in text_places.texts_of_entry(register.model)
        if name in register.entered
        and name not in strict
        and type(register.field(name)).__name__ != "Link"
    ]


def collected(body, **wanted):
    """An indicator of numbers that the country collects, and the organisation enters."""
    theirs = Indicator.objects.filter(adoption__organisation=body, **wanted).first()
    if theirs:
        return theirs
    plain = {"adoption": None, "national_only": False, "unit__in": ("count", "percent", "days")}
    free = Indicator.objects.filter(**plain | wanted)
    mine = Assignment.objects.in_force().filter(organisation=body)
    chosen = (
        free.filter(capability__in=mine.values("capability")).order_by("code").first()
        or free.order_by("code").first()
    )
    if not mine.filter(capability=chosen.capability).exists():
        assignment(body, chosen.capability.number, kind="contributor")
    IndicatorAdoption.objects.create(
        indicator=chosen, status="collected", organisation=body, frequency=chosen.frequency
    )
    return chosen


def entry(register, organisation=None, **fields):
    """A stored entry, through the plain model."""
    found = values(register, organisation, **fields)
    many = {f.name: found.pop(f.name) for f in register.model._meta.many_to_many if f.name in found}
    row = register.model(**found)
    row.derive()
    row.full_clean()
    row.save()
    for name, rows in many.items():
        getattr(row, name).set(rows)
    return row


def many(register, count) -> list:
    """Entries of one other organisation; where one only may stand, the others are withdrawn."""
    found = values(register)
    plain = {field.name for field in register.model._meta.fields} & found.keys()
    gone = {"withdrawn_on": timezone.localdate(), "withdrawn_because": "Entered twice."}
    rows = [
        register.model(**{name: found[name] for name in plain} | (gone if number else {}))
        for number in range(count)
    ]
    return register.model._default_manager.bulk_create(rows)


def typed(register, found: dict) -> dict:
    """The same values as somebody would send them by the form of the register."""
    data = {}
    for name, value in _entered(register, found):
        field = register.field(name)
        if field.many_to_many:
            data[name] = [row.pk for row in value]
        elif field.is_relation:
            data[name] = value.pk if value else ""
        elif isinstance(value, bool):
            data[name] = str(value)  # what a box and a list of yes, no and not known both read
        else:
            data[name] = "" if value is None else str(value)
    return {name: value for name, value in data.items() if value not in ("", [])}


def sent(register, found: dict) -> dict:
    """The same values as a program would send them to the API of the register."""
    return {n: _in_json(register.field(n), value) for n, value in _entered(register, found)}


def _entered(register, found):
    return [(name, value) for name, value in found.items() if name in register.entered]


def _in_json(field, value):
    if field.many_to_many:
        return sorted(row.code for row in value)
    if isinstance(value, Capability):
        return value.number
    if isinstance(value, ReportingPeriod | Indicator | Region):
        return value.code
    if field.is_relation:
        return str(value.pk) if value else None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _value(field, number, body):
    if field.many_to_many:
        return [region(), region()] if field.related_model is Region else []
    if field.is_relation and issubclass(field.related_model, RegisterEntry):
        return entry(registry.of(field.related_model), body)
    if field.is_relation:
        make = {Organisation: make_organisation, Region: region}.get(field.related_model)
        return make() if make else field.related_model._default_manager.first()  # reference data
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.IntegerField | models.DecimalField):
        return COUNT
    if isinstance(field, models.DateField):
        return timezone.localdate() - timedelta(days=30)
    if isinstance(field, models.URLField) or field.name.endswith("url"):
        return "https://gov.example/document"
    return f"{field.verbose_name} {_letters(number)}"[: field.max_length]


def _letters(number):
    """A number as a word: the guard takes digits after names for numbers of cases."""
    return "".join("bdfgklmnrs"[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number))


def all_registers():
    """Every register, as parameters of tests."""
    return registry.everything
