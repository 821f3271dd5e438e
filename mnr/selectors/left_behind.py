"""Open hand-overs, and what each leaves, in words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr import permissions
from mnr.models import Domain, HandOver
from mnr.roles import Action, Role


@dataclass(frozen=True)
class Left:
    """A hand-over with what is to be taken over."""

    hand_over: HandOver
    things: list
    may_close: bool


def open_for(user) -> list[Left]:
    """The open hand-overs that somebody may see; no query for those who see none."""
    if not permissions.can(user, Action.HANDOVER_READ):
        return []
    rows = permissions.scope(user, Action.HANDOVER_READ, HandOver.objects.open())
    rows = rows.select_related(
        "organisation", "membership__user", "membership__organisation", "membership__domain"
    )
    return [left(user, row) for row in rows]


def left(user, row: HandOver) -> Left:
    """One hand-over to the eyes of a reader."""
    may_close = permissions.offered(user, Action.HANDOVER_CLOSE, row)
    return Left(row, [WORDS[item["kind"]](item) for item in row.left_open], may_close)


def _capability(item):
    return _("Capability %(number)s: nobody else in the organisation reports on it.") % item


def _draft(item):
    return _("A draft on capability %(number)s for %(period)s.") % item


def _domain(item):
    return _("%(domain)s has no domain lead.") % {"domain": _domain_name(item)}


def _endorsements(item):
    words = ngettext(
        "%(count)s update waits for endorsement.",
        "%(count)s updates wait for endorsement.",
        item["count"],
    )
    return words % item


def _acceptances(item):
    words = ngettext(
        "%(count)s update waits for acceptance.",
        "%(count)s updates wait for acceptance.",
        item["count"],
    )
    return words % item


def _single(item):
    return _("%(role)s: one person is left.") % {"role": Role(item["role"]).label}


def _nobody(item):
    return _("%(role)s: nobody is left.") % {"role": Role(item["role"]).label}


def _domain_name(item):
    domain = Domain.objects.current().filter(key=item["domain"]).first()
    return domain.words.name if domain else item["domain"]


WORDS: dict[str, Callable] = {
    "capability": _capability,
    "draft": _draft,
    "domain": _domain,
    "endorsements": _endorsements,
    "acceptances": _acceptances,
    "single": _single,
    "nobody": _nobody,
}
