"""Read a file into a register."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.management.acting_person import acting_person
from mnr.permissions import Denied
from mnr.registers import imports, open_values, planning, reading
from mnr.registers.named import register_named
from mnr.services.errors import Refused


class Command(BaseCommand):
    """All or nothing, with the same rules and words as the page of the register."""

    help = "Reads entries from .csv or .xlsx into a register. On any mistake nothing is stored."

    def add_arguments(self, parser):
        parser.add_argument("register", help="domain/register, as manage.py registers lists them")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument(
            "--by", required=True, help="e-mail of the person in whose name it is done"
        )

    def handle(self, *, register, file, dry_run, by, **options):
        found, person = register_named(register), acting_person(by)
        try:
            read = reading.read(file.read_bytes())
            lines, wrong = found.adapted(read, open_values.about_of(file.name))
            plan = (
                planning.plan(found, lines, person, wrong=wrong)
                if dry_run or wrong
                else imports.store_lines(found, lines, person)
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except (reading.Unreadable, Denied, Refused) as wrong:
            raise CommandError(str(wrong)) from wrong
        if plan.problems:
            told = [_told(problem) for problem in plan.problems]
            raise CommandError("\n  ".join(["Nothing was stored.", *told]))
        self.stdout.writelines(f"advice, {_place(one)}: {_advised(one)}\n" for one in plan.advice)
        done = "would be" if dry_run else "stored:"
        self.stdout.write(
            f"{found.path}, {done} {plan.count(planning.NEW)} new, "
            f"{plan.count(planning.CHANGED)} changed, "
            f"{plan.count(*planning.LEFT_ALONE)} left alone"
        )


def _told(problem):
    value = f" “{problem.value}”" if problem.value else ""
    return f"{_place(problem)}:{value} {problem.message}"


def _advised(one):
    unconfirmed = "" if one.term.is_confirmed else " (to be confirmed)"
    return f"“{one.found}”, better “{one.term.better}”{unconfirmed}. {one.term.why}"


def _place(found):
    place = [f"sheet {found.sheet}"] if found.sheet else []
    place += [f"row {found.row}"]
    return ", ".join([*place, found.column] if found.column else place)
