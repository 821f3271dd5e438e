"""The static rules hold for every file, and each of them finds what it is for."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.web.static_rules import findings, unscoped

ROOT = settings.BASE_DIR
SOURCE = [
    path
    for package in ["mnr", *settings.DOMAIN_APPS]
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
PAGES = [path for path in SOURCE if {"views", "api"} & set(path.relative_to(ROOT).parts)]
SQL = "reviewed: fixed statements, values as parameters"
SCREEN = "of our own making: numbers and escaped labels"
LAUNCHER = "starts PostgreSQL and Valkey for demonstrations and tests; never part of the web"

REVIEWED = {
    "mnr/charts/svg.py": {"SafeString": SCREEN, "mark_safe()": SCREEN, "noqa S308": SCREEN},
    "mnr/templatetags/mnr.py": {
        "mark_safe()": "the text of one of our style sheets",
        "noqa S308": "the text of one of our style sheets",
    },
    "mnr/checks/servers.py": {".cursor()": SQL},
    "mnr/services/audit.py": {".cursor()": SQL},
    "mnr/selectors/audit_search.py": {
        ".cursor()": SQL,
        "execute() of a text put together": "the name of a column of ours, quoted",
    },
    "mnr/services/drafts.py": {".cursor()": SQL},
    "mnr/database_roles.py": {
        ".cursor()": SQL,
        "execute() of a text put together": "names of roles and functions from the catalogue",
    },
    "mnr/services/notices.py": {"noqa S105": "the name of an event"},
    "mnr/services/verification.py": {".cursor()": SQL},
    "mnr/services/leftovers.py": {
        ".cursor()": SQL,
        "execute() of a text put together": "names of tables from the catalogue, quoted",
        "noqa S608": "names of tables from the catalogue, quoted",
    },
    "mnr/services/quarantine.py": {
        ".cursor()": SQL,
        "execute() of a text put together": "names of functions of ours, values as parameters",
    },
    "mnr/services/snapshots.py": {".cursor()": SQL},
    "mnr/figures/keeping.py": {".cursor()": SQL},
    "mnr/views/health.py": {".cursor()": SQL},
    "mnr/views/security.py": {"csrf_exempt": "takes browsers' reports, and changes nothing"},
    "mnr/demo/accounts.py": {"noqa S105": "a password that is published on purpose"},
    "mnr/demo/dice.py": {
        "import random": "the same invented country each time",
        "noqa S311": "the same invented country each time",
    },
    "mnr/demo/values.py": {"import random": "the same invented country each time"},
    "mnr/entry_guards.py": {".cursor()": SQL},
    "mnr/registers/file_views.py": {".FILES": "the one door for files: imports of registers"},
    "mnr/embedded/__main__.py": {"import subprocess": LAUNCHER},
    "mnr/embedded/owner.py": {"import subprocess": LAUNCHER},
    "mnr/embedded/servers.py": {
        "import subprocess": LAUNCHER,
        "execute() of a text put together": LAUNCHER,
    },
}
ROWS_BY_THEMSELVES = {
    "mnr/api/conditions.py": {"GuardRelease.objects.filter": "the reader's own held text"},
    "mnr/api/entry_fields.py": {"Region.objects.filter": "choices that everybody reads"},
    "mnr/api/framework.py": {"User.objects.filter": "those visible, and the reader"},
    "mnr/api/updates.py": {"ProgressUpdate.objects.filter": "whether the one asked for is begun"},
    "mnr/views/autosaved.py": {"SubmitToken.objects.filter": "the reader's own token"},
    "mnr/views/health.py": {"Job.objects.filter": "an age in seconds, for machines"},
    "mnr/views/indicator_targets.py": {
        "IndicatorAdoption.objects.filter": "for who may decide of all of them"
    },
    "mnr/views/registers.py": {"ReportingPeriod.objects.filter": "the open period: all know it"},
    "mnr/views/invitations.py": {"Organisation.objects.filter": "choices of those who may invite"},
    "mnr/views/factors.py": {"Authenticator.objects.filter": "the reader's own factors"},
    "mnr/views/people.py": {"User.objects.filter": "those visible, and the reader"},
    "mnr/views/profile.py": {"User.objects.get": "the reader"},
    "mnr/views/procedure.py": {"Duty.objects.filter": "who holds a duty, for who may name them"},
    "mnr/views/quarantine.py": {"Quarantine.objects.filter": "one row that was visible"},
    "mnr/views/periods.py": {"Organisation.objects.filter": "who owes, for who may close"},
}


def broken(rule, paths, reviewed):
    """(file, finding) that nobody has reviewed, and reviews of what is not there any more."""
    found = {(name(path), finding) for path in paths for finding in rule(path.read_text("utf-8"))}
    known = {(file, finding) for file, reasons in reviewed.items() for finding in reasons}
    return sorted(found - known), sorted(known - found)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_nothing_dangerous_is_unreviewed():
    assert len(SOURCE) > 150
    assert broken(findings, SOURCE, REVIEWED) == ([], [])


def test_pages_get_rows_through_what_their_reader_may_see():
    assert len(PAGES) > 20
    assert broken(unscoped, PAGES, ROWS_BY_THEMSELVES) == ([], [])


@pytest.mark.parametrize(
    "folder", ["templates", *settings.DOMAIN_APPS], ids=lambda folder: f"in-{folder}"
)
def test_templates_escape_everything(folder):
    pages = sorted((ROOT / folder).rglob("*.html"))
    wrong = [
        name(page)
        for page in pages
        for word in ("|safe", "autoescape off", "{% debug", " onclick=", "javascript:", "<script>")
        if word in page.read_text("utf-8")
    ]
    assert wrong == []


BAD = [
    "eval(text)",
    "exec(text)",
    "import pickle",
    "from subprocess import run",
    "import random",
    "import xml.etree.ElementTree",
    "permission_classes = [AllowAny]",
    "permission_classes = []",
    "authentication_classes = ()",
    "@csrf_exempt\ndef page(request): ...",
    "files = request.FILES",
    "if user.is_superuser: ...",
    "if user.is_staff: ...",
    "html = mark_safe(text)",
    "rows = Evidence.objects.raw(sql)",
    "rows = rows.extra(where=[sql])",
    "cursor = connection.cursor()",
    "rows = rows.annotate(x=RawSQL(sql, []))",
    "os.system(command)",
    "page = engine.from_string(text)",
    'logger.info(f"signed in: {user}")',
    'logger.warning("signed in: " + name)',
    'logger.error("signed in: %s" % name)',
    'logger.error("signed in: {}".format(name))',
    'format_html(f"<b>{name}</b>")',
    'cursor.execute(f"SELECT {name}")',
    "rows = Evidence.objects.all().filter(**request.GET)",
    "class Meta:\n    fields = '__all__'",
    "x = 1  # noqa: S608",
]


@pytest.mark.parametrize("source", BAD)
def test_each_rule_finds_what_it_is_for(source):
    assert list(findings(source))


@pytest.mark.parametrize(
    "source", ["Evidence.objects.get(pk=pk)", "rows = list(Evidence.objects.filter(pk=pk))"]
)
def test_rows_by_themselves_are_found(source):
    assert list(unscoped(source))


@pytest.mark.parametrize(
    "source",
    [
        "self.visible(Evidence.objects.filter(pk=pk))",
        "permissions.scope(user, action, Evidence.objects.filter(pk=pk))",
        "self.visible_or_404(Evidence.objects, pk=pk)",
    ],
)
def test_rows_through_the_gate_are_not(source):
    assert list(unscoped(source)) == []


@pytest.mark.parametrize("source", ['logger.info("signed in: %s", name)', 're.compile("a")'])
def test_what_is_sound_is_not_found(source):
    assert list(findings(source)) == []
