#!/usr/bin/env python3
"""Holds this product's own texts to the terms that it advises its users on, by the same function.

    scripts/words.py [--root FOLDER]

No file may use a term to avoid, but in quotation marks. What people read, pages, translations and
reference files, may not use one that needs care either, unless ACCEPTED says why. No file may hold
a trace of the machine that it was written on. It fails when there is nothing to look through.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import leaks  # noqa: E402

from mnr.reference import AVOID, CAUTION  # noqa: E402
from mnr.terminology import Lexicon, advise, count_words, lexicon_with  # noqa: E402

TRACES = re.compile(r"/(?:root|home/[a-z]+|work)/[a-z]")
READ = re.compile(  # what people read; each kind must be there
    r"(?P<pages>templates/)|(?P<reference>mnr/reference/.*\.toml)|(?P<demonstration>mnr/demo/texts/|[a-z_]+/demo\.toml)"
)
TRANSLATIONS = re.compile(r"\.po$")
HOLDS_TERMS = {  # what may use them without quotation marks, and why
    "mnr/reference/terms/": "the list of terms itself",
    "tests/terminology/": "what the check is tried on",
    "tests/scripts/test_words.py": "what the check is tried on",
    "tests/browser/test_advice.py": "what the check is tried on",
    "tests/browser/test_narrow.py": "what the check is tried on",
    "LICENSE": "not our words",
}
ACCEPTED = {  # terms that need care and are used with it
    "online-child-sexual-exploitation-and-abuse": "the framework's own words, as published",
    "grooming": "the code of an offence in the register of laws; its label says what for",
    "victim": "the framework's own word, in the name of a domain and in law",
    "survivor": "the same, where victims are named too",
}


@dataclass
class Done:
    """What was looked at, and what was found."""

    files: int = 0
    words: int = 0
    kinds: set = field(default_factory=set)
    found: list = field(default_factory=list)


def look_through(files: dict[str, str], lexicon: Lexicon) -> Done:
    """Look at every file."""
    done = Done()
    for name, text in sorted(files.items()):
        done.files += 1
        done.words += count_words(text)
        if kind := READ.match(name):
            done.kinds.add(kind.lastgroup)
        done.found += _of_file(name, text, lexicon)
    missing = set(READ.groupindex) - done.kinds
    if missing or not done.words or not lexicon.rules:
        done.found.append(f"There was nothing to look through: {', '.join(sorted(missing))}")
    return done


def _of_file(name, text, lexicon) -> Iterator[str]:
    if name != "LICENSE":
        for trace in TRACES.finditer(text):
            yield f"{_place(name, text, trace.start())}: a trace of a machine, {trace[0]}"
    if name.startswith(tuple(HOLDS_TERMS)):
        return
    text = text.replace('"', " ")  # in files these marks hold our own words, and quote nobody
    is_read = READ.match(name) or TRANSLATIONS.search(name)
    for advice in advise(text, lexicon, (AVOID, CAUTION) if is_read else (AVOID,)):
        if advice.term.key not in ACCEPTED:
            place = _place(name, text, advice.start)
            yield f"{place}: “{advice.found}”, better “{advice.term.better}”. {advice.term.why}"


def _place(name, text, start):
    return f"{name}:{text.count(chr(10), 0, start) + 1}"


def main() -> int:
    """Print what was found; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT)
    done = look_through(leaks.looked_through(parser.parse_args().root), lexicon_with())
    print(f"words: {done.files} files, {done.words} words, {len(done.found)} to change")
    print("\n".join(done.found))
    return 1 if done.found else 0


if __name__ == "__main__":
    sys.exit(main())
