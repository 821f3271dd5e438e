"""My work of those who confirm or look into something: what waits for their word, and where."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr import permissions
from mnr.models import Duty, FactorReset, Procedure, Quarantine, User
from mnr.models.factor_reset import LASTS
from mnr.roles import Action
from mnr.selectors import definitions, overrides, quarantines

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Confirmation:
    """One thing that waits: the page on which it is decided, who asked when, and until when."""

    title: "StrOrPromise"
    url_name: str
    key: object
    at: datetime
    by: User | None = None
    until: datetime | None = None


def confirmations(user) -> list[Confirmation]:
    """What waits for the person. No query for those who have none of these actions."""
    return [
        *_removals(user),
        *_procedures(user),
        *_definitions(user),
        *_overrides(user),
        *_duties(user),
        *_resets(user),
        *_reports(user),
    ]


def something_waits():
    """Whether there may be anything to confirm or to look into, for anybody: a part of a query."""
    return (
        Exists(Quarantine.objects.withheld().exclude(purge_requested_by=None))
        | Exists(Procedure.objects.proposed())
        | definitions.something_waits()
        | overrides.something_waits()
        | Exists(Duty.objects.awaiting_confirmation())
        | Exists(FactorReset.objects.waiting())
        | Exists(quarantines.unanswered())
    )


def _removals(user):
    rows = Quarantine.objects.select_related("purge_requested_by")
    for row in permissions.scope(user, Action.PURGE_CONFIRM, rows):
        title = _("Confirm a removal: %(kind)s") % {"kind": row.get_kind_display()}
        asked = {"by": row.purge_requested_by, "at": row.purge_requested_at}
        yield Confirmation(title, "purge_confirm", row.pk, **asked)


def _procedures(user):
    rows = Procedure.objects.proposed().select_related("proposed_by")
    for row in permissions.scope(user, Action.PROCEDURE_CONFIRM, rows):
        title = _("Confirm a change of the procedure for illegal material")
        asked = {"by": row.proposed_by, "at": row.proposed_at}
        yield Confirmation(title, "procedure_confirm", row.pk, **asked)


def _definitions(user):
    for row in permissions.scope(user, Action.FRAMEWORK_CONFIRM, definitions.definitions()):
        words = _("Confirm the withdrawal of an indicator: %(name)s")
        if not row.is_withdrawal:
            words = _("Confirm the definition of an indicator: %(name)s")
        asked = {"by": row.proposed_by, "at": row.proposed_at}
        yield Confirmation(words % {"name": row}, "definition_decide", row.pk, **asked)


def _overrides(user):
    for row in permissions.scope(user, Action.INDICATOR_OVERRIDE_CONFIRM, overrides.overrides()):
        words = _("Decide whether a hidden figure is shown: %(figure)s")
        if not row.is_shown:
            words = _("Decide whether a figure is hidden: %(figure)s")
        asked = {"by": row.requested_by, "at": row.requested_at}
        yield Confirmation(words % {"figure": row}, "override_decide", row.pk, **asked)


def _duties(user):
    rows = Duty.objects.select_related("user", "requested_by")
    for row in permissions.scope(user, Action.DUTY_CONFIRM, rows):
        words = {"place": row.get_place_display(), "name": row.user.full_name}
        title = _("Confirm a duty: %(place)s, %(name)s") % words
        asked = {"by": row.requested_by, "at": row.requested_at}
        yield Confirmation(title, "duty_confirm", row.pk, **asked)


def _resets(user):
    rows = FactorReset.objects.select_related("user", "requested_by")
    for row in permissions.scope(user, Action.USER_MFA_RESET_CONFIRM, rows):
        title = _("Confirm that %(name)s lost every second factor") % {"name": row.user.full_name}
        asked = {"by": row.requested_by, "at": row.requested_at, "until": row.requested_at + LASTS}
        yield Confirmation(title, "factor_reset_confirm", row.pk, **asked)


def _reports(user):
    """The duty officer's: one line for all objects that were reported."""
    if not permissions.offered(user, Action.QUARANTINE_VIEW):
        return
    found = quarantines.unanswered().values("kind", "object_id").annotate(first=Min("at"))
    rows = list(found.order_by("first"))
    if rows:
        words = ngettext(
            "Look at %d reported object", "Look at %d reported objects", len(rows)
        ) % len(rows)
        yield Confirmation(words, "quarantine_list", None, at=rows[0]["first"])
