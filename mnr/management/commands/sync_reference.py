"""Bring the framework in line with its files, and list what languages lack."""

from django.core.management.base import BaseCommand, CommandError

from mnr import reference
from mnr.services.reference import synchronise


class Command(BaseCommand):
    """What `migrate` does at its end, with the outcome in words."""

    help = (
        "Brings framework, checks and maturity scale in line with mnr/reference (as migrate does) "
        "and lists the texts that are not translated."
    )

    def handle(self, **options):
        try:
            counts = synchronise()
        except reference.ReferenceFault as fault:
            raise CommandError(str(fault)) from fault
        for name, count in counts.items():
            self.stdout.write(
                f"{name}: {count.held} in the files; {count.added} added, {count.changed} changed, "
                f"{count.withdrawn} withdrawn, {count.reinstated} reinstated"
            )
        for language in reference.languages():
            lacking = reference.untranslated(language)
            self.stdout.write(f"{language}: {len(lacking)} texts not translated")
            self.stdout.writelines(f"  {place}\n" for place in lacking)
