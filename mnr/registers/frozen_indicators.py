"""What a snapshot keeps of indicators: definitions, targets, and the values reported in the period.

Values are kept as they were entered: small numbers are hidden between snapshot and edition, never
before. Values of earlier periods stand in the snapshots of those periods.
"""

from django.conf import settings
from django.db.models import Q

from mnr.figures.cells import PLACE
from mnr.models import Indicator, Observation, Region
from mnr.registers import feeding
from mnr.services.snapshot_parts import part

ADOPTED = ("status", "reason", "frequency", "source_system", "categories", "method")
TOLD = ("value", "form", "is_cumulative", "is_provisional", "confidence", "version")
PLACED = ("breakdown",)
DAYS = ("starts_on", "ends_on", "as_of")
BOUNDS = ("low", "high")
TEXTS = ("measured", "source", "public_text", "checked", "revision_reason")
PUBLISHED = ("time_text", "unit_text", "confidence_text")


@part("indicators")
def indicators_of(period) -> dict:
    """Every indicator of the framework's edition as plain data. Names no person."""
    values = _values(period)
    fed = feeding.derived(period)
    definitions = [
        _kept(row, values.get(row.pk, []), fed.get(row.code)) for row in _told_of(values)
    ]
    return _frame() | {"definitions": definitions, "published": values.get(None, [])}


def indicator_of(indicator: Indicator, period) -> dict:
    """The same with one indicator alone: what a snapshot would keep of it now."""
    values = _values(period, indicator=indicator).get(indicator.pk, [])
    fed = feeding.derived(period).get(indicator.code) if feeding.feeding(indicator.code) else None
    return _frame() | {"definitions": [_kept(indicator, values, fed)], "published": []}


def _frame() -> dict:
    regions = Region.objects.current().values_list("code", "name", "within__code")
    return {
        "rules": settings.MNR_DISCLOSURE,
        "regions": [
            {"code": code, "name": name, "within": within} for code, name, within in regions
        ],
    }


def _kept(row, values, derived):
    return {
        **_definition(row),
        "adoption": _adoption(getattr(row, "adoption", None)),
        "targets": [_target(target) for target in row.targets.all()],
        "values": _with_derived(values, derived),
    }


def _told_of(values):
    """Indicators in use, and those that were withdrawn after values of the period were entered."""
    told = Q(withdrawn_on=None) | Q(pk__in=[key for key in values if key])
    rows = Indicator.objects.of_current_edition().filter(told)
    rows = rows.select_related("capability", "adoption")
    return rows.prefetch_related("targets__replaced_by")


def _definition(row):
    names = ("code", "name", "unit", "direction", "frequency", "counts_people", "national_only")
    return {
        **{name: getattr(row, name) for name in names},
        "capability": row.capability.number,
        "answers": list(row.answers),
        "per": row.per,
    }


def _adoption(row):
    if row is None:
        return None
    body = {"organisation": str(row.organisation_id)} if row.organisation_id else {}
    return body | {name: getattr(row, name) for name in ADOPTED}


def _target(row):
    return {
        "on": row.on.isoformat(),
        "value": str(row.value),
        "is_baseline": row.is_baseline,
        "is_dropped": row.is_dropped,
        "is_replaced": hasattr(row, "replaced_by"),
        "reason": row.reason,
        "recorded_on": row.recorded_at.date().isoformat(),
    }


def _values(period, **asked):
    """{indicator: its values}: those reported in the period, and under None those of no indicator.

    Values of a public case belong to no period; they are public, and every snapshot has them.
    """
    found: dict = {}
    rows = Observation.objects.standing().select_related("region", "capability", "supersedes")
    rows = rows.filter(**asked)
    for row in [*rows.filter(period=period, case=None), *rows.filter(case__isnull=False)]:
        found.setdefault(row.indicator_id, []).append(value_of(row))
    return found


def value_of(row) -> dict:
    """A value as plain data, but for its internal note."""
    said = {name: getattr(row, name) for name in (*TOLD, *PLACED)}
    said |= {name: _plain(getattr(row, name)) for name in (*DAYS, *BOUNDS)}
    said["id"] = str(row.pk)
    said["region"] = row.region.code if row.region else None
    said["capability"] = row.capability.number
    said["texts"] = {name: getattr(row, name) for name in TEXTS}
    if row.organisation_id:
        said["organisation"] = str(row.organisation_id)
    if row.supersedes:
        said["supersedes"] = {"id": str(row.supersedes_id), "value": row.supersedes.value}
    if row.case_id:
        said["texts"] |= {name: getattr(row, name) for name in PUBLISHED}
    return said


def _with_derived(values, derived: feeding.Derived | None) -> list[dict]:
    """The values, and that which follows from returns unless the same was entered: then what was
    entered says what the returns say instead.
    """
    if derived is None:
        return values
    made = value_of(_as_entered(derived)) | {
        "id": f"{derived.path} {derived.indicator.code} {derived.starts_on}",
        "derived_from": derived.path,
        "lacks": list(derived.lacks),
    }
    if derived.counts:
        made["counts"] = list(derived.counts)
    entered = [one for one in values if not one["texts"]["measured"] and _is_same(one, made)]
    for one in entered:
        if one["value"] == made["value"]:
            one |= {"lacks": made["lacks"]}
            one["is_provisional"] = one["is_provisional"] or bool(made["lacks"])
        else:
            one["returned"] = {"value": made["value"], "source": derived.source}
    return values if entered else [*values, made]


def _is_same(one, other):
    return all(one[name] == other[name] for name in PLACE)


def _as_entered(derived) -> Observation:
    """The derived value as a row that is not stored."""
    adoption = derived.indicator.adoption
    row = Observation(
        indicator=derived.indicator,
        capability=derived.indicator.capability,
        organisation_id=adoption.organisation_id,
        starts_on=derived.starts_on,
        ends_on=derived.ends_on,
        value=derived.value,
        is_provisional=not derived.is_complete,
        source=derived.source,
    )
    row.form, row.low, row.high = row.read.form.value, row.read.low, row.read.high
    return row


def _plain(value):
    if value is None:
        return None
    return value.isoformat() if hasattr(value, "isoformat") else f"{value.normalize():f}"
