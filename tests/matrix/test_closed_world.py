"""Nothing opens a door that the matrix does not know: route, command, task, job, serializer."""

import pkgutil
from importlib import import_module

from django.conf import settings
from django.core.management import get_commands
from django.urls import URLPattern, get_resolver
from rest_framework.serializers import BaseSerializer

from mnr.access import ScopedView
from mnr.celery import app as celery
from mnr.registers import registry
from mnr.services.jobs import HANDLERS
from tests.matrix import closed_world, oracle, routes

ACTIONS = {row["action"] for row in oracle.policy()}
HOW = "Say in tests/matrix/{} what it does: CONTRIBUTING.md, “Prove who may do what”."
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
OURS = ("mnr", *settings.DOMAIN_APPS)


def all_routes(patterns=None, namespace=""):
    """{name: pattern} of every route of the platform; one without a name goes by its address."""
    found = {}
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else str(pattern.pattern)
            found.setdefault(name, []).append(pattern)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            for name, inside in all_routes(pattern.url_patterns, inner).items():
                found.setdefault(name, []).extend(inside)
    return found


def methods(pattern):
    """The methods that a route answers; HEAD and OPTIONS go with GET."""
    callback = pattern.callback
    if actions := getattr(callback, "actions", None):  # a set of views of the API
        return {method.upper() for method in actions} & METHODS
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    return {
        name.upper()
        for name in view.http_method_names
        if name.upper() in METHODS and hasattr(view, name)
    }


def same(listed, there, file):
    """Both ways: what is not listed, and what is listed and gone."""
    assert not set(there) - set(listed), HOW.format(file)
    assert not set(listed) - set(there), f"Gone: take it out of tests/matrix/{file}."


def test_every_route_is_listed_and_every_listed_route_is_there():
    listed = (
        set(routes.ROUTES)
        | set(routes.REGISTERS)
        | set(routes.API)
        | routes.PUBLIC
        | routes.ACCOUNT
    )
    same(listed, all_routes(), "routes.py")


def test_every_method_of_the_api_asks_for_the_action_that_is_listed():
    there = all_routes()
    for name, listed in routes.API.items():
        asked = {
            method.upper(): pattern.callback.cls.policy[handler]
            for pattern in there[name]
            for method, handler in pattern.callback.actions.items()
            if method != "head"  # goes with "get"
        }
        assert asked == listed, name


def test_every_route_answers_to_the_methods_that_are_listed():
    there = all_routes()
    for name, route in (routes.ROUTES | routes.REGISTERS).items():
        answered = set().union(*(methods(pattern) for pattern in there[name]))
        assert answered == set(route.methods), name


def test_every_page_asks_for_the_action_that_is_listed():
    there = all_routes()
    for name, route in routes.ROUTES.items():
        for pattern in there[name]:
            view = getattr(pattern.callback, "view_class", None)
            if view and issubclass(view, ScopedView):
                assert view.action == route.action, name


def test_every_page_of_a_register_asks_for_the_action_that_is_listed():
    there = all_routes()
    for name, route in routes.REGISTERS.items():
        for pattern in there[name]:
            view = pattern.callback.view_class(**pattern.callback.view_initkwargs)
            view.setup(None)
            assert view.action == route.action, name


def test_every_command_is_listed():
    there = {name for name, app in get_commands().items() if app in OURS}
    same(closed_world.COMMANDS, there, "closed_world.py")
    others = {app for app in get_commands().values() if app not in OURS}
    same(closed_world.COMMANDS_OF_OTHERS, others, "closed_world.py")


def test_every_task_is_listed():
    celery.loader.import_default_modules()
    there = {name for name in celery.tasks if not name.startswith("celery.")}
    same(closed_world.TASKS, there, "closed_world.py")
    assert {entry["task"] for entry in celery.conf.beat_schedule.values()} <= there


def test_every_kind_of_job_is_listed():
    celery.loader.import_default_modules()
    there = {kind for kind, handler in HANDLERS.items() if is_ours(handler.function)}
    same(closed_world.JOBS, there, "closed_world.py")


def is_ours(thing):
    """Not one that a test registered."""
    return thing.__module__.partition(".")[0] in OURS


def test_every_field_of_every_serializer_is_listed():
    there = {f"{each.__module__}.{each.__qualname__}": each for each in serializers()}
    same(closed_world.SERIALIZERS, there, "closed_world.py")
    for name, listed in closed_world.SERIALIZERS.items():
        assert set(there[name]().fields) == set(listed.names), name


def test_a_change_writes_nothing_that_stays():
    there = {each.__name__: each for each in serializers()}
    for register in registry.everything:
        fields = there[f"{register.model.__name__}Changes"]().fields
        written = {name for name, field in fields.items() if not field.read_only}
        stays = {*register.keeping, "period"}
        assert written == {*register.entered, "meant"} - stays, register.path


def serializers():
    """Every serializer of the platform; those of the library and its mix-ins are not ours."""
    for app in OURS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if ".api" in module.name or "serializers" in module.name:
                import_module(module.name)
    waiting, found = list(BaseSerializer.__subclasses__()), set()
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if is_ours(each) and not each.__name__.startswith("_"):
            found.add(each)
    return found


def named_actions():
    """Every action that some door names."""
    for route in [*routes.ROUTES.values(), *routes.REGISTERS.values()]:
        yield from (route.action, *route.seen_by)
    for listed in routes.API.values():
        yield from listed.values()
    for doors in (closed_world.COMMANDS, closed_world.TASKS, closed_world.JOBS):
        yield from (each for each in doors.values() if " " not in each)
    for listed in closed_world.SERIALIZERS.values():
        yield listed.action


def test_what_a_door_does_is_an_action_of_the_matrix():
    assert set(named_actions()) <= ACTIONS


def test_every_action_of_the_matrix_has_a_door_or_a_reason():
    named_all_the_same = closed_world.UNNAMED.keys() & set(named_actions())
    assert not named_all_the_same
    same(set(closed_world.UNNAMED) | set(named_actions()), ACTIONS, "closed_world.py")


def test_what_is_no_action_is_a_sentence():
    everything = [getattr(closed_world, name) for name in vars(closed_world) if name.isupper()]
    for listed in everything:
        for value in listed.values():
            assert isinstance(value, closed_world.Fields) or value in ACTIONS or " " in value
