"""Lists of every register: searched, filtered, ordered, at the same cost however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mnr.registers import registry
from mnr.registers.checks import check_registers
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

MOST = 15  # queries of a page


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_no_declaration_lacks_anything():
    assert check_registers() == []


def test_no_page_costs_more_than_it_may_and_none_grows(client, register, entry, contributor):
    secretariat = factories.person(Role.SEC)
    pages = ("list", "detail", "update")

    def costs(person):
        client.force_login(person)
        own = [page for page in pages if page != "update" or person == contributor]
        return {
            page: cost(client, register.url(page, None if page == "list" else entry))
            for page in own
        }

    before = {person: costs(person) for person in (contributor, secretariat)}
    for _each in range(12):
        entries.entry(register, factories.organisation())
    after = {person: costs(person) for person in (contributor, secretariat)}
    assert before == after
    assert all(count <= MOST for found in after.values() for count in found.values()), after
    assert after[contributor]["list"] <= after[secretariat]["list"]


def test_every_filter_narrows(client, register, entry, contributor):
    client.force_login(contributor)
    for name in register.filtered:
        field = register.field(name)
        stored = getattr(entry, name)
        value = stored.first() if field.many_to_many else stored
        wanted = value.pk if field.is_relation else value
        page = client.get(register.url("list"), {name: wanted})
        assert [row["entry"] for row in page.context["table"]] == [entry], name
        if field.choices:
            other = next(key for key, _label in field.flatchoices if key != value)
            assert not client.get(register.url("list"), {name: other}).context["table"], name


def test_words_are_found(client, register, entry, contributor):
    client.force_login(contributor)
    for name in register.search_fields:
        words = str(getattr(entry, name))[:20]
        assert client.get(register.url("list"), {"q": words}).context["table"], name
    if register.search_fields:
        assert not client.get(register.url("list"), {"q": "no such words"}).context["table"]


def test_every_column_can_order(client, register, entry, contributor):
    client.force_login(contributor)
    for column in client.get(register.url("list")).context["columns"]:
        if column["is_sortable"]:
            for sort in (column["sort"], f"-{column['sort']}"):
                assert client.get(register.url("list"), {"sort": sort}).status_code == 200
    assert (
        client.get(register.url("list"), {"sort": "organisation__group__name"}).status_code == 200
    )


def test_registers_have_names_of_their_own():
    assert len({register.path for register in registry}) == len(registry)


def test_what_is_filtered_by_nonsense_answers(client, register, entry, contributor):
    client.force_login(contributor)
    for name in register.filtered:
        answer = client.get(register.url("list"), {name: "\x00nonsense'"})
        assert answer.status_code == 200, name
