"""Sign where the trail stands."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.services import anchors


class Command(BaseCommand):
    """The scheduler does this once a day; doing it twice changes nothing."""

    help = "Makes today's anchor, unless it is there; prints the newest one and the public key."

    def add_arguments(self, parser):
        parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key, nothing else")

    def handle(self, *, new_key, **options):
        try:
            if new_key:
                anchors.new_key(new_key)
                return
            key = anchors.public_key(anchors.signing_key())
            anchors.make_anchor()
        except (anchors.NoKey, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stderr.write(f"Public key: {key}")
        if newest := anchors.latest():
            self.stdout.write(anchors.line(newest))
