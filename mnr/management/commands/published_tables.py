"""Write every table that an edition publishes, so that anybody can try what it gives away."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.figures.published import published_tables
from mnr.models import ReportingPeriod
from mnr.services import snapshots

EDITIONS = ("committee", "public")


class Command(BaseCommand):
    """The tables of a frozen period after disclosure control, as JSON."""

    help = "Writes every published table of a frozen period's edition, with null where hidden."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the period, such as 2026-Q3")
        parser.add_argument("--edition", choices=EDITIONS, default="committee")
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)

    def handle(self, *, code, edition, output, **options):
        period = ReportingPeriod.objects.filter(code=code).first()
        if period is None:
            raise CommandError(f"There is no period {code}.")
        snapshot = snapshots.latest(period)
        if snapshot is None:
            raise CommandError(f"{code} is not frozen yet: manage.py freeze_period {code} does it.")
        try:
            told = published_tables(snapshot, edition)
            # sorted: the database does not keep the order of keys in which an edition was made
            text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
            output.write_text(text, encoding="utf-8")
        except ValueError as error:
            raise CommandError(f"{code}: {error}") from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        hidden = sum(one["is_hidden"] for rows in told["figures"].values() for one in rows)
        self.stdout.write(
            f"{len(told['tables'])} tables, {sum(map(len, told['figures'].values()))} figures, "
            f"{hidden} of them hidden: {output}"
        )
