"""A removal as its two people leave it: withheld, asked for, confirmed, and about to be done."""

from mnr.models import Quarantine
from mnr.roles import Role
from mnr.services import purging, quarantine
from tests.factories.people import duty_officer, person


def removal(row) -> Quarantine:
    """The removal of this object, told in the trail, with the texts of the object still there."""
    held = quarantine.set_quarantine(
        kind=quarantine.kind_of(row), object_id=row.pk, reason="names", by=person(Role.ADM)
    )
    purging.request_purge(row=held, by=duty_officer())
    held = purging.confirm_purge(row=held, by=person(Role.CHR))
    held.state, held.purged_at = Quarantine.State.PURGED, held.purge_confirmed_at
    held.save()
    return held
