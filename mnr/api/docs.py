"""The description of the API for people: a page for each group, made from that for programs.

The usual viewers need inline style sheets or another host; the security policy allows neither.
"""

import json
import re

from django.http import Http404
from django.shortcuts import render

from mnr.access import ScopedView
from mnr.api.description import METHODS, description
from mnr.roles import Action

CHOICE = re.compile(r"\* `(.*)` - (.*)")
PATCHED = "Patched"  # the same object, of which a change needs no key
JSON = "application/json"


class DocsView(ScopedView):
    """What there is, and what holds for all of it."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        schema = description()
        found = [(name, len(operations)) for name, operations in groups(schema).items()]
        return render(
            request, "api/docs.html", {"groups": found, "refusal": described(schema, "Error")}
        )


class DocsGroupView(ScopedView):
    """The operations of one group, and all that they take and tell, key by key."""

    action = Action.FRAMEWORK_READ

    def get(self, request, group):
        schema = description()
        operations = groups(schema).get(group)
        if operations is None:
            raise Http404
        names = dict.fromkeys(name for each in operations for name in each["objects"])
        context = {
            "group": group,
            "operations": operations,
            "objects": [described(schema, name) for name in whole(schema, names)],
        }
        return render(request, "api/docs_group.html", context)


def groups(schema) -> dict:
    """{name: operations} in the order of their addresses."""
    found: dict = {}
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                row = _operation(schema, path, method, item[method])
                found.setdefault(item[method]["tags"][0], []).append(row)
    return found


def _operation(schema, path, method, told):
    body = told.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    answers = [each for code, each in told["responses"].items() if code.startswith("2")]
    told_in = [each.get("content", {}).get(JSON, {}).get("schema", {}) for each in answers]
    takes = _named(schema, body)
    tells = [name for part in told_in for name in _named(schema, part)]
    return {
        "method": method.upper(),
        "path": path,
        "text": told.get("description", ""),
        "action": told["x-action"],
        "parameters": [
            _key(schema, each["name"], each | each["schema"], each.get("required", False))
            for each in told.get("parameters", [])
        ],
        "takes": [_shared(schema, name) for name in takes],
        "needs_no_key": any(name.startswith(PATCHED) for name in takes),
        "tells": tells,
        "objects": [*(_shared(schema, name) for name in takes), *tells],
    }


def _named(schema, part) -> list[str]:
    """The objects of a body or an answer: itself, or that of the rows of a list or a page."""
    name = _name(part)
    properties = schema["components"]["schemas"].get(name, {}).get("properties", {})
    if "results" in properties:
        return [_name(properties["results"]["items"])]
    return [name] if name else _held(part)


def _held(part) -> list[str]:
    """Every object that a part of the description names."""
    if isinstance(part, dict):
        own = [_name(part)] if "$ref" in part else []
        return own + [name for each in part.values() for name in _held(each)]
    return [name for each in part for name in _held(each)] if isinstance(part, list) else []


def _name(part) -> str:
    return part.get("$ref", "").rpartition("/")[2]


def _shared(schema, name) -> str:
    """The object of which a change takes any keys, if it is described for itself."""
    plain = name.removeprefix(PATCHED)
    return plain if plain in schema["components"]["schemas"] else name


def whole(schema, names) -> list[str]:
    """The objects with those that they hold in turn."""
    found = list(names)
    for name in found:  # it grows
        held = _held(schema["components"]["schemas"][name])
        found += [each for each in dict.fromkeys(held) if each not in found]
    return found


def described(schema, name) -> dict:
    """An object: every key with its kind, whether it is needed, what it means, and an example."""
    part = schema["components"]["schemas"][name]
    needed = part.get("required", [])
    keys = [
        _key(schema, key, each, key in needed) for key, each in part.get("properties", {}).items()
    ]
    return {"name": name, "text": part.get("description", ""), "keys": keys}


def _key(schema, name, part, needed):
    text, _blank, choices = part.get("description", "").partition("\n\n* ")
    lines = f"* {choices}".splitlines() if choices else []
    held = [each for each in _held(part) if schema["components"]["schemas"][each].get("properties")]
    examples = part.get("examples", [])
    return {
        "name": name,
        "kind": _kind(schema, part),
        "needed": needed,
        "text": text,
        "choices": [found.groups() for line in lines if (found := CHOICE.fullmatch(line))],
        "objects": held,
        "example": json.dumps(examples[0], ensure_ascii=False) if examples else "",
    }


def _kind(schema, part):
    choices = [value for each in [part, *part.get("oneOf", ())] for value in each.get("enum", ())]
    if choices:
        return " | ".join(str(value) for value in choices if value)
    if any(name in part for name in ("allOf", "oneOf", "anyOf", "$ref")):
        return "object"
    kinds = part.get("type", "anything")
    kinds = [kinds] if isinstance(kinds, str) else [each for each in kinds if each != "null"]
    return part.get("format") or " | ".join(kinds)
