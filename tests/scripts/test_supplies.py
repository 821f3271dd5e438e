"""The checks of supplies fail when something is wrong, and when they compared nothing."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "scripts"
sys.path.insert(0, str(SCRIPTS))
import audit  # noqa: E402
import leaks  # noqa: E402
import sbom  # noqa: E402
import vendor_advisories  # noqa: E402

TODAY = date(2026, 11, 25)
LOCK = "django==5.2.1 \\\n    --hash=sha256:aa\nWeird_Name[extra]==2.0 ; sys_platform == 'win32'\n"
SNAPSHOT = {
    "as_of": "2026-11-01",
    "source": "a test",
    "covers": ["django", "weird-name"],
    "advisories": {"django": [{"id": "GHSA-x", "affects": ">=5.2,<5.2.1"}]},
}


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A lock file and a snapshot; the service does not answer."""
    monkeypatch.setattr(audit, "pip_audit", lambda packages, seconds: [])
    lock, snapshot = tmp_path / "lock.txt", tmp_path / "advisories.json"
    lock.write_text(LOCK)

    def write(**changes):
        snapshot.write_text(json.dumps(SNAPSHOT | changes))
        return audit.compare(lock, snapshot, TODAY)

    return lock, snapshot, write


def test_every_package_is_compared_whatever_its_marker(files):
    done = files[2]()
    assert (done.packages, done.found) == (2, [])
    assert "1 advisories as of 2026-11-01 (24 days ago" in done.source


def test_a_weakness_is_found(files):
    weak = {"django": [{"id": "GHSA-x", "affects": ">=5.2,<5.2.19"}]}
    assert files[2](advisories=weak).found == ["django 5.2.1: GHSA-x concerns >=5.2,<5.2.19"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"covers": ["django"]}, "does not cover weird-name"),
        ({"advisories": {}}, "no advisory at all"),
        ({"as_of": (TODAY - timedelta(days=181)).isoformat()}, "181 days old"),
    ],
)
def test_a_snapshot_that_says_too_little_is_no_answer(files, changes, words):
    with pytest.raises(audit.NotCompared, match=words):
        files[2](**changes)


def test_a_missing_snapshot_is_no_answer(files):
    with pytest.raises(audit.NotCompared, match="is missing"):
        audit.compare(files[0], files[1], TODAY)


def test_an_empty_lock_is_no_answer(files):
    files[0].write_text("# nothing\n")
    with pytest.raises(audit.NotCompared, match="names no package"):
        files[2]()


def service(answers):
    """pip-audit, as it answers where the service is in reach."""

    def pip_audit(packages, seconds):
        return [
            answers.get(name, {"name": name, "version": v, "vulns": []})
            for name, v in packages.items()
        ]

    return pip_audit


def test_the_service_comes_first(files, monkeypatch):
    weak = {"id": "PYSEC-1", "fix_versions": ["5.2.2"]}
    told = {"django": {"name": "django", "version": "5.2.1", "vulns": [weak]}}
    monkeypatch.setattr(audit, "pip_audit", service(told))
    done = files[2]()
    assert done.found == ["django 5.2.1: PYSEC-1, mended in 5.2.2"]
    assert done.source == "the service of advisories, asked now"


def test_a_package_that_the_service_skips_fails(files, monkeypatch):
    told = {"weird-name": {"name": "weird-name", "skip_reason": "not found"}}
    monkeypatch.setattr(audit, "pip_audit", service(told))
    with pytest.raises(audit.NotCompared, match="weird-name"):
        files[2]()


def test_the_number_of_packages_is_that_of_the_lock(files, monkeypatch):
    monkeypatch.setattr(audit, "ask_service", lambda packages: audit.Comparison(1, "half", []))
    with pytest.raises(audit.NotCompared, match="1 of 2"):
        files[2]()


def test_the_repository_s_own_snapshot_covers_its_lock():
    snapshot = json.loads(audit.ADVISORIES.read_text())
    assert set(snapshot["covers"]) >= set(audit.locked(audit.LOCK))
    assert sum(map(len, snapshot["advisories"].values())) > 300


OSV = [
    {
        "id": "GHSA-1",
        "affected": [
            {
                "package": {"name": "Django", "ecosystem": "PyPI"},
                "ranges": [
                    {"type": "GIT", "events": [{"introduced": "0"}]},
                    {
                        "type": "ECOSYSTEM",
                        "events": [
                            {"introduced": "0"},
                            {"fixed": "4.2.9"},
                            {"introduced": "5.0"},
                            {"last_affected": "5.1"},
                            {"introduced": "6.0"},
                        ],
                    },
                ],
            },
            {"package": {"name": "other"}, "ranges": [{"type": "ECOSYSTEM", "events": []}]},
        ],
    },
    {"id": "GHSA-2", "withdrawn": "2026-01-01", "affected": []},
    {
        "id": "GHSA-3",
        "affected": [
            {
                "package": {"name": "django"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
            }
        ],
    },
]


def test_what_osv_says_becomes_ranges():
    rows = list(vendor_advisories.rows_of("django", OSV))
    assert [(row["id"], row["affects"]) for row in rows] == [
        ("GHSA-1", ">=0,<4.2.9"),
        ("GHSA-1", ">=5.0,<=5.1"),
        ("GHSA-1", ">=6.0"),
        ("GHSA-3", ">=0"),
    ]


def test_a_snapshot_is_written_and_read_again(files, tmp_path):
    def ask(names):
        return "a test", TODAY, {name: list(vendor_advisories.rows_of(name, OSV)) for name in names}

    to = tmp_path / "new.json"
    vendor_advisories.write(ask, files[0], to)
    assert len(audit.compare(files[0], to, TODAY).found) == 1


def part(name, version, digests=("aa",)):
    hashes = [{"alg": "SHA-256", "content": digest} for digest in digests]
    return {"name": name, "version": version, "externalReferences": [{"hashes": hashes}]}


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [part("django", "5.2")],
        [part("django", "5.2"), part("celery", "5.6")],
        [part("django", "5.2"), part("celery", "5.7"), part("other", "1")],
        [part("django", "5.2"), part("celery", "5.7", ())],
    ],
)
def test_a_bill_that_differs_from_the_lock_fails(parts):
    with pytest.raises(sbom.Incomplete):
        sbom.compare({"django": "5.2", "celery": "5.7"}, parts)


def test_the_bill_of_production(tmp_path):
    output = tmp_path / "sbom.json"
    count = sbom.make(sbom.LOCK, output)
    assert count == len(audit.locked(sbom.LOCK)) > 50
    told = json.loads(output.read_text())
    assert told["bomFormat"] == "CycloneDX"


def test_every_locked_package_has_digests():
    for lock in sorted((settings.BASE_DIR / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
        assert blocks
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == [], lock


SECRETS = {
    "a key": "-----BEGIN " + "PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
    "cloud": "AKIA" + "IOSFODNN7EXAMPLQ",
    "host": "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "signed": "eyJ" + "hbGciOiJIUzI1NiJ9abc.eyJ" + "zdWIiOiIxMjM0NTY3ODkw.SflKxwRJSMeKKF2QT4",
    "django": 'KEY = "django-' + 'insecure-7x!k2m9q4w8e1r5t3y6u0i2o8p"',
    "address": "postgresql://mnr:" + "q8W3e7R1t5Y9@db.gov.example/mnr",
    "named": 'EMAIL_PASSWORD = "' + 'q8W3e7R1t5Y9u2I6o4P0"',
}


@pytest.fixture
def repository(tmp_path):
    """commit(name, text) adds a file to a repository of its own."""

    def git(*words):
        command = [
            "git",
            "-C",
            str(tmp_path),
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.org",
        ]
        subprocess.run([*command, *words], check=True, capture_output=True)

    git("init", "-q")

    def commit(name, text):
        (tmp_path / name).write_text(text)
        git("add", "-A")
        git("commit", "-q", "-m", "Step")

    commit("plain.py", "answer = 42\n")
    return tmp_path, commit


def look(root):
    command = [sys.executable, str(SCRIPTS / "leaks.py"), "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", SECRETS)
def test_a_secret_is_found_in_the_tree_and_afterwards_in_the_history(repository, kind):
    root, commit = repository
    assert look(root).returncode == 0
    commit("settings.py", f"one\n{SECRETS[kind]}\n")
    found = look(root)
    assert found.returncode == 1
    assert "leaks: settings.py:2:" in found.stdout
    commit("settings.py", "clean\n")
    past = look(root)
    assert past.returncode == 1
    assert "leaks: history of settings.py" in past.stdout
    assert SECRETS[kind][-12:] not in found.stdout + past.stdout


def test_looking_through_nothing_fails(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert look(tmp_path).returncode != 0


def test_words_are_no_secrets():
    for text in ("for-tests-only-for-tests-only", "account_reset_password_from_key", "a" * 40):
        assert not leaks.is_random(text)
