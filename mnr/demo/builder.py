"""Writes the demonstration country: people, past periods frozen and reported, and an open one."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from mnr.demo import archive, fates, leavers, own_indicators
from mnr.demo.cast import Cast, Casting
from mnr.demo.course import paths
from mnr.demo.dates import Slot, slots
from mnr.demo.dice import Dice
from mnr.demo.indicators import Indicators
from mnr.demo.quarter import Quarter
from mnr.demo.registers import Registers
from mnr.models import Country, Enabler, Organisation, ProgressUpdate, ReportingPeriod, User
from mnr.models.quarantine import Kind, Reason
from mnr.registers import term_counts
from mnr.services import quarantine
from mnr.services.errors import Refused

COUNTRY = "Talvia"
MOST_PERIODS = 80
REPORTED = 3  # so many of the latest periods get their report at once


@dataclass(frozen=True)
class Loaded:
    """What was written, for the command to say."""

    organisations: int
    people: int
    periods: int
    reports: int


@transaction.atomic
def load(*, count=18, past=8, seed=1, today: date | None = None, tell=lambda text: None) -> Loaded:
    """Write the whole demonstration into an empty database, or nothing."""
    _refuse_unless_empty()
    if not 0 <= past <= MOST_PERIODS:
        raise Refused(f"The demonstration has from 0 to {MOST_PERIODS} past periods.")
    today, dice = today or timezone.localdate(), Dice(seed)
    Country.objects.create(pk=1, name=COUNTRY, is_demonstration=True)
    row = slots(today=today, past=past)
    cast = Casting(dice, today).write(count, [slot.dates["starts_on"] for slot in row])
    tell(f"{len(cast.organisations)} organisations, {len(cast.assignments)} assignments")
    _periods(row, cast, dice, today, tell)
    leavers.write(cast, today)
    _report_something(cast)
    term_counts.count()
    return Loaded(
        organisations=len(cast.organisations),
        people=User.objects.count(),
        periods=len(row),
        reports=min(REPORTED, past),
    )


def _periods(row: list[Slot], cast: Cast, dice: Dice, today, tell):
    begins = row[0].dates["starts_on"]
    documents = archive.write(cast, dice, begins, today)
    capabilities = paths(last=row[-1].index)
    registers = Registers(cast, dice, row[-1].index, today)
    own_indicators.write(cast, dice, row[0])
    indicators = Indicators(cast, dice, row[-1].index, today)
    indicators.adopt(row[0])
    enablers = {enabler.key: enabler for enabler in Enabler.objects.current()}
    for slot in row:
        quarter = Quarter(slot, cast, dice, today)
        quarter.open()
        due = fates.decide(slot, row[-1].index, cast, dice)
        quarter.write(due, capabilities, documents, enablers)
        registers.write(slot, quarter.period)
        indicators.write(slot, quarter.period)
        quarter.finish(is_reported=row[-1].index - slot.index <= REPORTED)
        tell(f"{slot.code} {slot.state}")


def _report_something(cast: Cast):
    """Something waits for the duty officer: a domain lead had a doubt."""
    sent = ProgressUpdate.objects.filter(period__state="open", state="submitted")
    update = sent.select_related("capability").order_by("capability__number", "pk").first()
    if update:
        lead, _organisation = cast.leads[update.capability.domain_id][0]
        quarantine.report_content(
            kind=Kind.UPDATE,
            object_id=update.pk,
            reason=Reason.OTHER,
            note="The next steps: may this be said?",
            by=lead,
        )


def _refuse_unless_empty():
    """The demonstration never mixes with anybody's data."""
    country = Country.objects.first()
    if country or User.objects.exists() or Organisation.objects.exists():
        held = country.name if country else "people or organisations"
        raise Refused(
            f"This database already holds {held}. The demonstration needs an empty one: "
            "MNR_STATE_DIR=var/demonstration scripts/run, or name another database in DATABASE_URL."
        )
    if ReportingPeriod.objects.exists():
        raise Refused("This database already holds reporting periods. Name an empty one.")
