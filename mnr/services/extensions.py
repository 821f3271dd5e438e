"""More time for one organisation, ended before its day."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Extension, ReportingPeriod
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import Refused


def given(period: ReportingPeriod):
    """The extensions that gave more time; one that ended before the due day gave none."""
    return Extension.objects.filter(period=period, until__gt=F("period__due_on")).select_related(
        "organisation"
    )


def running(period: ReportingPeriod):
    """The extensions that keep the period open today."""
    return given(period).filter(until__gte=timezone.localdate())


@transaction.atomic
def end_extension(*, extension: Extension, by) -> Extension:
    """End it now. The row stays, with the last day on which it counted."""
    period = ReportingPeriod.objects.select_for_update().get(pk=extension.period_id)
    permissions.require(by, Action.PERIOD_EXTEND_DEADLINE, period)
    stored = running(period).filter(pk=extension.pk).first()
    if stored is None:
        raise Refused(_("This extension has ended already."))
    before = stored.until
    stored.until = max(period.due_on, timezone.localdate() - timedelta(days=1))
    stored.save(update_fields=["until"])
    changes = {"until": [before, stored.until]}
    audit.record(Action.PERIOD_EXTEND_DEADLINE, stored, by, changes)
    return stored
