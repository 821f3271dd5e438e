"""Load the invented country to try the platform on."""

import time

from django.core.management.base import BaseCommand, CommandError

from mnr.demo import accounts, builder
from mnr.services.errors import Refused


class Command(BaseCommand):
    """Writes the demonstration into an empty database."""

    help = (
        "Loads Talvia, an invented country: organisations, people in every role, past periods "
        "frozen and reported, and an open one. Only into an empty database."
    )

    def add_arguments(self, parser):
        parser.add_argument("--organisations", type=int, default=18)
        parser.add_argument("--periods", type=int, default=8, help="past ones; one more is open")
        parser.add_argument("--seed", type=int, default=1, help="another one gives other chance")

    def handle(self, *, organisations, periods, seed, verbosity, **options):
        began = time.monotonic()
        try:
            loaded = builder.load(
                count=organisations, past=periods, seed=seed, tell=self._teller(verbosity)
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{builder.COUNTRY}, an invented country: {loaded.organisations} organisations, "
            f"{loaded.people} people, {loaded.periods} periods, in "
            f"{time.monotonic() - began:.0f} s."
        )
        self.stdout.write(
            f"The reports of the latest {loaded.reports} frozen periods are queued for the worker; "
            "those of earlier ones are built when somebody asks for them."
        )
        self.stdout.write(accounts.WARNING + " Sign-ins: manage.py demo_accounts")

    def _teller(self, verbosity):
        return (lambda text: self.stdout.write(f"  {text}")) if verbosity > 1 else lambda text: None
