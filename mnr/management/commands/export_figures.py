"""Write the figures of an edition in an open format of statistics offices."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.figures.keeping import figures_of
from mnr.figures.open_formats import FORMATS
from mnr.models import ReportingPeriod
from mnr.services import snapshots


class Command(BaseCommand):
    """The indicators of a frozen period after disclosure control, as files in a folder."""

    help = "Writes the figures of a frozen period's edition as Open SDG or SDMX-CSV files."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the period, such as 2026-Q3")
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--edition", choices=("committee", "public"), default="committee")
        parser.add_argument("--output", metavar="FOLDER", type=Path, required=True)

    def handle(self, *, code, edition, output, **options):
        period = ReportingPeriod.objects.filter(code=code).first()
        snapshot = snapshots.latest(period) if period else None
        told = figures_of(snapshot, edition) if snapshot else None
        if told is None:
            raise CommandError(f"There is no frozen period {code} with indicators.")
        try:
            output.mkdir(parents=True, exist_ok=True)
            files = list(FORMATS[options["format"]](told))
            for name, data in files:
                (output / name).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{len(files)} files in {output}")
