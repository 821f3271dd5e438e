"""The places where product code asks permission, and the code with one of them left out."""

import ast
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mnr import permissions, services

FOLDER = Path(services.__file__).parent


@dataclass(frozen=True)
class Site:
    """One call of `permissions.require`."""

    file: Path
    function: str
    first: int
    last: int

    @property
    def service(self):
        return f"{self.file.stem}.{self.function}"

    def __str__(self):
        return f"{self.service}, line {self.first}"


def sites(folder=FOLDER) -> list[Site]:
    """Every call of `permissions.require` in the services."""
    found = []
    for file in sorted(folder.rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                found += [
                    Site(file, function.name, call.lineno, call.end_lineno)
                    for call in ast.walk(function)
                    if _asks_permission(call)
                ]
    return found


def _asks_permission(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "require"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "permissions"
    )


@contextmanager
def without(site: Site):
    """The code as if this one call were not there."""
    require = permissions.require

    def skipping(*args, **kwargs):
        caller = sys._getframe(1)
        is_here = Path(caller.f_code.co_filename) == site.file
        if not (is_here and site.first <= caller.f_lineno <= site.last):
            require(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permissions, "require", skipping)
        yield
