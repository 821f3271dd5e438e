"""What becomes of each update that is owed: in past periods nearly all are accepted."""

from itertools import cycle

from mnr.demo.cast import Cast
from mnr.demo.dates import Slot
from mnr.demo.dice import Dice

ACCEPTED = "accepted"
RESUBMITTED = "resubmitted"  # returned once and sent again
NIL = "nil"
WAIVED = "waived"
MISSING = "missing"
DRAFT = "draft"
SUBMITTED = "submitted"
ENDORSED = "endorsed"
RETURNED = "returned"

UNWRITTEN = {WAIVED, MISSING}
UNSENT = {*UNWRITTEN, DRAFT}
SENT_BACK = {RETURNED, RESUBMITTED}

# what the updates of the open period are dealt from
OPEN_DECK = [
    ACCEPTED,
    SUBMITTED,
    DRAFT,
    ENDORSED,
    MISSING,
    ACCEPTED,
    SUBMITTED,
    RETURNED,
    NIL,
    DRAFT,
    ACCEPTED,
    MISSING,
    ENDORSED,
    RESUBMITTED,
]


def decide(slot: Slot, last: int, cast: Cast, dice: Dice) -> dict:
    """{assignment id: fate} in a period; `last` is the index of the open one."""
    if slot.is_open:
        return _open(cast, dice)
    return {
        row.pk: _past(row, slot, slot.index == last - 1, cast, dice)
        for row in cast.assigned_by(slot.dates["ends_on"])
    }


def _past(assignment, slot, is_latest, cast, dice):
    if is_latest and cast.settings[assignment.organisation_id].get("is_silent"):
        return WAIVED
    organisation = assignment.organisation.short_name
    chance = dice.at("fate", slot.code, organisation, assignment.capability.number).random()
    if chance < 0.02:
        return WAIVED
    if chance < 0.08:
        return RESUBMITTED
    if chance < 0.18 and assignment.kind == "contributor":
        return NIL
    return ACCEPTED


def _open(cast, dice):
    dealt = cycle(OPEN_DECK)
    shuffled = sorted(cast.assignments, key=lambda row: dice.key("deal", str(row.pk)).int)
    fates = {row.pk: next(dealt) for row in shuffled}
    for row in cast.assignments:
        table = cast.settings[row.organisation_id]
        named = table.get("now", {}).get(str(row.capability.number))
        if named or table.get("is_silent"):
            fates[row.pk] = named or MISSING
    return fates
