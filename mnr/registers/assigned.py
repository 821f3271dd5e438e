"""For which organisations and capabilities somebody may make entries in a register."""

from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Capability, ReportingPeriod

REPORTS_ON_NOTHING = _(
    "Your organisation reports on none of the capabilities that this register bears on, so it "
    "keeps no entries here. If it should, ask the secretariat to assign them."
)
NO_PERIOD = _("No reporting period is open, so nothing can be entered here now.")


def bearing(register) -> list[Capability]:
    """The capabilities that a register bears on."""
    rows = Capability.objects.current().select_related("domain")
    return list(rows.filter(number__in=register.capabilities))


def pairs_of(register, user, capabilities=None) -> set:
    """(organisation, capability) for which a person may make an entry; of these, if given."""
    mine = {row.pk for row in capabilities or bearing(register)}
    who = permissions.standing(user)
    return {(body, one) for body, one in who.assigned if one in mine}


def dead_end(register, pairs):
    """Why nothing can be entered, whatever somebody types; empty if something can."""
    if not pairs:
        return REPORTS_ON_NOTHING
    if register.is_return and not ReportingPeriod.objects.filter(state="open").exists():
        return NO_PERIOD
    return ""
