#!/usr/bin/env python3
"""Compares every package of a lock file with the known weaknesses, and says what it compared.

    scripts/audit.py [--lock requirements/dev.txt] [--advisories requirements/advisories.json]

Where the service of advisories answers, it is asked for every package. Where it does not, as in a
network that is closed, the snapshot stands in, which scripts/vendor_advisories.py has made: then
the answer is as old as the snapshot, and says so. It fails on any weakness, on any package that
was not compared, when nothing was compared, and when the snapshot is older than half a year.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements/dev.txt"
ADVISORIES = ROOT / "requirements/advisories.json"
PINNED = re.compile(r"(?m)^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
OLDEST_DAYS = 180
ONE_REQUEST = 20  # seconds


class NotCompared(Exception):
    """The comparison is not complete; the sentence says why and what to do."""


@dataclass(frozen=True)
class Comparison:
    """What was compared with what."""

    packages: int
    source: str
    found: list[str]


def locked(lock: Path) -> dict[str, str]:
    """{name: version} of every package that the lock file names."""
    pinned = PINNED.findall(lock.read_text(encoding="utf-8"))
    packages = {str(canonicalize_name(name)): version for name, version in pinned}
    if not packages:
        raise NotCompared(f"{lock.name} names no package, so there is nothing to compare.")
    return packages


def ask_service(packages: dict[str, str]) -> Comparison | None:
    """What pip-audit learns from the service; None if the service is out of reach."""
    name, version = next(iter(packages.items()))
    if all("skip_reason" in row for row in pip_audit({name: version}, seconds=2 * ONE_REQUEST)):
        return None
    rows = pip_audit(packages, seconds=ONE_REQUEST * len(packages))
    skipped = sorted(row["name"] for row in rows if "skip_reason" in row)
    if skipped:
        raise NotCompared(f"The service does not know {', '.join(skipped)}.")
    found = [
        f"{row['name']} {row['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
        for row in rows
        for weakness in row["vulns"]
    ]
    return Comparison(len(rows), "the service of advisories, asked now", found)


def pip_audit(packages: dict[str, str], seconds: int) -> list[dict]:
    """The rows of pip-audit, one a package; none if it got no answer in time."""
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked.txt"
        asked.write_text("".join(f"{name}=={version}\n" for name, version in packages.items()))
        command = [sys.executable, "-m", "pip_audit", "-r", str(asked), "--no-deps"]
        command += ["--disable-pip", "--format", "json", "--progress-spinner", "off"]
        command += ["--timeout", str(ONE_REQUEST)]
        try:
            told = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=seconds
            )
            return json.loads(told.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, ValueError):
            return []


def ask_snapshot(packages: dict[str, str], file: Path, today: date) -> Comparison:
    """The packages compared with the advisories that the repository keeps."""
    if not file.is_file():
        raise NotCompared(f"The service is out of reach and {file.name} is missing.")
    snapshot = json.loads(file.read_text(encoding="utf-8"))
    known, age = snapshot["advisories"], (today - date.fromisoformat(snapshot["as_of"])).days
    if age > OLDEST_DAYS:
        raise NotCompared(f"{file.name} is {age} days old. Run scripts/vendor_advisories.py.")
    if unknown := sorted(packages.keys() - set(snapshot["covers"])):
        names = ", ".join(unknown)
        raise NotCompared(f"{file.name} does not cover {names}. Run scripts/vendor_advisories.py.")
    rows = [(name, row) for name in packages for row in known.get(name, [])]
    if not rows:
        raise NotCompared(f"{file.name} holds no advisory at all for these packages.")
    found = [
        f"{name} {packages[name]}: {row['id']} concerns {row['affects']}"
        for name, row in rows
        if SpecifierSet(row["affects"]).contains(Version(packages[name]), prereleases=True)
    ]
    numbers = f"{len({row['id'] for _name, row in rows})} advisories as of {snapshot['as_of']}"
    source = f"{numbers} ({age} days ago; the service of advisories is out of reach)"
    return Comparison(len(packages), source, found)


def compare(lock: Path, advisories: Path, today: date) -> Comparison:
    """The service, else the snapshot; every package of the lock file, or an error."""
    packages = locked(lock)
    done = ask_service(packages) or ask_snapshot(packages, advisories, today)
    if done.packages != len(packages):
        raise NotCompared(f"{done.packages} of {len(packages)} packages were compared.")
    return done


def main() -> int:
    parser = argparse.ArgumentParser(description="Known weaknesses of the locked packages.")
    parser.add_argument("--lock", type=Path, default=LOCK)
    parser.add_argument("--advisories", type=Path, default=ADVISORIES)
    options = parser.parse_args()
    try:
        done = compare(options.lock, options.advisories, datetime.now(UTC).date())
    except NotCompared as reason:
        print(f"audit: {reason}")
        return 2
    for line in done.found:
        print(f"audit: {line}")
    print(f"audit: {len(done.found)} known weaknesses; {done.packages} packages of", end=" ")
    print(f"{options.lock.name} compared with {done.source}")
    return 1 if done.found else 0


if __name__ == "__main__":
    sys.exit(main())
