"""Nobody serves without knowing what happens when suspected illegal material appears."""

from mnr.checks import refuses
from mnr.services import procedure


def _rule(name):
    """The rule about one of the five things that the country fills in."""

    def ask() -> str:
        return procedure.gap(name)

    ask.__name__ = f"procedure_{name}"
    return ask


for _name in procedure.FIELDS:
    refuses(_rule(_name), database=True)
