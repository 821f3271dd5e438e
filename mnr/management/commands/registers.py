"""List the registers."""

from django.core.management.base import BaseCommand

from mnr.registers import registry


class Command(BaseCommand):
    """One line for each register: domain/register, and how many entries count."""

    help = "Lists every register with the number of its entries."

    def handle(self, **options):
        for register in registry.everything:
            count = register.model._default_manager.standing().count()
            self.stdout.write(f"{register.path}\t{count}")
