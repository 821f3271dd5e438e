"""Freeze a period from the shell: what the board's page does."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from mnr import permissions
from mnr.management.acting_person import acting_person
from mnr.models import ReportingPeriod
from mnr.services import periods
from mnr.services.errors import Incomplete, Refused
from mnr.services.expectations import expected_updates


class Command(BaseCommand):
    """Fixes the truth of a closed period, and queues the committee's report."""

    help = "Freezes a closed period: makes its snapshot and queues the committee's report."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the period, such as 2026-Q3")
        parser.add_argument("--by", metavar="EMAIL", help="the acting person")
        parser.add_argument(
            "--waive-missing",
            metavar="REASON",
            help="waive every update that was not sent, for this reason",
        )
        parser.add_argument(
            "--also-unreviewed",
            action="store_true",
            help="with --waive-missing: waive those too that were sent and wait for review",
        )

    def handle(self, *, code, by, waive_missing, also_unreviewed, **options):
        person = acting_person(by)
        period = ReportingPeriod.objects.filter(code=code).first()
        if period is None:
            raise CommandError(f"There is no period {code}.")
        try:
            snapshot = self._freeze(period, person, waive_missing, also_unreviewed)
        except Incomplete as incomplete:
            self.stderr.writelines(f"  {message}\n" for _field, message in incomplete.missing)
            raise CommandError(
                f"{len(incomplete.missing)} updates are missing. Have them accepted, or give "
                '--waive-missing "the reason".'
            ) from incomplete
        except permissions.WrongState as error:
            raise CommandError(
                f"{code} is in the state “{period.get_state_display()}”: "
                "only a closed period can be frozen."
            ) from error
        except (Refused, permissions.Denied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{code} is frozen, version {snapshot.version}: {snapshot.digest}")
        self.stdout.write("Its report is queued; manage.py build_report builds it here and now.")

    @transaction.atomic
    def _freeze(self, period, person, reason, also_unreviewed):
        permissions.require(person, periods.Action.PERIOD_FREEZE, period)
        if reason is not None:
            rows = [row for row in expected_updates(period) if not row.is_settled]
            if not also_unreviewed:
                refuse_unreviewed(rows)
            for row in rows:
                periods.waive_update(
                    period=period,
                    organisation=row.assignment.organisation,
                    capability=row.assignment.capability,
                    reason=reason,
                    by=person,
                )
        return periods.freeze_period(period=period, by=person)


def refuse_unreviewed(rows):
    """Stop if updates were sent that nobody has decided on: they are not missing."""
    count = sum(row.update is not None and row.update.is_reviewable for row in rows)
    if count:
        verb = "update waits" if count == 1 else "updates wait"
        raise CommandError(
            f"{count} {verb} for review: nothing was waived or frozen. Have them accepted or "
            "returned, or give --also-unreviewed to waive them too."
        )
