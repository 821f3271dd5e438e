"""Where every page is, about every row of a country."""

from django.urls import reverse

from mnr.registers import registry
from tests.matrix import routes


def addresses(aviary):
    """Every page of the platform, about every row."""
    for name, route in routes.ROUTES.items():
        if "GET" not in route.methods:
            continue
        if route.about in ("nothing", "new evidence"):
            yield reverse(name)
        for key in keys(aviary, route.about):
            yield reverse(name, args=[key])
    for register, row in entries(aviary):
        yield from (register.url(page, row) for page in ("detail", "update", "withdraw"))


# of the API: the kind of row that a list's rows are
API = {
    "updates": "update",
    "evidence": "evidence",
    "organisations": "organisation",
    "people": "person",
    "periods": "period",
    "capabilities": "capability",
    "reports": "report",
}


def of_the_api(aviary):
    """(route, address) of everything that the API tells, about every row."""
    for name in routes.API:
        if name.endswith("-list"):
            yield name, reverse(name)
    for name, about in API.items():
        for key in keys(aviary, about):
            yield f"api:{name}-detail", reverse(f"api:{name}-detail", args=[key])
    for register, row in entries(aviary):
        name = f"api:{register.model._meta.model_name}-detail"
        yield name, reverse(name, args=[row.pk])


def entries(aviary):
    """(register, row) of every entry, return and value."""
    for kind in ("entry", "return", "value"):
        for row in aviary.rows.get(kind, ()):
            yield registry.of(type(row)), row


def keys(aviary, about):
    """What the addresses of a kind of page end in."""
    if about == "capability":
        return range(1, 22)
    rows = aviary.rows.get(about, ())
    return [row.code if about == "period" else row.pk for row in rows]
