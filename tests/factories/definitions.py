"""Indicators of the country's own, proposed and confirmed."""

from mnr.models import Capability, Indicator, IndicatorDefinition
from mnr.roles import Role
from mnr.services import definitions
from tests.factories.people import person

SAID = {
    "name": "Interviews of children in a child-friendly room",
    "unit": "count",
    "direction": "increase",
    "frequency": "quarterly",
    "counts_people": True,
    "national_only": False,
    "note": "Each child once, in the quarter of the first interview.",
    "source_system": "register of the police",
}


def definition(number=5, **fields) -> IndicatorDefinition:
    """What somebody is about to propose; not stored."""
    capability = Capability.objects.current().get(number=number)
    return IndicatorDefinition(**{"capability": capability, **SAID, **fields})


def proposed(number=5, by=None, **fields) -> IndicatorDefinition:
    """One that waits for the chair."""
    new = definition(number, **fields)
    return definitions.define(definition=new, is_another=True, by=by or person(Role.SEC))


def own_indicator(number=5, **fields) -> Indicator:
    """One that two people decided on."""
    row = proposed(number, **fields)
    return definitions.decide(definition=row, is_confirmed=True, by=person(Role.CHR)).indicator
