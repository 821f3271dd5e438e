"""Rules of the house that hold for every file of the source: each test lists who breaks one."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from mnr.domains import Domain
from mnr.models import ImportRun
from mnr.registers import registry
from mnr.registers.base import PAGES

ROOT = settings.BASE_DIR
PACKAGES = ["mnr", *settings.DOMAIN_APPS]
SOURCE = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
OURS = [model for package in PACKAGES for model in apps.get_app_config(package).get_models()]
TEMPLATES = ROOT / "templates"


@cache
def text(path):
    return path.read_text(encoding="utf-8")


@cache
def nodes(path):
    return list(ast.walk(ast.parse(text(path))))


def imported(path):
    """Full names of what the file imports."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def last_names(path):
    return {full.rpartition(".")[2] for full in imported(path)}


def attributes(path):
    return {node.attr for node in nodes(path) if isinstance(node, ast.Attribute)}


def breaking(rule, files=SOURCE):
    return [str(path.relative_to(ROOT)) for path in files if not rule(path)]


def within(folder):
    return [path for path in SOURCE if folder in path.relative_to(ROOT).parts]


def test_files_are_short():
    assert breaking(lambda path: len(text(path).splitlines()) < 300) == []


def test_functions_are_short():
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCE
        for node in nodes(path)
        if isinstance(node, functions) and node.end_lineno - node.lineno + 1 > 25
    ]
    assert long == []


def test_every_file_says_what_it_is():
    assert breaking(lambda path: not text(path) or ast.get_docstring(nodes(path)[0])) == []


def test_modules_are_named_for_what_they_do():
    vague = {"utils", "helpers", "common", "tasks", "signals"}
    assert breaking(lambda path: not vague & {path.stem, path.parent.name}) == []


def test_nothing_happens_behind_the_back():
    """No receivers of model signals: what must happen on a change stands in one service."""
    receivers = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}
    assert breaking(lambda path: receivers.isdisjoint(last_names(path))) == []


def test_the_environment_is_read_in_one_place():
    readers = {"env.py", "wsgi.py", "asgi.py", "celery.py", "embedded"}
    others = [path for path in SOURCE if not readers & {path.name, path.parent.name}]
    assert breaking(lambda path: {"environ", "getenv"}.isdisjoint(attributes(path)), others) == []


@pytest.mark.parametrize(
    ("folder", "unknown"),
    [
        ("services", ("django.http", "django.shortcuts", "django.forms", "mnr.forms")),
        ("models", ("django.http", "django.shortcuts", "mnr.forms")),
    ],
)
def test_rules_know_no_pages(folder, unknown):
    knowing = [
        path for path in within(folder) for full in imported(path) if full.startswith(unknown)
    ]
    assert knowing == []


def test_only_permissions_decide():
    """Nothing asks for a flag of the user: there is no way round the policy."""
    flags = {"is_superuser", "is_staff"}
    assert breaking(lambda path: flags.isdisjoint(attributes(path))) == []


def test_no_file_is_ever_kept():
    """Evidence is a reference: nothing of this platform can hold an image or a document.

    A table that somebody sends into a register waits to be read, and the database lets no file
    stand any longer than that.
    """
    kinds = (models.FileField, models.BinaryField)
    fields = [field for model in OURS for field in model._meta.get_fields()]
    assert [str(field) for field in fields if isinstance(field, kinds)] == ["mnr.ImportRun.file"]
    rules = {rule.name: rule for rule in ImportRun._meta.constraints}
    gone = rules["importrun_keeps_no_file_once_read"]
    assert gone.condition == models.Q(state="waiting") | models.Q(file=None)


def test_saving_is_never_overridden():
    assert [model for model in OURS if {"save", "delete"} & set(vars(model))] == []


def test_migrations_have_names():
    folders = [ROOT / package / "migrations" for package in PACKAGES]
    assert [path for folder in folders for path in folder.glob("*_auto_*.py")] == []


def test_domain_apps_are_the_domains():
    assert Domain.values == settings.DOMAIN_APPS
    names = [apps.get_app_config(app).verbose_name for app in settings.DOMAIN_APPS]
    assert names == Domain.labels


def test_every_template_is_used():
    """A page that nothing renders is found here rather than by its reader."""
    pages = sorted(TEMPLATES.rglob("*.html"))
    used = "\n".join(map(text, [*SOURCE, *pages]))
    names = [page.relative_to(TEMPLATES).as_posix() for page in pages]
    of_django_and_allauth = ("account/", "mfa/", "allauth/", "django/", "4", "5")
    ours = [name for name in names if not name.startswith(of_django_and_allauth)]
    of_registers = {
        name
        for register in registry.everything
        for page in (*PAGES, "form")  # creating and changing share one
        for name in register.templates(page)
    }
    assert [name for name in ours if name not in used and name not in of_registers] == []


def test_the_version_is_the_newest_heading_of_the_changelog():
    lines = text(Path(ROOT) / "CHANGELOG.md").splitlines()
    assert next(line for line in lines if line.startswith("## "))[3:] == settings.VERSION
