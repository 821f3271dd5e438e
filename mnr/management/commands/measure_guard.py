"""Measure the content guard on a labelled corpus."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.guard import ASK, BLOCK, measuring
from mnr.guard.measuring import CLEAN, percent


class Command(BaseCommand):
    """Reads no database and prints no text: identifiers and figures only."""

    help = (
        "Prints recall by class and language, false alarms and the slowest text of a corpus: "
        'lines of {"id", "language", "class", "expected": "block|ask|clean", "text"}. '
        "Fails below the bar."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.jsonl")

    def handle(self, *, files, **options):
        try:
            rows = [row for file in files for row in measuring.read(file)]
        except measuring.BadCorpus as bad:
            raise CommandError(str(bad)) from bad
        result = measuring.measure(rows)
        self.stdout.writelines(f"{line}\n" for line in _account(result, len(rows)))
        if problems := measuring.below_the_bar(result):
            raise CommandError("Below the bar. " + "; ".join(problems) + ".")
        self.stdout.write("The bar is reached.")


def _account(result, rows):
    yield f"{rows} texts"
    for expected in (BLOCK, ASK):
        yield f"Recall, {expected}: {_share(result, expected)}"
        for name, language in result.keys(expected):
            yield f"  {name}, {language}: {_share(result, expected, name, language)}"
    for language in sorted({key[2] for key in result.total}):
        shares = ", ".join(
            f"{expected} {_share(result, expected, None, language)}" for expected in (BLOCK, ASK)
        )
        yield f"Recall, {language}: {shares}"
    passed, total = result.share(CLEAN)
    yield f"False alarms: {total - passed} of {total} ({percent(total - passed, total)})"
    for what, ids in (("False alarm", result.false_alarms), ("Missed", result.missed)):
        yield from (f"  {what}: {identifier}" for identifier in ids)
    yield f"Slowest text: {result.slowest_ms:.1f} ms ({result.slowest_id})"


def _share(result, expected, name=None, language=None):
    found, total = result.share(expected, name, language)
    return f"{found} of {total} ({percent(found, total)})"
