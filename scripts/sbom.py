#!/usr/bin/env python3
"""Writes the bill of materials of what is installed in production: CycloneDX, as JSON.

    scripts/sbom.py [--lock requirements/base.txt] [--output var/sbom.json]

It is checked against the scheme and fails unless it names every package of the lock file, each
with its version and digests, and nothing else.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from packaging.utils import canonicalize_name

sys.path.insert(0, str(Path(__file__).parent))
import audit

LOCK = audit.ROOT / "requirements/base.txt"
OUTPUT = audit.ROOT / "var/sbom.json"


class Incomplete(Exception):
    """The bill does not say what the lock file says."""


def make(lock: Path, output: Path) -> int:
    """Write the bill, and count its parts."""
    output.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(lock)]
    command += ["--output-reproducible", "--of", "JSON", "--validate", "-o", str(output)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise Incomplete(f"The bill was not made: {made.stderr.strip().splitlines()[-1:]}")
    parts = json.loads(output.read_text(encoding="utf-8")).get("components", [])
    compare(audit.locked(lock), parts)
    return len(parts)


def compare(packages: dict[str, str], parts: list[dict]) -> None:
    """The bill names the packages of the lock file and no other, each with its digests."""
    named = {str(canonicalize_name(part["name"])): part.get("version") for part in parts}
    if named != packages or len(parts) != len(packages):
        differ = sorted(set(named.items()) ^ set(packages.items()))
        raise Incomplete(f"The bill and the lock file differ: {differ[:5]}")
    if bare := [part["name"] for part in parts if not _digests(part)]:
        raise Incomplete(f"No digests of {', '.join(bare[:5])}.")


def _digests(part: dict) -> list:
    references = part.get("externalReferences", [])
    return [digest for reference in references for digest in reference.get("hashes", [])]


def main() -> int:
    parser = argparse.ArgumentParser(description="The bill of materials.")
    parser.add_argument("--lock", type=Path, default=LOCK)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    try:
        count = make(options.lock, options.output)
    except (Incomplete, audit.NotCompared) as reason:
        print(f"sbom: {reason}")
        return 1
    print(f"sbom: {count} components, as in {options.lock.name}: {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
