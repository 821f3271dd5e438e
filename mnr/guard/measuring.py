"""How well the guard does on a labelled corpus: what it finds and misses, and how fast."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from mnr.guard import ASK, BLOCK, blocks, check

CLEAN = "clean"
EXPECTED = (BLOCK, ASK, CLEAN)
COLUMNS = ("id", "language", "class", "expected", "text")
# The bar: the least recall of what is blocked and asked, the most false alarms, the longest time.
LEAST = {BLOCK: 0.99, ASK: 0.90}
MOST_FALSE_ALARMS = 0.02
LONGEST_MS = 20.0
MEASURED_LENGTH = 1500


class BadCorpus(Exception):
    """The file is no corpus; the message names the line."""


@dataclass
class Measure:
    """Counts by (expected, class, language), ids of what was wrong, and the slowest text."""

    total: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    slowest_id: str = ""
    slowest_ms: float = 0.0

    def share(self, expected, name=None, language=None) -> tuple[int, int]:
        """(found, of how many) for an expected verdict, and a class or language if given."""
        keys = [
            key
            for key in self.total
            if key[0] == expected and name in (None, key[1]) and language in (None, key[2])
        ]
        return sum(self.found[key] for key in keys), sum(self.total[key] for key in keys)

    def keys(self, expected):
        """(class, language) pairs that the corpus has for an expected verdict, in order."""
        return sorted(key[1:] for key in self.total if key[0] == expected)


def read(path: Path) -> list[dict]:
    """The rows of a corpus. Raises BadCorpus with the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCorpus(f"{path} cannot be read as text in UTF-8.") from error
    rows = [_row(line, number) for number, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        raise BadCorpus(f"{path} holds no line.")
    return rows


def measure(rows) -> Measure:
    """Check every text once, and time it."""
    result = Measure()
    check("")  # what is prepared once is not part of any text's time
    for row in rows:
        findings, milliseconds = _timed(row["text"])
        _count(result, row, findings, milliseconds)
    return result


def _timed(text):
    """What is found, and how long it takes; a machine that was busy gets two more tries."""
    fastest = float("inf")
    for _try in range(3):
        began = time.perf_counter()
        findings = check(text)
        fastest = min(fastest, (time.perf_counter() - began) * 1000)
        if fastest < LONGEST_MS:
            break
    return findings, fastest


def below_the_bar(result: Measure) -> list[str]:
    """In plain words, what the guard does not reach."""
    problems = []
    for expected, least in LEAST.items():
        found, total = result.share(expected)
        if total and found / total < least:
            problems.append(
                f"{expected}: {percent(found, total)} found, at least {least:.0%} needed"
            )
    passed, total = result.share(CLEAN)
    if total and 1 - passed / total > MOST_FALSE_ALARMS:
        alarms = percent(total - passed, total)
        problems.append(f"false alarms: {alarms}, at most {MOST_FALSE_ALARMS:.0%} allowed")
    if result.slowest_ms >= LONGEST_MS:
        problems.append(
            f"time: {result.slowest_ms:.1f} ms for {result.slowest_id}, under {LONGEST_MS:.0f} ms "
            f"for {MEASURED_LENGTH:,} characters needed"
        )
    return problems


def percent(part: int, whole: int) -> str:
    """A share with one decimal, such as 99.2 %."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _row(line, number):
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadCorpus(f"Line {number} is no JSON.") from error
    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in COLUMNS):
        raise BadCorpus(f"Line {number} needs the texts {', '.join(COLUMNS)}.")
    if row["expected"] not in EXPECTED:
        raise BadCorpus(f"Line {number}: expected is one of {', '.join(EXPECTED)}.")
    return row


def _count(result, row, findings, milliseconds):
    key = row["expected"], row["class"], row["language"]
    result.total[key] += 1
    if _is_right(row["expected"], findings):
        result.found[key] += 1
    elif row["expected"] == CLEAN:
        result.false_alarms.append(row["id"])
    else:
        result.missed.append(row["id"])
    # a longer text may take longer, in proportion
    milliseconds *= min(1, MEASURED_LENGTH / max(1, len(row["text"])))
    if milliseconds > result.slowest_ms:
        result.slowest_ms, result.slowest_id = milliseconds, row["id"]


def _is_right(expected, findings):
    """What is to be asked is also kept out if it is blocked; nothing else counts for another."""
    if expected == BLOCK:
        return bool(blocks(findings))
    return bool(findings) == (expected == ASK)
