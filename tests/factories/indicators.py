"""Indicators as a country collects them, and their values."""

from mnr.models import Indicator, IndicatorAdoption, Observation
from mnr.registers import registry
from tests.factories import entries
from tests.factories.people import assignment

SEX_AND_AGE = "sex: female, male\nage band: 0-11, 12-15, 16-17"


def collect(code, body, **fields):
    """The indicator of this code, which the country collects and the organisation enters."""
    indicator = Indicator.objects.select_related("capability").get(code=code)
    mine = body.assignments.in_force().filter(capability=indicator.capability)
    if not mine.exists():
        assignment(body, indicator.capability.number, kind="contributor")
    wanted = {"status": "collected", "frequency": indicator.frequency, "organisation": body}
    IndicatorAdoption.objects.create(indicator=indicator, **wanted | fields)
    return indicator


def said(indicator, body, **fields) -> dict:
    """What somebody enters of the whole country, unless told otherwise: a plain seven."""
    whole = {"value": "7", "region": None, "is_cumulative": False, "is_provisional": False}
    words = dict.fromkeys(("breakdown", "measured", "checked", "revision_reason"), "")
    fresh = Indicator.objects.get(pk=indicator.pk)  # which knows all values that there are by now
    wanted = {"indicator": fresh, **whole, **words, **fields}
    return entries.values(registry.of(Observation), body, **wanted)


def observation(indicator, body, **fields):
    """A stored value."""
    row = Observation(**said(indicator, body, **fields))
    row.full_clean()
    row.save()
    return row
