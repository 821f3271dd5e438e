"""Rules of the house about security, asked of the syntax of each file: each finding is a line."""

import ast
import re
from collections.abc import Iterator

FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "mark_safe", "RawSQL"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "subprocess", "random", "xml", "jinja2"}
FORBIDDEN_NAMES = {"AllowAny", "csrf_exempt", "is_superuser", "is_staff", "SafeString"}
FORBIDDEN_METHODS = {"raw", "extra", "cursor", "system", "popen", "from_string"}
LOGGING = {"debug", "info", "warning", "error", "exception", "critical"}
SCOPED = {"visible", "visible_or_404", "scope"}


def findings(source: str) -> Iterator[str]:
    """What breaks a rule, by the name that a list of reviewed exceptions uses."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        yield from _imports(node)
        yield from _names(node)
        yield from _calls(node)
        yield from _assignments(node)
    yield from (f"noqa {code}" for code in re.findall(r"# noqa: (S\d+)", source))


def _imports(node):
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    else:
        return
    yield from (f"import {name}" for name in names if name.partition(".")[0] in FORBIDDEN_MODULES)


def _names(node):
    name = getattr(node, "id", None) or getattr(node, "attr", None)
    if name in FORBIDDEN_NAMES:
        yield name
    if isinstance(node, ast.Attribute) and node.attr == "FILES":
        yield ".FILES"


def _calls(node):
    if not isinstance(node, ast.Call):
        return
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
    is_method = isinstance(node.func, ast.Attribute)
    if name in FORBIDDEN_CALLS and not (is_method and name == "compile"):
        yield f"{name}()"
    if is_method and name in FORBIDDEN_METHODS:
        yield f".{name}()"
    if is_method and name in LOGGING and _is_put_together(node.args[:1]):
        yield "a log line put together before it is logged"
    if name in ("format_html", "execute", "translate", "gettext") and _is_put_together(
        node.args[:1]
    ):
        yield f"{name}() of a text put together"
    for keyword in node.keywords:
        if keyword.arg is None and "request." in ast.unparse(keyword.value):
            yield "keywords out of a request"


def _is_put_together(arguments) -> bool:
    """Whether a text is made of parts in place: an f-string, a sum, format or %."""
    for argument in arguments:
        if isinstance(argument, ast.JoinedStr):
            return True
        if isinstance(argument, ast.BinOp) and isinstance(argument.op, ast.Add | ast.Mod):
            return True
        if isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format":
            return True
    return False


def _assignments(node):
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        name, value = getattr(target, "id", ""), ast.unparse(node.value)
        if name == "fields" and value == "'__all__'":
            yield "fields of a form or serializer that nobody has listed"
        if name in ("permission_classes", "authentication_classes") and value in ("[]", "()"):
            yield f"empty {name}"


def unscoped(source: str) -> Iterator[str]:
    """Rows that a page gets by itself, not through what its reader may see."""
    parents = {}
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            parents[child] = node
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _gets_rows(node.func) and not _is_scoped(node, parents):
            yield ast.unparse(node.func)


def _gets_rows(function) -> bool:
    is_method = isinstance(function, ast.Attribute) and function.attr in ("get", "filter")
    return is_method and getattr(function.value, "attr", "") == "objects"


def _is_scoped(node, parents) -> bool:
    while node := parents.get(node):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in SCOPED:
                return True
    return False
