"""Single figures shown or hidden against the rule: asked for by one, decided on by another.

A decision is followed by the next edition that is made of a snapshot with the figure, unless that
would give something else away; see `mnr/figures/overriding.py`. Nobody learns the number by it
before: neither from the request, nor from the trail.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.measures import spoken
from mnr.measures.values import Form
from mnr.models import FigureOverride, Membership, Observation
from mnr.reasons import roles_that_may
from mnr.roles import Action
from mnr.services import audit, outlooks
from mnr.services.errors import Refused
from mnr.services.releases import refuse_unreleased

State = FigureOverride.State
FOLLOWED = "override.followed"


@transaction.atomic
def request_override(*, value: Observation, is_shown: bool, reason: str, by) -> FigureOverride:
    """Ask that a figure is shown though the rule hides it, or hidden though it does not."""
    row = FigureOverride(value=value, version=value.version, is_shown=is_shown, requested_by=by)
    permissions.require(by, Action.INDICATOR_OVERRIDE_REQUEST, row)
    refuse_other_figures(value)
    row.reason = reason.strip()
    _refuse_what_is_so(row)
    _refuse_number(row)
    refuse_unreleased(reason, "reason")
    row.requested_as = _post(by, Action.INDICATOR_OVERRIDE_REQUEST)
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    said = {"is_shown": is_shown, "reason": row.reason, "figure": str(row)}
    audit.record(Action.INDICATOR_OVERRIDE_REQUEST, row, by, audit.changed({}, said))
    return row


@transaction.atomic
def decide_override(
    *, override: FigureOverride, is_confirmed: bool, answer: str = "", by
) -> FigureOverride:
    """The second person's yes or no. It changes no edition that is made already."""
    row = _locked(override)
    permissions.require(by, Action.INDICATOR_OVERRIDE_CONFIRM, row)
    refuse_unreleased(answer, "answer")
    if not is_confirmed and not answer.strip():
        raise Refused(_("Say why it is refused."), "answer")
    row.answer = "" if is_confirmed else answer.strip()
    state = State.CONFIRMED if is_confirmed else State.REFUSED
    return _end(row, state, by, Action.INDICATOR_OVERRIDE_CONFIRM)


@transaction.atomic
def withdraw_override(*, override: FigureOverride, by) -> FigureOverride:
    """The secretariat does not ask for it any more; once an edition has followed it, it stands."""
    row = _locked(override)
    permissions.require(by, Action.INDICATOR_OVERRIDE_REQUEST, row)
    if not is_open(row):
        raise Refused(_("It is refused or withdrawn already, or an edition has followed it."))
    return _end(row, State.WITHDRAWN, by, Action.INDICATOR_OVERRIDE_REQUEST)


def is_open(override: FigureOverride) -> bool:
    """Whether it can still be withdrawn: no edition has followed it."""
    return override.state in (State.WAITING, State.CONFIRMED) and not override.followed_in_id


def is_subject(value: Observation) -> bool:
    """Whether it is under disclosure control: a count of people, as its indicator defines it."""
    is_count = value.indicator is not None and value.indicator.counts_people
    is_own = value.case_id is None and not value.measured and value.withdrawn_on is None
    return is_count and is_own and value.form == Form.NUMBER


def refuse_other_figures(value: Observation) -> None:
    """Nothing is decided about a figure that no rule hides or shows."""
    if not is_subject(value):
        raise Refused(
            _(
                "Only a number of people, as its indicator defines it, is hidden or shown by rule: "
                "nothing is decided about other figures."
            )
        )


def waiting(edition: str) -> list[dict]:
    """The decisions that the next edition is to follow, held until it has been made."""
    rows = _to_follow(edition).select_for_update(of=("self",))
    return [told(row) for row in rows]


def to_follow(edition: str) -> list[dict]:
    """The same, for those who only look."""
    return [told(row) for row in _to_follow(edition)]


def _to_follow(edition):
    return FigureOverride.objects.to_follow(edition).select_related(
        "value__indicator",
        "value__region",
        "requested_as__organisation",
        "decided_as__organisation",
    )


def note_followed(*, figures, keys) -> None:
    """Record which decisions an edition has followed; the worker made it, nobody asks for it."""
    for row in FigureOverride.objects.filter(pk__in=keys).order_by("decided_at", "pk"):
        row.followed_in = figures
        row.save(update_fields=["followed_in"])
        said = {"period": figures.snapshot.period.code, "edition": figures.edition}
        audit.record(FOLLOWED, row, None, audit.changed({}, said))


def told(row) -> dict:
    """A decision as an edition tells it. Names no person."""
    value = row.value
    return {
        "id": str(row.pk),
        "value": str(row.value_id),
        "version": row.version,
        "code": value.indicator.code,
        "starts_on": value.starts_on.isoformat(),
        "ends_on": value.ends_on.isoformat(),
        "is_cumulative": value.is_cumulative,
        "region": value.region.code if value.region else None,
        "breakdown": value.breakdown,
        "is_shown": row.is_shown,
        "reason": row.reason,
        "requested_on": row.requested_at.date().isoformat(),
        "requested_as": _said(row.requested_as),
        "decided_on": row.decided_at.date().isoformat() if row.decided_at else "",
        "decided_as": _said(row.decided_as),
    }


def _said(membership) -> dict:
    """A post: its role and its organisation."""
    if membership is None:
        return {"role": "", "organisation": ""}
    body = membership.organisation
    return {"role": membership.role, "organisation": body.label if body else ""}


def _post(user, action) -> Membership | None:
    """The membership that gives somebody the action."""
    roles = roles_that_may(action)
    rows = Membership.objects.in_force().filter(user=user, role__in=roles)
    return rows.order_by("starts_on", "pk").first()


def _refuse_what_is_so(row):
    """Nothing is decided that the rule does by itself."""
    hidden = outlooks.is_hidden(row.value)
    if hidden is True and not row.is_shown:
        raise Refused(_("It is hidden already: there is nothing to decide."), "is_shown")
    if hidden is False and row.is_shown:
        raise Refused(_("It is shown already: there is nothing to decide."), "is_shown")


def _refuse_number(row):
    """Who decides, and who reads the report of a refusal, may not know the number."""
    if (number := row.value.read.number) is not None and spoken.tells(row.reason, int(number)):
        raise Refused(
            _(
                "Do not write the number itself, neither in digits nor in words, nor numbers that "
                "make it: the reason is read by others."
            ),
            "reason",
        )


def _locked(override):
    rows = FigureOverride.objects.select_for_update(of=("self",))
    return rows.select_related("value__indicator", "value__region").get(pk=override.pk)


def _end(row, state, by, action):
    changes = {"state": [row.state, state.value]}
    if row.answer:
        changes["answer"] = [None, row.answer]
    row.state, row.decided_by, row.decided_at = state, by, Now()
    row.decided_as = _post(by, action)
    row.save(update_fields=["state", "answer", "decided_by", "decided_as", "decided_at"])
    row.refresh_from_db(fields=["decided_at"])
    audit.record(action, row, by, changes)
    return row
