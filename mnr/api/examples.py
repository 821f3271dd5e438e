"""Every key of the description says what it means, and shows an example that it would take."""

from mnr.api.keys import GIVEN, UUID

OF_FORMATS = {
    "date": "2026-09-30",
    "date-time": "2026-10-02T09:30:00Z",
    "uuid": UUID,
    "decimal": "12.5",
    "uri": "https://gov.example/document",
}
OF_TYPES = {"integer": 7, "number": 7, "boolean": True, "array": [], "object": {}}


def with_examples(result, generator, request, public):
    """Told last, when every component is there."""
    for kind, schema in result["components"]["schemas"].items():
        for name, part in schema.get("properties", {}).items():
            _explain(kind.removeprefix("Patched"), name, part)
    for item in result["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                said, _example = _given("", parameter["name"])
                parameter.setdefault("description", said)
    return result


def _given(kind, name):
    said, example = GIVEN.get(f"{kind}.{name}") or GIVEN.get(name, ("", None))
    return str(said), example


def _explain(kind, name, part):
    """One key: its model's words go before those of all."""
    said, example = _given(kind, name)
    part.setdefault("description", said)
    if "$ref" not in part and "examples" not in part:
        part["examples"] = [_example(name, part, example)]


def _example(name, part, given):
    """What the key would take: one of its choices, or what is usual for its kind."""
    choices = [value for value in _choices(part) if value not in ("", None)]
    if choices:
        return given if given in choices else choices[0]
    if name in GIVEN and "pattern" not in part:
        return given
    part = part | part.get("oneOf", [{}])[0]
    if part.get("pattern", "").startswith("^https"):
        return OF_FORMATS["uri"]
    kinds = part.get("type", "object")
    kind = kinds if isinstance(kinds, str) else next(each for each in kinds if each != "null")
    if kind == "string":
        words = part.get("title") or name.replace("_", " ").capitalize()
        return OF_FORMATS.get(part.get("format"), words[: part.get("maxLength")])
    return OF_TYPES[kind]


def _choices(part):
    for each in [part, *part.get("oneOf", ())]:
        yield from each.get("enum", ())
