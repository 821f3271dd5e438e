"""What layers above add to every snapshot: services know none of them, so they register here."""

from collections.abc import Callable, Iterator

from mnr.models import ReportingPeriod

_PARTS: dict[str, Callable[[ReportingPeriod], list | dict]] = {}


def part(name: str):
    """Decorator: what the function returns stands in the content under this name."""

    def registered(make):
        _PARTS[name] = make
        return make

    return registered


def content(period: ReportingPeriod) -> dict:
    """{name: plain data} of all parts."""
    return {name: make(period) for name, make in _PARTS.items()}


def organisations_in(value) -> Iterator[str]:
    """The ids of the organisations that a part names, wherever they stand."""
    if isinstance(value, list):
        for inner in value:
            yield from organisations_in(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "organisation":
                yield inner
            else:
                yield from organisations_in(inner)
