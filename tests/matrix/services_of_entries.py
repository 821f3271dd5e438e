"""The services about registers: an entry is saved, held or withdrawn."""

import copy

from mnr.models import IndicatorAdoption, Observation, ReportingPeriod, SavedView, Target
from mnr.registers import registry
from mnr.services import (
    definitions,
    entries,
    held_entries,
    indicators,
    overrides,
    regions,
    saved_views,
)
from tests import factories
from tests.factories import definitions as made_definitions
from tests.factories import entries as made
from tests.factories import values
from tests.matrix.calls import Call, on, pick, simply
from tests.matrix.oracle import Thing

EDIT = {"entry": "entry.edit", "return": "return.edit", "value": "indicator.enter"}
WITHDRAW = {"entry": "entry.withdraw", "return": "return.withdraw", "value": "indicator.enter"}
ASKS = "The girl aged 9 quoted in the published judgment is not named."


def save_entry(country):
    """A new one, and a change."""
    for kind, action in EDIT.items():
        thing, row = pick(country, kind, **_where(kind))
        yield Call(action, thing, lambda by, row=row: entries.save_entry(entry=row, by=by))
    for kind in ("entry", "value"):
        for thing, row in _moved(country, kind):
            yield Call(EDIT[kind], thing, lambda by, row=row: entries.save_entry(entry=row, by=by))
    value = _new_value(country)
    yield Call(
        "indicator.enter",
        Thing("value", "own", period="open"),
        lambda by: entries.save_entry(entry=value, by=by),
    )
    register = registry.find("victim-services/support-services")
    new = _new(register, country)
    thing = Thing("entry", "own")
    yield Call("entry.create", thing, lambda by: entries.save_entry(entry=new, by=by))


def withdraw_entry(country):
    for kind, action in WITHDRAW.items():
        thing, row = pick(country, kind, **_where(kind))
        yield Call(
            action,
            thing,
            lambda by, row=row: entries.withdraw_entry(entry=row, because="Entered twice.", by=by),
        )


def hold_entry(country):
    thing, row = pick(country, "entry", whose="own")
    row.public_text = ASKS
    held = {"entry": row, "related": {}, "version": row.version, "reason": "It is quoted."}
    yield Call("entry.edit", thing, lambda by: held_entries.hold_entry(**held, by=by))
    for there, moved in _moved(country):
        yield Call(
            "entry.edit",
            there,
            lambda by, moved=moved: held_entries.hold_entry(**held | {"entry": moved}, by=by),
        )


def save_view(country):
    path = "victim-services/support-services"
    yield Call(
        "entry.read",
        Thing("entry", "own"),
        lambda by: saved_views.save_view(register=path, name="Open", asked="", by=by),
    )


def forget_view(country):
    view = SavedView(register="victim-services/support-services", name="Open")
    yield Call(
        "entry.read",
        Thing("entry", "own"),
        lambda by: saved_views.forget_view(view=view, by=by),
    )


def adopt(country):
    thing, row = pick(country, "indicator")
    adoption = {"status": "planned", "frequency": row.frequency}

    def call(by):
        return indicators.adopt(adoption=IndicatorAdoption(indicator=row, **adoption), by=by)

    yield Call("indicator.adopt", thing, call)


def set_target(country):
    thing, row = pick(country, "indicator")
    call = {"indicator": row, "on": factories.ago(-300), "value": 9}
    yield Call("indicator.adopt", thing, lambda by: indicators.set_target(by=by, **call))


def drop_target(country):
    thing, row = pick(country, "indicator")
    target = Target.objects.create(
        indicator=row, on=factories.ago(-300), value=9, recorded_by=factories.person()
    )
    call = {"target": target, "reason": "The plan ends earlier."}
    yield Call("indicator.adopt", thing, lambda by: indicators.drop_target(by=by, **call))


def define(country):
    thing, _row = pick(country, "indicator")
    row = made_definitions.definition()
    yield Call("indicator.define", thing, lambda by: definitions.define(definition=row, by=by))


def withdraw_indicator(country):
    thing, _row = pick(country, "indicator")
    row = made_definitions.own_indicator()
    call = {"indicator": row, "reason": "Another one counts better."}
    yield Call("indicator.define", thing, lambda by: definitions.withdraw(by=by, **call))


def take_definition_back(country):
    thing, _row = pick(country, "indicator")
    row = made_definitions.proposed()
    yield Call("indicator.define", thing, lambda by: definitions.take_back(definition=row, by=by))


def request_override(country):
    row = values.value(values.adopted("C05-01"), "3", period=_open_period())
    call = {"value": row, "is_shown": True, "reason": "The ministry published it."}
    yield Call(
        "indicator.override_request",
        Thing("override", state="waiting"),
        lambda by: overrides.request_override(by=by, **call),
    )


def _open_period():
    return ReportingPeriod.objects.get(state="open")


def _moved(country, kind="entry"):
    """An entry on its way out of the own organisation, and one on its way in."""
    _own, row = pick(country, kind, **_where(kind))
    there, other = pick(country, kind, **_where(kind) | {"whose": "foreign"})
    out, into = copy.copy(row), copy.copy(other)
    out.organisation, into.organisation = other.organisation, row.organisation
    return [(there, out), (there, into)]


def _where(kind):
    return {"whose": "own"} | ({"period": "open"} if kind != "entry" else {})


def _new_value(country):
    _thing, row = pick(country, "value", **_where("value"))
    day = factories.ago(10)
    new = {"organisation": country.own, "period": row.period, "indicator": row.indicator}
    return Observation(value="7", starts_on=day, ends_on=day, **new)


def _new(register, country):
    found = made.values(register, country.own)
    many = {field.name for field in register.model._meta.many_to_many}
    return register.model(**{name: value for name, value in found.items() if name not in many})


SERVICES = {
    "regions.set_regions": simply(
        "region.edit", lambda by: regions.set_regions(text="TA-01;North", by=by)
    ),
    "definitions.define": define,
    "definitions.withdraw": withdraw_indicator,
    "definitions.take_back": take_definition_back,
    "definitions.decide": on(
        "framework.confirm",
        "framework",
        lambda row, by: definitions.decide(definition=row, is_confirmed=True, by=by),
        state="waiting",
    ),
    "overrides.request_override": request_override,
    "overrides.decide_override": on(
        "indicator.override_confirm",
        "override",
        lambda row, by: overrides.decide_override(override=row, is_confirmed=True, by=by),
        state="waiting",
    ),
    "overrides.withdraw_override": on(
        "indicator.override_request",
        "override",
        lambda row, by: overrides.withdraw_override(override=row, by=by),
        state="waiting",
    ),
    "entries.save_entry": save_entry,
    "entries.withdraw_entry": withdraw_entry,
    "held_entries.hold_entry": hold_entry,
    "indicators.adopt": adopt,
    "indicators.drop_target": drop_target,
    "indicators.set_target": set_target,
    "saved_views.forget_view": forget_view,
    "saved_views.save_view": save_view,
}
