"""Entries that lead to others, meetings, regions of two levels, and words."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from mnr.registers import planning, registry, rules
from mnr.registers.base import Figure
from mnr.registers.reading import Line
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

LINKS = [(register, name) for register in registry for name in register.linked]
REGIONAL = [register for register in registry if register.regional]


@pytest.mark.parametrize(("kind", "name"), LINKS, ids=lambda each: getattr(each, "path", each))
def test_an_entry_lists_those_that_refer_to_it_as_far_as_the_reader_may_see_them(
    client, own, kind, name
):
    named = entries.entry(registry.of(kind.field(name).related_model), own)
    ours, others = entries.entry(kind, own, **{name: named}), None
    address = registry.of(type(named)).url("detail", named)
    if not kind.field(name).unique:
        others = _another(kind, name, named)
    client.force_login(factories.person(Role.SEC))
    page = client.get(address).text
    assert "Entries that refer to this one" in page
    assert kind.url("detail", ours) in page
    assert kind.url("detail", others) in page
    client.force_login(factories.person(Role.AGY, organisation=own))
    page = client.get(address).text
    assert kind.url("detail", ours) in page
    assert kind.url("detail", others) not in page


def _another(register, name, named):
    """An entry of another organisation that leads to the same."""
    fields = {}
    for rule in rules.unique_sets(register.model):
        free = next(one for one in rule.fields if one not in (name, "organisation", "period"))
        field = register.field(free)
        if field.choices:
            fields[free] = field.flatchoices[-1][0]
        elif isinstance(field, models.DateField):
            fields[free] = timezone.localdate() - timedelta(days=3)
    return entries.entry(register, **{name: named}, **fields)


def test_nothing_is_said_where_nothing_refers_to_it(client):
    entry = entries.entry(registry.find("governance/committee-meetings"))
    client.force_login(factories.person(Role.SEC))
    page = client.get(registry.of(type(entry)).url("detail", entry)).text
    assert "Entries that refer to this one" not in page


def test_the_same_meeting_is_recorded_once():
    register = registry.find("governance/committee-meetings")
    body = entries.entry(registry.find("governance/oversight-bodies"))
    for named in (body, None):
        first = entries.entry(register, body=named)
        again = entries.values(register, body=named, held_on=first.held_on, kind=first.kind)
        with pytest.raises(ValidationError, match="stands here already"):
            register.model(**again).full_clean()
        with pytest.raises(IntegrityError, match="committeemeeting_once"), transaction.atomic():
            register.model(**again).save()


def test_a_meeting_that_was_not_held_yet_is_refused_by_form_and_file(client):
    register, own = registry.find("governance/committee-meetings"), factories.organisation()
    writer = factories.person(Role.AGY, organisation=own)
    tomorrow = timezone.localdate() + timedelta(days=1)
    found = entries.values(register, own, held_on=tomorrow, body=None)
    client.force_login(writer)
    answer = client.post(register.url("create"), entries.typed(register, found))
    assert "not held yet" in str(answer.context["form"].errors["held_on"])
    sent = entries.sent(register, found)
    cells = {name: value for name, value in sent.items() if value not in (None, "")}
    made = planning.plan(register, [Line("", 2, cells | {"organisation": own.name})], writer)
    assert any("not held yet" in problem.message for problem in made.problems)


@pytest.mark.parametrize("kind", REGIONAL, ids=lambda each: each.path)
def test_a_filter_by_region_finds_what_reaches_its_parts(client, kind):
    whole, other = entries.region(), entries.region()
    part = entries.region(within=whole)
    entry, name = entries.entry(kind), kind.regional[0]
    getattr(entry, name).set([part, entries.region(within=whole)])
    reader = factories.person(Role.SEC)
    client.force_login(reader)
    for region, found in ((whole, [entry]), (part, [entry]), (other, [])):
        page = client.get(kind.url("list"), {name: region.pk})
        assert [row["entry"] for row in page.context["table"]] == found
        answer = client.get(f"/api/v1/{kind.path}/", {name: region.code}).json()
        assert len(answer["results"]) == len(found)


@pytest.mark.parametrize("kind", REGIONAL, ids=lambda each: each.path)
def test_an_entry_without_regions_is_for_the_whole_country(client, kind):
    entry = entries.entry(kind)
    getattr(entry, kind.regional[0]).clear()
    client.force_login(factories.person(Role.SEC))
    assert "The whole country" in client.get(kind.url("detail", entry)).text


def test_a_unit_is_told_in_the_number_of_its_value():
    found = {
        str(figure.unit_of(value))
        for register in registry
        for figure in register.figures.values()
        for value in (1, 2)
        if figure.unit
    }
    assert {"service", "services", "person", "people", "child", "children", "of 6"} <= found
    assert Figure("Places", None, "of 6").unit_of(1) == "of 6"
