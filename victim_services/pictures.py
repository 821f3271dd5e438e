"""What the registers of the Victim domain show besides their lists."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr.models import Region
from mnr.registers.pictures import Picture
from victim_services.models import SupportService


def support_map(rows) -> Picture | None:
    """Services that are open, by region and phase; a service without regions is everywhere."""
    regions = list(Region.objects.current())
    upper = [region for region in regions if region.within_id is None]
    if not upper:
        return None
    above = {region.pk: region.within_id or region.pk for region in regions}
    phases = SupportService.Phase.choices
    counts = {(region.pk, phase): 0 for region in upper for phase, _label in phases}
    for service in rows.filter(closed_on=None, withdrawn_on=None):
        covered = {above.get(region.pk) for region in service.regions.all()}
        for region in upper:
            counts[region.pk, service.phase] += region.pk in covered or not covered
    missing = {
        region: [str(label) for phase, label in phases if not counts[region.pk, phase]]
        for region in upper
    }
    lacking = [region for region, phases_ in missing.items() if phases_]
    return Picture(
        heading=_heading(len(lacking), len(upper)),
        caption=_("Open services by region and phase"),
        columns=[_("Region"), *({"label": label, "numeric": True} for _phase, label in phases)],
        rows=[
            [region.name, *(_cell(counts[region.pk, phase]) for phase, _label in phases)]
            for region in upper
        ],
        note=_(
            "A service counts in each region where it works, and in every region if none is "
            "named. A service in part of a region counts for the region."
        ),
        gaps=[
            _("%(region)s has no service: %(phases)s.")
            % {"region": region.name, "phases": ", ".join(missing[region]).lower()}
            for region in lacking
        ],
    )


def _heading(lacking, regions):
    if not lacking:
        return _("Every region has a service for each phase.")
    return ngettext(
        "%(lacking)d of %(all)d regions lacks a service for some phase.",
        "%(lacking)d of %(all)d regions lack a service for some phase.",
        lacking,
    ) % {"lacking": lacking, "all": regions}


def _cell(count):
    return {"text": str(count) if count else _("None"), "numeric": True, "is_gap": not count}
