"""Print whom one can sign in as to try the demonstration."""

from django.core.management.base import BaseCommand, CommandError

from mnr.demo import accounts
from mnr.services.errors import Refused


class Command(BaseCommand):
    """One sign-in a role."""

    help = "Prints one sign-in for each role of the demonstration country."

    def handle(self, **options):
        try:
            lines = accounts.table(accounts.one_a_role())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.writelines(f"{line}\n" for line in lines)
