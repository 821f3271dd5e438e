"""Words in the registers: in entries that stand, in returns, and in values of indicators."""

from mnr.models import Indicator, Observation
from mnr.registers import registry
from mnr.services.entries import texts_of
from tests import factories
from tests.factories import entries
from tests.matrix.oracle import Thing

STANDING = {4: "criminal-justice/specialist-units", 16: "industry/providers"}
RETURNS = {4: "criminal-justice/case-flow-returns", 16: "industry/takedown-returns"}
COUNT_PEOPLE = {"criminal-justice/case-flow-returns"}  # so that few read them
INDICATORS = {"own": "C04-05", "domain": "C04-02", "foreign": "C16-02"}
VALUES_OF = ("frozen", "open")  # periods; nobody knows a value by its being published here
NUMBERS = {"own": 4, "domain": 4, "foreign": 16}  # of the capability that they report on


def keep_standing(aviary, bodies):
    """An entry of each organisation, and one that is withdrawn."""
    for whose, body in bodies.items():
        register = registry.find(STANDING[NUMBERS[whose]])
        thing = Thing("entry", whose)
        _keep(aviary, "entry", register, thing, body)
        gone = _keep(aviary, "entry", register, thing, body)
        gone.withdrawn_on = factories.ago(1)
        gone.withdrawn_because = aviary.word("entry.withdrawn_because", ("entry.read", thing))
        gone.save()


def keep_of_period(aviary, period, last, bodies):
    """A return of each organisation, and a value of an indicator."""
    for whose, body in bodies.items():
        register = registry.find(RETURNS[NUMBERS[whose]])
        _keep(aviary, "return", register, Thing("return", whose, "", last), body, period=period)
        if last in VALUES_OF:
            _keep_value(aviary, Thing("value", whose, "", last), body, period)


def _keep(aviary, kind, register, thing, body, **fields):
    """Every text of it is a word; its internal note has readers of its own."""
    words = {}
    for name in (field.name for field in texts_of(register.model)):
        words[name] = aviary.word(f"{kind}.{name}", (_reading(kind, register, name), thing))
    return aviary.keep(kind, entries.entry(register, body, **words, **fields))


def _reading(kind, register, name):
    """The action that lets somebody read a text."""
    if register.path in COUNT_PEOPLE:
        return "return.read_counts"
    return f"{kind}.read_internal" if name == "internal_note" else f"{kind}.read"


def _keep_value(aviary, thing, body, period):
    """Its texts and the value itself, which may be words where it is measured otherwise."""
    words = {
        field.name: aviary.word(f"value.{field.name}", ("indicator.read_raw", thing))
        for field in texts_of(Observation)
    }
    row = Observation(
        organisation=body,
        indicator=Indicator.objects.get(code=INDICATORS[thing.whose]),
        period=period,
        starts_on=factories.ago(60),
        ends_on=factories.ago(30),
        **words | {"breakdown": f"part: {words['breakdown']}"},
    )
    row.derive()
    row.save()
    aviary.keep("value", row)
