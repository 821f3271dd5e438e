"""docs/security.md and docs/asvs.csv say what is so."""

import ast
import csv
import re
from collections import Counter
from functools import cache

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
DOCUMENT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
SECRET = re.compile(r"KEY|SECRET|PASSWORD|TOKEN|_URL$")
COUNTED = re.compile(r"(\d+) (met|partly|not met|operator|not applicable)\b")
STATUSES = {"met", "partly", "not met", "operator", "not applicable"}
LEVELS = {"1": 70, "2": 183, "3": 92}  # requirements of ASVS 5.0.0
BY_CHAPTER = dict(
    zip(
        range(1, 18),
        (30, 13, 31, 16, 13, 47, 19, 13, 7, 36, 24, 12, 21, 13, 21, 17, 12),
        strict=True,
    )
)


def variables():
    """The names of the environment that settings read."""
    for path in (ROOT / "mnr/settings.py", ROOT / "mnr/reports/storage.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if function.startswith("env_") or function in ("site_url", "contact"):
                    yield node.args[0].value


def test_every_secret_is_in_the_inventory():
    section = DOCUMENT.partition("## Keys and secrets")[2].partition("\n## ")[0]
    wanted = {name for name in variables() if SECRET.search(name)} - {"MNR_BREACHED_PASSWORDS"}
    assert len(wanted) >= 6
    assert {name for name in wanted if f"| `{name}` |" not in section} == set()


def test_every_setting_is_explained_to_operators():
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    told = "".join(path.read_text(encoding="utf-8") for path in documents)
    named = set(variables())
    assert len(named) > 20
    assert {name for name in named if f"`{name}`" not in told} == {"DEBUG", "MNR_STATEMENT_TIMEOUT"}


def test_every_server_is_among_the_connections():
    section = DOCUMENT.partition("## Connections to the outside")[2].partition("\n## ")[0]
    for server in ("PostgreSQL", "Redis", "mail server"):
        assert server in section


def test_every_file_and_test_that_it_names_is_there():
    named = set(re.findall(r"`((?:tests|scripts|mnr|docs)/[\w./]+)`", DOCUMENT))
    assert len(named) > 5
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@cache
def requirements():
    with (ROOT / "docs/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_of_the_standard_has_one_line():
    ids = [row["id"] for row in requirements()]
    assert len(set(ids)) == len(ids) == 345
    assert Counter(row["level"] for row in requirements()) == LEVELS
    assert ids == sorted(ids, key=lambda number: [int(part) for part in number.split(".")])
    for number in ids:
        assert re.fullmatch(r"\d+\.\d+\.\d+", number)


def test_every_status_is_one_of_ours_and_says_how(record_property):
    for row in requirements():
        assert row["status"] in STATUSES, row["id"]
        assert row["requirement"], row["id"]
        assert row["how"], row["id"]
    count = Counter(row["status"] for row in requirements())
    record_property("asvs", dict(count))
    line = next(line for line in DOCUMENT.splitlines() if line.startswith("ASVS 5.0.0:"))
    assert {name: int(number) for number, name in COUNTED.findall(line)} == count


def test_what_is_met_has_a_test():
    met = [row for row in requirements() if row["status"] == "met"]
    assert len(met) > 100
    assert [row["id"] for row in met if not row["test"].strip()] == []


@cache
def names_in(file):
    """The names of the tests in a file; none if there is no such file."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def exists(named):
    """Whether a test or script that a line names is there."""
    file, _mark, name = named.partition("::")
    if name:
        return name in names_in(file)
    if file.startswith("scripts/"):
        return (ROOT / file).is_file()
    return any(test.startswith("test_") for test in names_in(file))


def test_every_test_that_is_named_exists():
    named = {test for row in requirements() for test in row["test"].split()}
    assert len(named) > 40
    assert sorted(test for test in named if not exists(test)) == []


@pytest.mark.parametrize(
    "named",
    ["tests/web/none.py::test_x", "tests/web/test_security_document.py::test_none", "scripts/none"],
)
def test_a_test_that_is_not_there_is_noticed(named):
    assert not exists(named)
