"""Check that nobody has changed the trail."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.services import anchors, audit


class Command(BaseCommand):
    """Recomputes the digest of every event, and of the chain that they form. Changes nothing."""

    help = "Reads the whole trail and checks its chain of digests; fails at the first broken place."

    def add_arguments(self, parser):
        parser.add_argument("--anchors", action="store_true", help="check the signed anchors too")
        parser.add_argument(
            "--anchor-file",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="anchors kept outside, a line each, as they were mailed; may be repeated",
        )
        parser.add_argument(
            "--public-key",
            action="append",
            default=[],
            metavar="KEY",
            help="a key that may sign, as make_anchor prints it; else the one of this platform",
        )

    def handle(self, *, anchor_file, public_key, **options):
        outcome = audit.verify()
        if outcome.problem:
            raise CommandError(
                f"The trail is broken: {outcome.problem}. The {outcome.checked} events before "
                "it are intact."
            )
        self.stdout.write(f"{outcome.checked} events checked: the trail is intact.")
        if outcome.purged:
            self.stdout.write(
                f"The contents of {outcome.purged} events were destroyed, by removals that one "
                "person asked for and another confirmed."
            )
        if options["anchors"] or anchor_file:
            self.check_anchors(anchor_file, public_key)

    def check_anchors(self, files, keys):
        """Those here and those of the files."""
        try:
            kept = [line for path in files for line in path.read_text().splitlines()]
        except OSError as error:
            raise CommandError(f"The file of anchors cannot be read: {error}") from error
        outcome = anchors.verify_anchors(kept, keys)
        if outcome.problem:
            raise CommandError(f"The trail is not the one that was anchored: {outcome.problem}.")
        if not outcome.checked:
            raise CommandError("There is no anchor to check. make_anchor makes one.")
        self.stdout.write(f"{outcome.checked} anchors checked: they fit the trail.")
