#!/usr/bin/env python3
"""Looks for secrets in the tree and in its history: keys, tokens and passwords that work.

    scripts/leaks.py [--root FOLDER]

Only what is a secret by its form, or a long random text that a name calls one. What is published
on purpose stands in PUBLISHED with its reason. It fails when there is nothing to look through.
"""

import argparse
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORMS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20}"),
    "key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "token of a code host": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})\b"),
    "token of a chat": re.compile(r"\bxox[abprs]-[\w-]{20,}"),
    "token of a package index": re.compile(r"\bpypi-[\w-]{60,}"),
    "signed token": re.compile(r"\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{15,}"),
    "key of Django": re.compile(r"django-insecure-([^\s\"']{20,})"),
    "password in an address": re.compile(
        r"\b(?:postgres(?:ql)?|rediss?|smtps?|https?)://[^\s:/@'\"{}]*:([^\s@/'\"{}$<>]{8,})@"
    ),
    "named secret": re.compile(
        r"(?i)(?:secret|passw(?:or)?d|token|api_?key|private_?key)\w*[\"']?\s*[:=]\s*"
        r"[\"']([A-Za-z0-9+/_=.-]{20,})[\"']"
    ),
}
LEAST_RANDOM = 3.5  # bits a sign, for texts that only their name calls secret
WORDS = re.compile(
    r"(?i)the_same_password|password|example|placeholder|for-tests-only|[a-z]{4,}-[a-z]{4,}-"
)
PUBLISHED = {  # where a named text is no secret, and why
    "mnr/demo/accounts.py": "the demonstration's password; it is refused at a public address",
    "tests/": "tests sign in with keys and passwords of their own, which open nothing else",
}
BINARY = {".png", ".ttf", ".mo", ".svg"}


def looked_through(root: Path) -> dict[str, str]:
    """{path: text} of the tree: what is committed, and what would be."""
    listed = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = [name for name in listed.split("\0") if name and Path(name).suffix not in BINARY]
    files = {name: root / name for name in names}
    return {name: _text(path) for name, path in files.items() if path.is_file()}


def history(root: Path) -> dict[str, str]:
    """{path: every line ever added to it}."""
    added: dict[str, list[str]] = {}
    name = ""
    log = git(root, "log", "--all", "-p", "--unified=0", "--no-color", "--no-ext-diff", "--text")
    for line in log.splitlines():
        if line.startswith("+++ "):
            name = line.removeprefix("+++ ").removeprefix("b/")
        elif line.startswith("+") and Path(name).suffix not in BINARY:
            added.setdefault(name, []).append(line[1:])
    return {name: "\n".join(lines) for name, lines in added.items()}


def git(root: Path, *words: str) -> str:
    command = ["git", "-c", f"safe.directory={root}", "-C", str(root), *words]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8", errors="replace")


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def leaks(name: str, text: str) -> Iterator[str]:
    """Where a secret stands, and of what kind; never the secret."""
    published = name.startswith(tuple(PUBLISHED))
    for kind, form in FORMS.items():
        for found in form.finditer(text):
            if found.groups() and (published or not is_random(found.group(1))):
                continue
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {kind}"


def is_random(text: str) -> bool:
    """Whether a text that a name calls secret looks like one."""
    if WORDS.search(text):
        return False
    counts = [text.count(sign) for sign in set(text)]
    bits = -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
    return bits >= LEAST_RANDOM


def main() -> int:
    parser = argparse.ArgumentParser(description="Secrets in the tree and its history.")
    parser.add_argument("--root", type=Path, default=ROOT)
    root = parser.parse_args().root.resolve()
    tree, past = looked_through(root), history(root)
    found = sorted({leak for name, text in tree.items() for leak in leaks(name, text)})
    found += sorted(
        {f"history of {leak}" for name, text in past.items() for leak in leaks(name, text)}
    )
    for leak in found:
        print(f"leaks: {leak}")
    print(f"leaks: {len(found)} secrets in {len(tree)} files and the history of {len(past)}")
    return 1 if found or not tree or not past else 0


if __name__ == "__main__":
    sys.exit(main())
