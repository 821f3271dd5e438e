"""What a page costs does not grow with the country, and nobody's page costs more than others'."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from mnr.roles import Role
from tests import factories
from tests.matrix import routes
from tests.matrix.pages import keys, of_the_api

pytestmark = pytest.mark.django_db

MOST = 15
# Pages that show registers ask one question of each of them, whatever is in it, and three of the
# indicators.
MOST_OF = (
    dict.fromkeys(("overview", "overview_period", "board", "board_period"), 20)
    | {"capability_detail": 28}
    # what is asked about a rating, and what indicators say beside it
    | dict.fromkeys(("update_review", "update_questions"), 20)
    | {f"{app}:home": 30 for app in settings.DOMAIN_APPS}
)
MORE_FOR_CONTRIBUTORS = {"my_work": 1}  # what they owe, which nobody else does
READERS = (Role.AGY, Role.ADM, Role.SEC)
MANY = [READERS, pytest.param((*READERS, Role.DOM), marks=pytest.mark.full)]


def of_pages(aviary):
    """(route, address) of every page, about every row."""
    for name, route in routes.ROUTES.items():
        if "GET" in route.methods:
            plain = route.about in ("nothing", "new evidence")
            for key in [None] if plain else keys(aviary, route.about):
                yield name, reverse(name, args=[key] if key is not None else [])


def warm(aviary, client, addresses):
    """Read now what is read once for a process."""
    client.force_login(aviary.people[Role.SEC])
    for url in dict(addresses(aviary)).values():
        client.get(url)


def costs(aviary, client, role, addresses):
    """{route: statements of the dearest address of it that the role may read}."""
    client.force_login(aviary.people[role])
    found = {}
    for name, url in addresses(aviary):
        with counted() as statements:
            status = client.get(url).status_code
        if status == 200:
            found[name] = max(found.get(name, 0), len(statements))
    return found


@contextmanager
def counted():
    """The statements sent meanwhile; marks of nested transactions are none."""
    sent = []

    def note(execute, statement, *rest):
        sent.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        yield sent


def grow(aviary, numbers):
    """More of everything that lists show, beside what is there."""
    period = aviary.rows["period"][-1]
    for number in numbers:
        body = factories.organisation()
        for state, capability in (("submitted", 5), ("accepted", 6), ("draft", 17)):
            row = factories.update(state, period, capability, body, lead=False)
            row.comments.create(item="update", text="More?", by=factories.person())
        factories.person(Role.AGY, organisation=aviary.own)
        factories.update("submitted", period, number, aviary.own, lead=False)


@pytest.mark.parametrize("readers", MANY, ids=len)
@pytest.mark.parametrize("addresses", [of_pages, of_the_api])
def test_no_page_grows_and_a_contributors_costs_no_more_than_others(
    addresses, readers, aviary, client, tell
):
    grow(aviary, [8])  # nothing is empty
    warm(aviary, client, addresses)
    small = {role: costs(aviary, client, role, addresses) for role in readers}
    grow(aviary, [9, 10, 11, 12, 13])
    large = {role: costs(aviary, client, role, addresses) for role in readers}
    grown = {
        (role, name): (small[role][name], cost)
        for role, found in large.items()
        for name, cost in found.items()
        if cost > small[role].get(name, cost)
    }
    dear = {
        (role, name): cost
        for role, found in small.items()
        for name, cost in found.items()
        if cost > MOST_OF.get(name, MOST)
    }
    governing = {
        name: max(small[role].get(name, 0) for role in (Role.ADM, Role.SEC))
        for name in small[Role.AGY]
    }
    unequal = {
        name: (cost, governing[name])
        for name, cost in small[Role.AGY].items()
        if governing[name] and cost > governing[name] + MORE_FOR_CONTRIBUTORS.get(name, 0)
    }
    assert not grown
    assert not dear
    assert not unequal
    pages = sum(len(found) for found in small.values())
    assert pages > 50
    what = "pages" if addresses is of_pages else "answers of the API"
    tell(f"queries: {pages} {what}, {len(readers)} roles: the same in a larger country")
