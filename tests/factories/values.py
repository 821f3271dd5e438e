"""Indicators that the country collects, and values of them."""

from datetime import date

from mnr.models import Indicator, IndicatorAdoption, Observation, ReportingPeriod, Target
from mnr.registers import registry
from tests.factories import entries
from tests.factories.cycle import period as make_period
from tests.factories.people import assignment
from tests.factories.people import organisation as make_organisation

SEX_AND_AGE = "sex: female, male\nage band: 0-11, 12-15, 16-17"


def adopted(code="C05-01", organisation=None, status="collected", **fields):
    """An indicator that the country collects; the organisation reports on its capability."""
    indicator = Indicator.objects.current().get(code=code)
    body = organisation or make_organisation()
    number = indicator.capability.number
    if not body.assignments.in_force().filter(capability=indicator.capability).exists():
        assignment(body, number, kind="contributor")
    values = {"frequency": indicator.frequency, "organisation": body} | fields
    IndicatorAdoption.objects.create(indicator=indicator, status=status, **values)
    return Indicator.objects.select_related("adoption__organisation").get(pk=indicator.pk)


def value(indicator, text, when="2026-Q2", period=None, **fields):
    """A value of a quarter, of a year, or from and to, through the plain model."""
    starts_on, ends_on = days(when)
    if fields.get("case") is None:
        period = period or ReportingPeriod.objects.filter(state="open").first() or make_period()
        fields |= {"organisation": fields.get("organisation") or indicator.adoption.organisation}
    organisation = fields.pop("organisation", None)
    row = Observation(
        indicator=indicator,
        capability=indicator.capability,
        organisation=organisation,
        period=period,
        value=text,
        starts_on=starts_on,
        ends_on=ends_on,
        **{"checked": "Counted twice."} | fields,
    )
    vars(indicator).pop("standing_values", None)
    row.derive()
    row.full_clean(exclude=["organisation", "period"] if row.case_id else None)
    row.save()
    return row


def said(indicator, body, **fields) -> dict:
    """What somebody enters of the whole country, unless told otherwise: a plain seven."""
    whole = {"value": "7", "region": None, "is_cumulative": False, "is_provisional": False}
    words = dict.fromkeys(("breakdown", "measured", "checked", "revision_reason"), "")
    fresh = Indicator.objects.get(pk=indicator.pk)  # which knows all values that there are by now
    wanted = {"indicator": fresh, **whole, **words, **fields}
    return entries.values(registry.of(Observation), body, **wanted)


def entered(indicator, body, **fields):
    """A value that is stored with all that `said` has."""
    row = Observation(**said(indicator, body, **fields))
    row.full_clean()
    row.save()
    return row


def days(when):
    """The first and the last day of 2026-Q2, of 2026, or of two days."""
    if isinstance(when, tuple):
        return when
    if "-Q" not in when:
        return date(int(when), 1, 1), date(int(when), 12, 31)
    year, quarter = int(when[:4]), int(when[-1])
    last = {1: 31, 2: 30, 3: 30, 4: 31}[quarter]
    return date(year, quarter * 3 - 2, 1), date(year, quarter * 3, last)


def target(indicator, number, on=date(2027, 12, 31), **fields):
    """A target, or a baseline."""
    return Target.objects.create(indicator=indicator, value=number, on=on, **fields)
