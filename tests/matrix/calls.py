"""Calls of services by somebody who lacks nothing but the right."""

from dataclasses import dataclass

from tests.matrix.oracle import Thing


@dataclass(frozen=True)
class Call:
    """One call of a service: the action that it must ask for, on what, and the call by a person."""

    action: str
    thing: Thing | None
    by: object


def pick(country, kind, **wanted):
    """The first thing of a kind that is so."""
    wanted = {"facts": frozenset(), "mine": frozenset()} | wanted
    for thing, row in country.things[kind]:
        told = {name: getattr(thing, name) for name in wanted}
        told["facts"] -= {"unassigned"}
        if told == wanted:
            return thing, row
    raise LookupError(f"no {kind} with {wanted}")


def simply(action, call):
    """A service that asks for an action on nothing in particular."""

    def scenario(country):
        yield Call(action, None, call)

    return scenario


def on(action, kind, call, facts=(), **wanted):
    """A service that takes a step with the first thing of a kind that is so."""

    def scenario(country):
        thing, row = pick(country, kind, facts=frozenset(facts), **wanted)
        yield Call(action, thing, lambda by: call(row, by))

    return scenario
