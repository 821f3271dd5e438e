"""Do every removal again, after a backup from before it was restored."""

from django.core.management.base import BaseCommand

from mnr.reports import purge
from mnr.services import purging


class Command(BaseCommand):
    """Reads the list of removals beside the database, and removes what is there again."""

    help = "Removes again what was removed for good: run it after every restore of a backup."

    def handle(self, **options):
        noted, done = purge.noted(), 0
        for entry in noted:
            row = purging.replay(entry)
            if row:
                purge.remove_files(row)
                done += 1
        self.stdout.write(
            f"{len(noted)} removals on the list {purge.list_path()}: {done} done again, "
            f"{len(noted) - done} not needed."
        )
