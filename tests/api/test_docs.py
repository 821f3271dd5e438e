"""The pages about the API say all that the description for programs says."""

import html
import json

import pytest
from django.urls import reverse

from mnr.api import docs
from mnr.api.description import METHODS, description
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def operations():
    for path, item in description()["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def refs(part):
    """Every object that a part of the description names, and those within them."""
    found, open_ends = set(), [part]
    schemas = description()["components"]["schemas"]
    while open_ends:
        part = open_ends.pop()
        if isinstance(part, dict):
            name = part.get("$ref", "").rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                open_ends.append(schemas[name])
            open_ends += part.values()
        elif isinstance(part, list):
            open_ends += part
    return found


@pytest.fixture
def page(client):
    client.force_login(factories.person(Role.AGY, organisation=factories.organisation()))

    def text(name, *args):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200
        return html.unescape(answer.text)

    return text


GROUPS = sorted({operation["tags"][0] for _path, _method, operation in operations()})


def test_the_index_leads_to_every_group(page):
    index = page("api_docs")
    for group in GROUPS:
        assert f'href="/api/docs/{group}/"' in index
    assert "what belongs to none stands under" in index


@pytest.mark.parametrize("group", GROUPS)
def test_every_key_stands_there_with_its_words_and_an_example(page, group):
    told = " ".join(page("api_docs_group", group).split())
    schemas, missing = description()["components"]["schemas"], []
    wanted = set()
    for path, method, operation in operations():
        if operation["tags"][0] != group:
            continue
        missing += [f"{method} {path}"] * (f"{method.upper()} {path}" not in told)
        good = {code: part for code, part in operation["responses"].items() if code[0] == "2"}
        wanted |= refs([operation.get("requestBody", {}), good])
        for parameter in operation["parameters"]:
            missing += _unsaid(told, parameter["name"], parameter)
    for name in wanted:
        if name.startswith("Paginated"):
            continue
        for key, part in schemas[name].get("properties", {}).items():
            missing += _unsaid(told, f"{name}.{key}", part)
    assert missing == []


def _unsaid(told, where, part):
    """What of a key is not on the page."""
    text, _blank, choices = part.get("description", "").partition("\n\n* ")
    words = [" ".join(line.split()) for line in text.splitlines()]
    words += [line.partition(" - ")[2] for line in choices.splitlines()]
    words += [json.dumps(each, ensure_ascii=False) for each in part.get("examples", [])]
    words += [where.rpartition(".")[2]]
    return [(where, each) for each in words if " ".join(each.split()) not in told]


def test_what_is_needed_is_marked():
    schema = description()
    for name, part in schema["components"]["schemas"].items():
        keys = docs.described(schema, name)["keys"]
        assert {key["name"] for key in keys if key["needed"]} == set(part.get("required", []))


def test_there_is_no_other_group(client):
    client.force_login(factories.person(Role.SEC))
    assert client.get("/api/docs/nothing/").status_code == 404


def test_no_page_is_too_long(page):
    for group in GROUPS:
        assert len(page("api_docs_group", group)) < 500_000, group


def test_the_foot_of_every_page_leads_there(page):
    assert reverse("api_docs") in page("overview")
