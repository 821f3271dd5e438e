"""The description of the API: whole, sound, and held to by what the API answers."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import jsonschema
import pytest

from mnr.api import description as module
from mnr.api.description import description
from mnr.api.keys import GIVEN
from tests.api.registers import ALL

pytestmark = pytest.mark.django_db


def parts():
    """(where, schema) of every key of every body and answer."""
    for kind, schema in description()["components"]["schemas"].items():
        for name, part in schema.get("properties", {}).items():
            yield f"{kind}.{name}", part


def operations():
    for path, item in description()["paths"].items():
        for method, operation in item.items():
            yield f"{method} {path}", operation


def test_every_key_says_what_it_means_and_shows_an_example():
    silent = [where for where, part in parts() if not part.get("description")]
    assert not silent
    bare = [w for w, part in parts() if "examples" not in part and "$ref" not in part]
    assert not bare
    assert len(list(parts())) > 1000


def test_every_example_is_one():
    wrong = []
    components = {"components": description()["components"]}
    for where, part in parts():
        check = jsonschema.Draft202012Validator({**part, **components})
        wrong += [where for each in part.get("examples", ()) if not check.is_valid(each)]
    assert not wrong


def test_every_operation_and_parameter_says_what_it_is():
    for where, operation in operations():
        assert operation["description"], where
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (where, parameter["name"])


def test_every_creation_takes_a_key_and_every_change_a_version():
    named = {
        where: {each["name"]: each for each in operation.get("parameters", ())}
        for where, operation in operations()
    }
    for where, parameters in named.items():
        method, _blank, path = where.partition(" ")
        if method == "get":
            assert "If-None-Match" in parameters, where
        elif "{" not in path:
            assert "Idempotency-Key" in parameters, where
        else:
            is_of_a_register = any(f"/{register.path}/" in path for register in ALL)
            assert parameters["If-Match"]["required"] == is_of_a_register, where


def test_no_words_are_kept_for_keys_that_are_gone():
    names = {where.partition(".")[2] for where, _part in parts()}
    for _where, operation in operations():
        names |= {each["name"] for each in operation.get("parameters", ())}
    assert {name.rpartition(".")[2] for name in GIVEN} <= names


def test_threads_that_ask_at_once_make_it_once(monkeypatch):
    inside, most = [], []

    class Slow:
        def get_schema(self, **asked):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()
            return {}

    monkeypatch.setattr(module, "SchemaGenerator", Slow)
    monkeypatch.setattr(module, "_description", cache(module._description.__wrapped__))
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _number: module.description(), range(4))) == [{}] * 4
    assert most == [1]
