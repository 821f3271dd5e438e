"""Values of indicators that say what a register holds, so that the demonstration agrees with
itself where no return feeds them.
"""

from decimal import Decimal

from mnr.registers import registry

TENTHS = Decimal("0.1")


def counted(said: dict, first, last) -> Decimal | str | None:
    """What the register says of the days from first to last.

    `said` names the register and its figure; `per`, of which the figure is a share in percent;
    `only`, of which entries; `dated`, the field whose day must lie in these days, if any. With
    `is_there`, only whether there is any: yes or no.
    """
    register = registry.find(said["register"])
    rows = register.model.objects.standing().filter(**said.get("only", {}))
    if dated := said.get("dated"):
        rows = rows.filter(**{f"{dated}__range": (first, last)})
    keys = [said["figure"], *filter(None, [said.get("per")])]
    found = rows.order_by().aggregate(
        **{f"figure_{key}": register.figures[key].on(last) for key in keys}
    )
    count, *whole = (found[f"figure_{key}"] or 0 for key in keys)
    if said.get("is_there"):
        return "yes" if count else "no"
    if not whole:
        return Decimal(count)
    return (Decimal(100) * count / whole[0]).quantize(TENTHS) if whole[0] else None
