"""Write a register to a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.management.acting_person import acting_person
from mnr.permissions import Denied
from mnr.registers import exports
from mnr.registers.named import register_named
from mnr.services.errors import Refused


class Command(BaseCommand):
    """The same file, by the same code, as the page of the register gives."""

    help = "Writes the entries of a register, as far as a person may read them, to .csv or .xlsx."

    def add_arguments(self, parser):
        parser.add_argument("register", help="domain/register, as manage.py registers lists them")
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument("--by", help="e-mail of the person in whose name it is done")

    def handle(self, *, register, output, by, **options):
        found = register_named(register)
        kind = output.suffix.lstrip(".").lower()
        if kind not in exports.WRITERS:
            raise CommandError("Name a file that ends in .csv or .xlsx.")
        person = acting_person(by)
        try:
            rows = found.visible(person).standing()
            data = exports.take(register=found, rows=rows, kind=kind, by=person)
        except (Refused, Denied) as refusal:
            raise CommandError(str(refusal)) from refusal
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{found.path}: {rows.count()} entries in {output}")
