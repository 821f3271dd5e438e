"""Every page that would ask for another action than its own is noticed, and by what."""

import pytest

from mnr.access import ScopedView
from mnr.roles import Action
from tests.matrix import oracle, routes
from tests.matrix.test_closed_world import all_routes
from tests.matrix.test_routes import address, ask, other_rows, signed_in  # noqa: F401  the fixture
from tests.matrix.world import ROLES, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.full]


def test_a_page_that_asks_for_another_action_is_noticed(signed_in, monkeypatch, tell):  # noqa: F811
    world = make_world()
    rows = other_rows(world)
    lets_in, still_refused = [], []
    for name, view in views().items():
        route = routes.ROUTES[name]
        strangers = [role for role in ROLES if not oracle.role_may(route.action, role)]
        if not strangers:
            continue
        url = address(name, world, rows)
        with monkeypatch.context() as patch:
            patch.setattr(view, "action", Action.FRAMEWORK_READ)
            noticed = any(
                ask(signed_in(world.people[role]), method, url) != 403
                for role in strangers
                for method in route.methods
            )
        (lets_in if noticed else still_refused).append(name)
    count = len(lets_in) + len(still_refused)
    tell(
        f"views: {count} of {count} pages with another action are noticed by the list of routes; "
        f"{len(lets_in)} by an answer too, {len(still_refused)} are refused by a second gate"
    )


def views():
    """{route: its class}, of the pages that name an action."""
    found = {}
    for name, patterns in all_routes().items():
        view = getattr(patterns[0].callback, "view_class", None)
        if name in routes.ROUTES and view and issubclass(view, ScopedView):
            assert view.action == routes.ROUTES[name].action, name
            found[name] = view
    return found
