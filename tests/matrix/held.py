"""Rows about what must not be here, for the walk over every route."""

from django.utils import timezone

from mnr.models import ContentReport, Duty, Job, Membership, Procedure, Quarantine
from mnr.roles import Role
from mnr.services import quarantine
from tests import factories

# what the routes speak of, and so how their addresses are made
ABOUT = (
    "content",
    "quarantine",
    "quarantine to purge",
    "content report",
    "procedure",
    "secretariat membership",
    "duty",
    "job",
)


def keys(world) -> dict:
    """{about: arguments of the address}."""
    update = world.updates["own", "submitted", "open"]
    member = factories.person(Role.SEC)
    return {
        "content": ("update", update.pk),
        "quarantine": (held(world).pk,),
        "quarantine to purge": (to_purge(world).pk,),
        "content report": (reported(update).pk,),
        "procedure": (proposed().pk,),
        "secretariat membership": (Membership.objects.get(user=member).pk,),
        "duty": (duty().pk,),
        "job": (failed_job().pk,),
    }


def held(world):
    """A withheld update."""
    update = world.updates["own", "endorsed", "open"]
    return quarantine.set_quarantine(
        kind="update", object_id=update.pk, reason="names", by=factories.person(Role.SEC)
    )


def to_purge(world):
    """A withheld update of which the removal is asked for."""
    update = world.updates["foreign", "endorsed", "open"]
    row = quarantine.set_quarantine(
        kind="update", object_id=update.pk, reason="names", by=factories.person(Role.SEC)
    )
    Quarantine.objects.filter(pk=row.pk).update(
        purge_requested_by=factories.person(), purge_requested_at=timezone.now()
    )
    return row


def reported(update):
    return ContentReport.objects.create(
        kind="update", object_id=update.pk, reason="names", by=factories.person()
    )


def proposed():
    return Procedure.objects.create(
        law="Act",
        hotline="Line",
        police_unit="Unit",
        duty_officer="Officer",
        deputy="Deputy",
        proposed_by=factories.person(),
    )


def failed_job():
    """One that the secretariat asked for."""
    return Job.objects.create(
        kind="build_report", state="failed", requested_by=factories.person(Role.SEC)
    )


def duty():
    """A duty that waits for its confirmation."""
    user = factories.person(Role.SEC)
    return Duty.objects.create(
        membership=user.memberships.get(),
        user=user,
        place="officer",
        requested_by=factories.person(),
    )
