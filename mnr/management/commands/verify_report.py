"""Whether a file is a report of this platform, unaltered, and the newest."""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.selectors import verifying
from mnr.selectors.verifying import Verdict

WORDS = {
    Verdict.VALID: "valid: the report on {period}, version {version}, as this platform made it",
    Verdict.SUPERSEDED: (
        "superseded: the report on {period}, version {version}, unaltered; version {newest} has "
        "taken its place"
    ),
    Verdict.TAKEN_BACK: "taken back: it was a report of this platform and must not be used",
    Verdict.UNKNOWN: "unknown: no report of this platform is this file; if it looks like one, it "
    "was altered",
}


class Command(BaseCommand):
    """Exits with 1 unless the file is a report as this platform made it."""

    help = "Compares a file with the reports that this platform made. Changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the report's file")

    def handle(self, *, file, **options):
        try:
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        found = verifying.verified(digest)
        words = WORDS[found.verdict].format(
            period=found.period, version=found.version, newest=found.newest
        )
        if found.verdict in (Verdict.TAKEN_BACK, Verdict.UNKNOWN):
            raise CommandError(f"{words}\nsha256 {digest}")
        self.stdout.write(f"{words}\nsha256 {digest}")
        if found.note:
            self.stdout.write(f"corrected: {found.note}")
