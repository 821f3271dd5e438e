"""Print how to get in, right after the start."""

import shlex
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from mnr import env
from mnr.demo import accounts
from mnr.models import Country, User

PEOPLE = (
    "--email",
    "secretary@example.org",
    "--name",
    "First Secretary",
    "--chair-email",
    "chair@example.org",
    "--chair-name",
    "First Chair",
)


class Command(BaseCommand):
    """The demonstration's sign-ins; elsewhere, as long as nobody has an account, how to begin."""

    help = "Prints the demonstration's sign-ins, or the line that opens a country's first accounts."

    def handle(self, **options):
        country = Country.objects.first()
        if country and country.is_demonstration:
            self.stdout.writelines(f"{row}\n" for row in accounts.table(accounts.one_a_role()))
        elif not User.objects.exists():
            name = country.name if country else "Name of the country"
            self.stdout.write(
                "Nobody has an account yet. In a second terminal, open the first two with this "
                "line, better with names and addresses of your own; it prints a link for each:\n"
                f"\n{_begin(name)}\n"
            )


def _begin(country):
    """The command, ready to be pasted into any terminal."""
    words = ["manage.py", "begin_country", country, *PEOPLE]
    state = Path(settings.STATE_DIR)
    place = "" if state == env.USUAL_STATE else f"MNR_STATE_DIR={shlex.quote(str(state))} "
    folder = shlex.quote(str(settings.BASE_DIR))
    return f"(cd {folder} && {place}.venv/bin/python {shlex.join(words)})"
