"""Bring the regions of the country in."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.management.acting_person import acting_person
from mnr.permissions import Denied
from mnr.services import regions
from mnr.services.errors import Refused


class Command(BaseCommand):
    """All or nothing, with the same rules and words as the page of the regions."""

    help = (
        "Brings regions in from a CSV file: code;name;code of the upper region. It is the whole "
        "list: a region that it lacks is withdrawn, and what was recorded for it stays."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", help="e-mail of the person in whose name it is done")

    def handle(self, *, file, by, **options):
        person = acting_person(by)
        try:
            done = regions.set_regions(text=file.read_text(encoding="utf-8-sig"), by=person)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not in UTF-8: save it so.") from error
        except (Denied, Refused) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(
            f"{done.new} new, {done.changed} changed, {done.same} as before, "
            f"{done.withdrawn} withdrawn"
        )
