"""What the review of roles has to show: a role that ends soon, a leaver's draft, a request."""

from datetime import date, timedelta

from mnr.demo.cast import Cast
from mnr.models import Membership, ProgressUpdate, ReducedSeparation
from mnr.services import people, separations
from mnr.sign_in import at_the_shell

SOON = timedelta(days=45)
SHOWN = "police@"  # has most to do: stays


def write(cast: Cast, today: date) -> None:
    """After the last period is written."""
    _end_soon(today)
    _leave(cast)
    _ask(cast, today)


def _end_soon(today):
    """The committee members' roles end before the others."""
    Membership.objects.filter(role="CMM").update(ends_on=today + SOON)


def _leave(cast):
    """Somebody leaves in the middle of a draft; a colleague of the organisation is still there."""
    drafts = ProgressUpdate.objects.filter(state=ProgressUpdate.State.DRAFT)
    for draft in drafts.exclude(saved_by__email__startswith=SHOWN).order_by("capability__number"):
        writers = cast.writers.get(draft.organisation_id, [])
        if len(writers) > 1 and draft.saved_by in writers:
            membership = draft.saved_by.memberships.get(organisation=draft.organisation)
            people.end_membership(membership=membership, by=cast.secretariat[0])
            return


def _ask(cast, today):
    """The chair asks for what an auditor has not confirmed yet."""
    chair = cast.chairs[0]
    chair.sign_in = at_the_shell()
    separations.request_reduction(
        pair=ReducedSeparation.Pair.LEAD_SECRETARIAT,
        reason="The office of the secretariat has lost a post until the budget year ends.",
        starts_on=today,
        ends_on=today + 2 * SOON,
        by=chair,
    )
