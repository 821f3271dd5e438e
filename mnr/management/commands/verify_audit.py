"""Check that nobody has changed the trail."""

from django.core.management.base import BaseCommand, CommandError

from mnr.services import audit


class Command(BaseCommand):
    """Recomputes the digest of every event, and of the chain that they form."""

    help = "Reads the whole trail and checks its chain of digests; fails at the first broken place."

    def handle(self, **options):
        outcome = audit.verify()
        if outcome.problem:
            raise CommandError(
                f"The trail is broken: {outcome.problem}. The {outcome.checked} events before "
                "it are intact."
            )
        self.stdout.write(f"{outcome.checked} events checked: the trail is intact.")
