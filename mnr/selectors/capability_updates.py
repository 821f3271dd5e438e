"""The updates on one capability, period by period, as far as the reader may see them."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import Enabler, Obstacle, ProgressUpdate
from mnr.roles import Action
from mnr.selectors.capability import Step
from mnr.services.expectations import MISSING, WAIVED

State = ProgressUpdate.State


@dataclass(frozen=True)
class Told:
    """One organisation's update; `is_whole` False leaves only what is public of it."""

    update: ProgressUpdate
    is_whole: bool


@dataclass(frozen=True)
class Chapter:
    """A period with what was told in it, and who told nothing."""

    step: Step
    told: list
    silent: list  # (organisation, state in words) of those owed whose update the reader cannot read


@dataclass(frozen=True)
class Offer:
    """What an organisation of the reader may do now about its update."""

    organisation: object
    update: ProgressUpdate | None
    may_edit: bool = False


def chapters(user, history, steps, assignments) -> list[Chapter]:
    """The periods of these steps, the latest first, with their updates."""
    rows = _visible_updates(user, history.capability, [step.period for step in steps])
    names = {row.organisation_id: row.organisation for row in assignments}
    return [_chapter(history, step, rows, names) for step in reversed(steps)]


def _visible_updates(user, capability, periods):
    rows = ProgressUpdate.objects.filter(capability=capability, period__in=periods)
    readable = [
        permissions.scope(user, action, rows)
        for action in (Action.UPDATE_READ, Action.UPDATE_READ_INTERNAL, Action.UPDATE_READ_PUBLIC)
    ]
    obstacles = Obstacle.objects.select_related("enabler")
    return list(
        (readable[0] | readable[1] | readable[2])
        .select_related("organisation")
        .prefetch_related(Prefetch("obstacles", obstacles))
        .order_by("organisation__name", "pk")
    )


def _chapter(history, step, rows, names):
    told = []
    for row in rows:
        if row.period_id == step.period.pk:
            row.period, row.capability = step.period, history.capability
            told.append(Told(row, _is_whole(history, row)))
    heard = {item.update.organisation_id for item in told}
    reader, capability = history.reader, history.capability
    silent = [
        (names[body], state_words(state))
        for body, state in step.stand.states.items()
        if body not in heard and body in names and reader.sees_state(step.period, capability, body)
    ]
    return Chapter(step, told, silent)


def _is_whole(history, update):
    """Updates that are not accepted come only to those who may read all of them."""
    if update.state != State.ACCEPTED:
        return True
    return history.reader.sees_content(update.period, update.capability, update.organisation_id)


def state_words(state) -> str:
    """The state of an update that is owed, in words."""
    return str({MISSING: _("No update"), WAIVED: _("Waived")}.get(state) or State(state).label)


def enablers_behind(history, steps) -> list:
    """[(enabler, in how many of these periods an obstacle named it)], the most frequent first."""
    counts = Counter(
        key
        for step in steps
        for key in {
            key
            for body, keys in step.stand.enablers.items()
            if history.reader.sees_content(step.period, history.capability, body)
            for key in keys
        }
    )
    if not counts:
        return []
    titles = {row.key: row for row in Enabler.objects.filter(key__in=counts)}
    return [(titles[key], count) for key, count in counts.most_common() if key in titles]


def offers(user, history, open_period, assignments, told) -> list[Offer]:
    """What the reader's own organisations may begin, continue or look at in the open period."""
    own = {item.update.organisation_id: item.update for item in told}
    found = []
    for row in assignments:
        fresh = ProgressUpdate(
            period=open_period, capability=history.capability, organisation=row.organisation
        )
        if row.ended_on is None and permissions.can(user, Action.UPDATE_CREATE, fresh):
            update = own.get(row.organisation_id)
            may_edit = update is not None and permissions.can(user, Action.UPDATE_EDIT, update)
            found.append(Offer(row.organisation, update, bool(may_edit)))
    return found
