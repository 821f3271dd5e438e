"""Which counts of people a snapshot holds: those of indicators, of registers, and where they are
the same.
"""

from collections.abc import Sequence

from mnr.figures.counted import Source, source_of
from mnr.figures.registered import Held, apart

ENTERED = "entered"


def sources_of(frozen: dict, held: Sequence[Held]) -> list[Source]:
    """The counts that are subject to disclosure control.

    An indicator that a register feeds is one count with the figure of the register. Values that
    were entered and say another number of the same days are counts of their own.
    """
    people = {row["code"]: source_of(row) for row in frozen["definitions"] if row["counts_people"]}
    found: list[Source] = []
    for register in held:
        for family in register.families:
            figures = register.slices(family)
            code = next((c for c in people if register.feeds.get(c) == [family.whole]), "")
            if code:
                found += _joined(people.pop(code), family, figures)
            elif figures:
                found.append(Source(family.name, [], family.categories, figures, family.name))
    return [*people.values(), *found]


def _joined(plain, family, figures) -> list[Source]:
    with_them, others = apart(plain.values, figures)
    categories = plain.categories | family.categories
    apart_from = f"{plain.code} {ENTERED}"
    both = Source(plain.code, with_them, categories, figures, family.name, apart_from)
    alone = Source(apart_from, others, plain.categories, also=plain.code)
    return [both, alone] if others else [both]
