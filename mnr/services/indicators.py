"""Every write about indicators but their values: what the country collects, and its targets."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.measures import breakdowns
from mnr.models import Assignment, Indicator, IndicatorAdoption, Target
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import EditConflict, Refused
from mnr.services.releases import refuse_unreleased

ADOPTED = ("status", "reason", "organisation", "frequency", "source_system", "categories", "method")
TEXTS = ("reason", "source_system", "categories", "method")


@transaction.atomic
def adopt(*, adoption: IndicatorAdoption, version=None, by) -> IndicatorAdoption:
    """Record whether and how the country collects an indicator.

    `version` is that which was read. Raises Denied, NotFresh, EditConflict, ValidationError,
    Refused.
    """
    permissions.require(by, Action.INDICATOR_ADOPT)
    stored = _lock(adoption.indicator_id)
    if stored and version is not None and stored.version != version:
        raise EditConflict(stored)
    before = _content(stored) if stored else {}
    adoption.version = stored.version + 1 if stored else 1
    _check(adoption)
    adoption.recorded_by = by
    adoption.full_clean()
    adoption.save()
    if changes := audit.changed(before, _content(adoption)):
        audit.record(Action.INDICATOR_ADOPT, adoption, by, changes)
    return adoption


def _lock(indicator):
    """The adoption as it is kept; its indicator is held, so that nobody adopts it meanwhile."""
    _hold(indicator)
    return IndicatorAdoption.objects.filter(indicator=indicator).first()


def _hold(key):
    """Nobody else changes anything about the indicator; one that is withdrawn stays as it was."""
    held = Indicator.objects.select_for_update(of=("self",)).get(pk=key)
    if held.withdrawn_on:
        raise Refused(_("This indicator is withdrawn: nothing about it is decided any more."))


def _check(adoption):
    for name in TEXTS:
        refuse_unreleased(getattr(adoption, name), name)
    try:
        breakdowns.declared(adoption.categories)
    except ValueError as error:
        raise Refused(
            _("“%(line)s” is no breakdown. Write it as in: sex: female, male.") % {"line": error},
            "categories",
        ) from error
    if adoption.organisation_id and not _reports_on(adoption):
        raise Refused(
            _(
                "This organisation does not report on capability %(number)s: assign it there "
                "first, or choose one that does."
            )
            % {"number": adoption.indicator.capability.number},
            "organisation",
        )


def _reports_on(adoption):
    return (
        Assignment.objects.in_force()
        .filter(organisation=adoption.organisation_id, capability=adoption.indicator.capability_id)
        .exists()
    )


def _content(adoption):
    return {
        name: str(value) if (value := getattr(adoption, name)) is not None else None
        for name in ADOPTED
    }


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    on: date,
    value: Decimal,
    is_baseline: bool = False,
    reason: str = "",
    replaces: Target | None = None,
    by,
) -> Target:
    """Set a target or a baseline; `replaces` names the one whose place it takes.

    Raises Denied, NotFresh, EditConflict, ValidationError, Refused.
    """
    permissions.require(by, Action.INDICATOR_ADOPT)
    standing = _standing(indicator)
    _refuse_value(indicator, value)
    refuse_unreleased(reason, "reason")
    if replaces and replaces not in standing:
        raise EditConflict(replaces)
    _refuse_second([row for row in standing if row != replaces], on, is_baseline)
    target = Target(indicator=indicator, on=on, value=value, is_baseline=is_baseline)
    target.reason, target.replaces = reason.strip(), replaces
    return _keep(target, by)


@transaction.atomic
def drop_target(*, target: Target, reason: str, by) -> Target:
    """Say that a target does not count any more, and why; it stays visible.

    Raises Denied, NotFresh, EditConflict, ValidationError, Refused.
    """
    permissions.require(by, Action.INDICATOR_ADOPT)
    if target not in _standing(target.indicator):
        raise EditConflict(target)
    refuse_unreleased(reason, "reason")
    dropped = Target(
        indicator=target.indicator,
        on=target.on,
        value=target.value,
        is_baseline=target.is_baseline,
        reason=reason.strip(),
        replaces=target,
        is_dropped=True,
    )
    return _keep(dropped, by)


def _standing(indicator) -> list[Target]:
    """The targets that count; nobody else changes them meanwhile."""
    _hold(indicator.pk)
    return list(indicator.targets.standing())


def _refuse_value(indicator, value):
    """A target is a value that the indicator can have, and that is better than another."""
    if indicator.is_context:
        raise Refused(_("A context figure has no good direction, so it has no target."))
    least = 0 if indicator.minimum is None else indicator.minimum
    most = len(indicator.answers) - 1 if indicator.answers else indicator.maximum
    if value < least:
        raise Refused(_("The least that it can be is %(least)s.") % {"least": least}, "value")
    if most is not None and value > most:
        raise Refused(_("The most that it can be is %(most)s.") % {"most": most}, "value")


def _refuse_second(others, on, is_baseline):
    if is_baseline and any(row.is_baseline for row in others):
        raise Refused(_("There is a baseline already: change that one."), "is_baseline")
    if any(row.on == on for row in others):
        raise Refused(_("There is a value for this day already: change that one."), "on")
    first = [row.on for row in others if row.is_baseline]
    later = [row.on for row in others if not row.is_baseline]
    if (is_baseline and later and on >= min(later)) or (first and on <= first[0]):
        raise Refused(_("The path begins at the baseline: its day is before all others."), "on")


def _keep(target, by):
    target.recorded_by = by
    target.full_clean()
    target.save()
    before = _told(target.replaces) if target.replaces else {}
    after = {} if target.is_dropped else _told(target)
    changes = {
        name: [before.get(name), after.get(name)]
        for name in (before | after)
        if before.get(name) != after.get(name)
    }
    audit.record(
        Action.INDICATOR_ADOPT, target, by, changes | {"reason": [None, target.reason or None]}
    )
    return target


def _told(target):
    return {
        "indicator": target.indicator.code,
        "on": target.on.isoformat(),
        "value": f"{target.value:.2f}",  # 7 and 7.00 are one value
        "is_baseline": target.is_baseline,
    }
