"""What the registers of the Victim domain show besides their lists."""

from collections import Counter

from django.utils.translation import gettext as _

from mnr.models import Region
from mnr.registers.pictures import Picture
from mnr.registers.reach import widened
from victim_services.models import SupportService

PHASES = SupportService.Phase.choices


def support_map(rows) -> Picture | None:
    """Services that are open, by region and phase; a service without regions is everywhere."""
    regions = list(Region.objects.current())
    upper = [region for region in regions if region.within_id is None]
    if not upper:
        return None
    counts = _counts(rows.filter(closed_on=None, withdrawn_on=None), regions, upper)
    missing = {
        region: [str(label) for phase, label in PHASES if not counts[region.pk, phase]]
        for region in upper
    }
    return Picture(
        heading=_heading(sum(map(bool, missing.values())), len(upper)),
        caption=_("Open services by region and phase"),
        columns=[_("Region"), *({"label": label, "numeric": True} for _phase, label in PHASES)],
        rows=[
            [region.name, *(_cell(counts[region.pk, phase]) for phase, _label in PHASES)]
            for region in upper
        ],
        note=_note(),
        gaps=[_gap(region, phases) for region, phases in missing.items() if phases],
    )


def _counts(services, regions, upper) -> dict:
    """{(key of a region, phase): how many services}."""
    named: dict = {phase: set() for phase, _label in PHASES}
    everywhere: Counter = Counter()
    for service in services:
        keys = [region.pk for region in service.regions.all()]
        named[service.phase] |= {(service.pk, key) for key in keys}
        everywhere[service.phase] += not keys
    found = {
        phase: Counter(region for _pk, region in widened(pairs, regions))
        for phase, pairs in named.items()
    }
    return {
        (region.pk, phase): found[phase][region.pk] + everywhere[phase]
        for region in upper
        for phase in named
    }


def _note():
    return _(
        "A service counts in each region where it works, and in every region if none is named. "
        "A service in part of a region counts for the region."
    )


def _gap(region, phases):
    told = {"region": region.name, "phases": ", ".join(phases).lower()}
    return _("%(region)s, no service is recorded: %(phases)s.") % told


def _heading(lacking, regions):
    if not lacking:
        return _("In every region a service is recorded for each phase.")
    words = _("In %(lacking)d of %(all)d regions, no service is recorded for some phase.")
    return words % {"lacking": lacking, "all": regions}


def _cell(count):
    return {"text": str(count) if count else _("None"), "numeric": True, "is_gap": not count}
