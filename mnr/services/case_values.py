"""The indicator values of a public case: stored as they were published, with what they mean."""

from mnr.measures import times
from mnr.models import Capability, CaseImport, Indicator, Observation
from mnr.services import audit

ACTION = "case.import"
NATIONAL = ("", "national")
Confidence = Observation.Confidence
GRADES = {"good": Confidence.HIGH, "medium": Confidence.MEDIUM, "low": Confidence.LOW}
SAME = ("indicator_id", "capability_id", "measured", "time_text", "value", "source")


def store(case: CaseImport, by) -> list[Observation]:
    """Store every value of the case that is not there yet. The caller holds the transaction."""
    capabilities = {row.number: row for row in Capability.objects.current()}
    indicators = {row.code: row for row in Indicator.objects.current()}
    known = {_same(row) for row in Observation.objects.filter(case__isnull=False)}
    stored = []
    for row in case.content["indicator_values"]:
        value = _value(row, indicators.get(row.get("indicator")), capabilities[row["capability"]])
        if _same(value) in known:
            continue
        value.case = case
        value.save()
        known.add(_same(value))
        stored.append(value)
        audit.record(ACTION, value, by, audit.changed({}, _told(value)))
    return stored


def _value(row, indicator, capability):
    stretch = times.read(row.get("period") or "")
    value = Observation(
        indicator=indicator,
        capability=capability,
        value=written(row["value"]),
        measured=_measured(row),
        starts_on=stretch.starts_on if stretch else None,
        ends_on=stretch.ends_on if stretch else None,
        is_cumulative=bool(stretch and stretch.is_cumulative),
        source=row.get("source") or "",
        public_text=row.get("note") or "",
        confidence=_grade(row.get("confidence") or ""),
        confidence_text=row.get("confidence") or "",
        time_text=row.get("period") or "",
        unit_text=row.get("unit") or "",
    )
    value.derive()
    value.capability = capability  # as the case has it, whatever the indicator's is
    return value


def written(value) -> str:
    """A value of the file as words: a list of two is a range."""
    if isinstance(value, list):
        return "–".join(map(written, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _measured(row):
    place = (row.get("geography") or "").strip()
    return row["name"] if place.casefold() in NATIONAL else f"{row['name']} ({place})"


def _grade(text):
    return GRADES.get(text.partition(":")[0].strip().casefold(), Confidence.LOW)


def _same(row):
    return tuple(getattr(row, name) for name in SAME)


def _told(row):
    names = ("measured", "value", "time_text", "unit_text", "source", "confidence_text")
    return {name: getattr(row, name) for name in names}
