"""The demonstration's indicators: which are collected, with which targets, and their values."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.text import capfirst

from mnr.demo import kept, texts
from mnr.demo.cast import Cast
from mnr.demo.dates import Slot, dated, moment
from mnr.demo.dice import Dice
from mnr.measures import breakdowns
from mnr.models import Indicator, IndicatorAdoption, Observation, Region, Target
from mnr.registers import feeding
from mnr.roles import Action
from mnr.services import audit, entries

MISSED = 0.06  # the part of the values that nobody entered
ENTERED_IN_TIME = 0.5  # of those of the open period
UNEVEN = 0.06
SURVEYED = 2  # years before the first period
Status = IndicatorAdoption.Status


class Indicators:
    """Writes adoptions and targets at the start, and values period by period."""

    def __init__(self, cast: Cast, dice: Dice, last: int, today: date):
        self.cast, self.dice, self.last, self.today = cast, dice, last, today
        self.said = texts.read("indicators")
        self.regions = list(Region.objects.current().upper())
        self.rows = list(Indicator.objects.current().select_related("capability"))
        self.leads = {row.capability_id: row for row in cast.assignments if row.kind == "lead"}

    def adopt(self, first: Slot):
        """What the secretariat decides before the first period."""
        at = moment(first.dates["opens_on"] - timedelta(days=20))
        adoptions = [made for row in self.rows if (made := self._adoption(row))]
        IndicatorAdoption.objects.bulk_create(adoptions)
        targets = [t for made in adoptions for t in self._targets(made.indicator, first)]
        Target.objects.bulk_create(targets)
        who = self.cast.secretariat[0]
        audit.record_many(
            audit.Entry(
                Action.INDICATOR_ADOPT, row, who, {"status": [None, _told(row)]} | dated(at)
            )
            for row in [*adoptions, *targets]
        )

    def _adoption(self, indicator):
        fate = self.said["fates"].get(indicator.code)
        lead = self.leads.get(indicator.capability_id)
        if not (fate or lead):
            return None
        return IndicatorAdoption(
            id=self.dice.key("adoption", indicator.code),
            indicator=indicator,
            status=fate["status"] if fate else Status.COLLECTED,
            reason=fate["reason"] if fate else "",
            organisation=lead.organisation if lead else None,
            frequency=indicator.frequency,
            source_system=indicator.source_system,
            categories="\n".join(
                f"{name}: {', '.join(shares)}" for name, shares in self._parts(indicator).items()
            ),
            recorded_by=self.cast.secretariat[0],
        )

    def _targets(self, indicator, first):
        goal = self._course(indicator).get("target")
        if goal is None or indicator.is_context:
            return
        start = self._number(indicator, 0.0)
        ends = self.today.replace(month=12, day=31, year=self.today.year + 2)
        for name, on, value in (
            ("baseline", first.dates["starts_on"], start),
            ("target", ends, Decimal(str(goal))),
        ):
            yield Target(
                id=self.dice.key(name, indicator.code),
                indicator=indicator,
                on=on,
                value=value,
                is_baseline=name == "baseline",
                reason="Baseline of the national plan." if name == "baseline" else "National plan.",
                recorded_by=self.cast.secretariat[0],
            )

    def write(self, slot: Slot, period):
        """What the responsible organisations enter in this period."""
        fed = {} if slot.is_open else feeding.derived(period)
        rows = [
            row
            for indicator in self.rows
            if self._is_entered(indicator, slot, fed)
            for row in self._values(indicator, slot, period, fed.get(indicator.code))
        ]
        opens = slot.dates["opens_on"]
        at = moment(min(opens + timedelta(days=9), self.today - timedelta(days=1)), 75)
        Observation.objects.bulk_create(rows)
        Observation.objects.filter(pk__in=[row.pk for row in rows]).update(
            recorded_at=at, changed_at=at
        )
        audit.record_many(
            audit.Entry(
                Action.INDICATOR_ENTER,
                row,
                row.recorded_by,
                audit.changed({}, entries.entry_content(row)) | dated(at),
            )
            for row in rows
        )

    def _is_entered(self, indicator, slot, fed):
        if indicator.code in self.said["fates"] or indicator.capability_id not in self.leads:
            return False
        if feeding.feeding(indicator.code) or indicator.code == feeding.TERMS:
            # the returns give it, but for its parts
            return indicator.code in fed and self._is_parted(indicator)
        is_last_of_year = slot.dates["ends_on"].month == 12
        due = {
            "quarterly": True,
            "annual": is_last_of_year or (slot.index == 0),
            "multi_year": slot.index == 0,
        }[indicator.frequency]
        chance = self.dice.at("entered", slot.code, indicator.code).random()
        return due and chance > (1 - ENTERED_IN_TIME if slot.is_open else MISSED)

    def _values(self, indicator, slot, period, fed):
        stretch = (fed.starts_on, fed.ends_on) if fed else self._stretch(indicator, slot)
        progress = slot.index / max(self.last, 1)
        whole = fed.value if fed else self._written(indicator, progress, slot, stretch)
        if whole is None:
            return
        yield self._value(indicator, slot, period, stretch, whole)
        if not indicator.counts_people or not str(whole).isdigit():
            return
        said = self._course(indicator)
        for name, shares in said.get("parts", {}).items():
            for word, count in self._shared(int(whole), shares, slot, (indicator.code, name)):
                part = breakdowns.write({name: word})
                yield self._value(indicator, slot, period, stretch, count, part=part)
        if said.get("regions"):
            sizes = {row.code: 0.5 ** (place / 1.5) for place, row in enumerate(self.regions)}
            counts = self._shared(int(whole), sizes, slot, (indicator.code, "regions"))
            for region, (_code, count) in zip(self.regions, counts, strict=True):
                yield self._value(indicator, slot, period, stretch, count, region=region)

    def _stretch(self, indicator, slot):
        first, last = slot.dates["starts_on"], slot.dates["ends_on"]
        if indicator.frequency == "multi_year":
            year = first.year - SURVEYED
            return date(year, 1, 1), date(year, 12, 31)
        if indicator.frequency == "annual":
            year = last.year if last.month == 12 else first.year - 1
            return date(year, 1, 1), min(date(year, 12, 31), self.today)
        return first, min(last, self.today - timedelta(days=1))

    def _value(self, indicator, slot, period, stretch, text, *, part="", region=None):
        lead = self.leads[indicator.capability_id]
        place = (indicator.code, region.code if region else "", part)
        chance = self.dice.at("value", slot.code, *place)
        row = Observation(
            id=self.dice.key("value", slot.code, *place),
            indicator=indicator,
            capability=indicator.capability,
            organisation=lead.organisation,
            period=period,
            starts_on=stretch[0],
            ends_on=stretch[1],
            value=str(text),
            region=region,
            breakdown=part,
            source=capfirst(indicator.source_system),
            checked="" if part or region else self._reason(indicator),
            as_of=min(stretch[1] + timedelta(days=12), self.today),
            is_provisional=(slot.index >= self.last - 1 and chance.random() < 0.2)
            or slot.dates["starts_on"] <= stretch[1] < slot.dates["ends_on"],
            recorded_by=self.cast.writers[lead.organisation_id][0],
        )
        read = row.read
        row.form, row.low, row.high = read.form.value, read.low, read.high
        return row

    def _reason(self, indicator):
        fed = feeding.feeding(indicator.code)
        return "Counted with its parts; the returns hold the total alone." if fed else ""

    def _course(self, indicator) -> dict:
        return self.said["indicators"].get(indicator.code, {})

    def _is_parted(self, indicator):
        return bool(self._parts(indicator) or self._course(indicator).get("regions"))

    def _parts(self, indicator) -> dict:
        return self._course(indicator).get("parts", {})

    def _written(self, indicator, progress, slot, stretch):
        if kept_in := self._course(indicator).get("kept"):
            return kept.counted(kept_in, *stretch)
        course = self._course(indicator).get("course") or self.said["usual"][indicator.unit]
        if isinstance(course[0], str):
            return course[min(len(course) - 1, int(progress * len(course)))]
        chance = self.dice.at("course", slot.code, indicator.code)
        return self._number(indicator, progress, chance.uniform(1 - UNEVEN, 1 + UNEVEN))

    def _number(self, indicator, progress, factor=1.0) -> Decimal:
        course = self._course(indicator).get("course") or self.said["usual"][indicator.unit]
        found = (course[0] + (course[1] - course[0]) * progress) * factor
        if indicator.maximum is not None:
            found = min(found, indicator.maximum)
        is_fine = indicator.unit in ("percent", "rate")
        return Decimal(str(round(found, 1))) if is_fine else Decimal(round(found))

    def _shared(self, whole, shares, slot, place):
        """[(word, count)] of a whole, by uneven shares; together they are the whole."""
        chance = self.dice.at("shares", slot.code, *place)
        words = list(shares)
        weights = [shares[word] * chance.uniform(0.7, 1.3) for word in words]
        counts = [int(whole * weight / sum(weights)) for weight in weights]
        counts[0] += whole - sum(counts)
        return list(zip(words, counts, strict=True))


def _told(row):
    return str(row.status if isinstance(row, IndicatorAdoption) else row.value)
