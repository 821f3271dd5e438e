"""Lists of every register: searched, filtered, ordered, at the same cost however long they are."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.datastructures import MultiValueDict

from mnr.registers import registry
from mnr.registers.checks import check_registers
from mnr.registers.forms import EntryFilter
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

MOST = 15  # queries of a page


def cost(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_no_declaration_lacks_anything():
    assert check_registers() == []


WRONG = {  # what is said of a declaration that lacks it
    "fields names “nothing”": {"fields": ["nothing"]},
    "filters names “nothing”": {"filters": ["nothing"]},
    "no page shows": {"fields": []},
    "names no capability": {"capabilities": []},
    "that the framework lacks": {"capabilities": [22]},
    "lists choices and is no filter": {"filters": []},
}


def test_what_a_declaration_lacks_is_said(monkeypatch):
    register = registry.find("governance/legal-instruments")
    for words, lacking in WRONG.items():
        with monkeypatch.context() as patch:
            for name, value in lacking.items():
                patch.setattr(type(register), name, value)
            assert [True for error in check_registers() if words in error.msg], words
    counting = registry.find("victim-services/helpline-returns")
    with monkeypatch.context() as patch:
        patch.setattr(counting.model, "counts_people", False)
        (error,) = check_registers()
        assert "its model must say by counts_people" in error.msg
    monkeypatch.setattr(register.field("title"), "help_text", "")
    assert "“title” has no help text" in check_registers()[0].msg


POINTS_ELSEWHERE = re.compile(r"^(the same|its?|these|this|those|they|their)\b|\b(it|them)\b", re.I)
WITHIN = {  # where the word means another of the same label
    "Recognising CSEA and responding to it",
    "Runs from the act or from when it became known",
    "By an agreement or code it signed",
}


def test_a_choice_says_what_it_is_without_those_before_it():
    fields = [kind.field(name) for kind in registry.everything for name in kind.entered]
    labels = {str(label) for field in fields for _value, label in field.flatchoices or ()}
    assert {label for label in labels if POINTS_ELSEWHERE.search(label)} == WITHIN


def test_no_page_costs_more_than_it_may_and_none_grows(client, register, entry, contributor):
    pages = {
        contributor: ("list", "detail", "update"),
        factories.person(Role.SEC): ("list", "detail"),
    }

    def costs(person):
        client.force_login(person)
        client.get(register.url("list"))  # what is read once in a session is read now
        return {
            page: cost(client, register.url(page, None if page == "list" else entry))
            for page in pages[person]
        }

    before = {person: costs(person) for person in pages}
    entries.many(register, 60)
    after = {person: costs(person) for person in pages}
    assert before == after
    assert all(count <= MOST for found in after.values() for count in found.values()), after
    assert len({found["list"] for found in after.values()}) == 1, "not the same for everybody"


def narrowed(register, reader, **asked):
    """What the list shows if it is asked for this."""
    form = EntryFilter(MultiValueDict(asked_as(asked)), register=register, reader=reader)
    return list(form.narrowed(register.visible(reader)))


def asked_as(values):
    return {name: [str(value)] for name, value in values.items()}


def test_every_filter_every_word_and_every_order_of_a_list(client, register, entry, contributor):
    values = {}
    for name in register.filtered:
        field = register.field(name)
        stored = getattr(entry, name)
        value = stored.first() if field.many_to_many else stored
        values[name] = value.pk if field.is_relation else value
        assert narrowed(register, contributor, **{name: values[name]}) == [entry], name
        if field.choices:
            other = next(key for key, _label in field.flatchoices if key != value)
            assert narrowed(register, contributor, **{name: other}) == [], name
        assert narrowed(register, contributor, **{name: "\x00nonsense'"}) == [], name
    for name in register.search_fields:
        words = str(getattr(entry, name))[:20]
        assert narrowed(register, contributor, q=words) == [entry], name
        assert narrowed(register, contributor, q="no such words") == [], name
    client.force_login(contributor)
    page = client.get(register.url("list"), values)
    assert [row["entry"] for row in page.context["table"]] == [entry]
    for column in page.context["columns"]:
        if column["is_sortable"]:
            for sort in (column["sort"], f"-{column['sort']}"):
                assert narrowed(register, contributor, sort=sort) == [entry], sort
    nonsense = {"sort": "organisation__group__name"} | dict.fromkeys(register.filtered, "\x00'")
    assert client.get(register.url("list"), nonsense).status_code == 200


def test_registers_have_names_of_their_own():
    assert len({register.path for register in registry}) == len(registry)
    assert len({register.model._meta.model_name for register in registry}) == len(registry)


PART = "Only entries that fit here, and that you may see, are counted"


def test_figures_of_a_part_say_so_and_none_of_a_part_is_no_nought(client):
    register = registry.find("governance/oversight-bodies")
    own = factories.organisation()
    factories.assignment(own, register.capabilities[0])
    entries.entry(register, factories.organisation(), name="Council")
    client.force_login(factories.person(Role.AGY, organisation=own))
    assert "Bodies that exist" not in client.get(register.url("list")).text
    entries.entry(register, own, name="Office")
    page = client.get(register.url("list")).text
    assert "Bodies that exist" in page
    assert PART in page


def test_figures_of_all_say_nothing_unless_the_list_is_narrowed(client):
    register = registry.find("governance/oversight-bodies")
    entries.entry(register, name="Council")
    client.force_login(factories.person(Role.SEC))
    assert PART not in client.get(register.url("list")).text
    assert PART in client.get(register.url("list"), {"q": "Council"}).text
    assert "Bodies that exist" not in client.get(register.url("list"), {"q": "zzz"}).text
