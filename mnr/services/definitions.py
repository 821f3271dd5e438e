"""Indicators of the country's own: the secretariat proposes each version, the chair decides.

The indicator itself changes only with a confirmation, so whatever reads indicators needs to know
nothing of proposals.
"""

from typing import cast

from django.db import transaction
from django.db.models import Field
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.measures import values
from mnr.measures.values import Form
from mnr.models import Capability, Indicator, IndicatorDefinition
from mnr.roles import Action
from mnr.services import audit, indicator_names
from mnr.services.errors import Refused
from mnr.services.releases import refuse_unreleased

State = IndicatorDefinition.State
MEASURE = (
    "name",
    "unit",
    "direction",
    "frequency",
    "counts_people",
    "national_only",
    "minimum",
    "maximum",
    "per",
    "source_system",
)
DEFINED = (*MEASURE, "note", "words", "disaggregations", "public_source")
TEXTS = ("name", "note", "words", "disaggregations", "source_system", "public_source", "reason")
# Values that were entered would say something else if these changed.
FIXED = ("unit", "direction", "counts_people", "per", "words")
MOST_DIMENSIONS, LONGEST_DIMENSION = 10, 100
MOST_WORDS, LONGEST_WORD = 20, 60


@transaction.atomic
def define(
    *, definition: IndicatorDefinition, by, version=None, is_another=False
) -> IndicatorDefinition:
    """Propose an indicator of the country's own, or another version of one.

    `version` is that which was read; `is_another` says that it measures something else than the
    one that has its name. Raises Denied, NotFresh, ValidationError, Refused.
    """
    permissions.require(by, Action.INDICATOR_DEFINE, definition)
    indicator = definition.indicator
    if indicator:
        _hold(indicator)
        _refuse_unless_own(indicator)
        if version is not None and version_of(indicator) != version:
            raise Refused(_("Somebody changed it meanwhile: look at what holds now, then send."))
        definition.capability_id = indicator.capability_id
    _check(definition)
    if not is_another and (message := indicator_names.taken(definition)):
        raise Refused(message, "is_another")
    if indicator and not audit.changed(defined(standing(indicator)), defined(definition)):
        raise Refused(_("Nothing is different from what holds now."))
    return _propose(definition, by)


@transaction.atomic
def withdraw(*, indicator: Indicator, reason: str, by) -> IndicatorDefinition:
    """Propose that an indicator of the country's own is no longer used; it is never deleted."""
    permissions.require(by, Action.INDICATOR_DEFINE, indicator)
    _hold(indicator)
    _refuse_unless_own(indicator)
    refuse_unreleased(reason, "reason")
    row = IndicatorDefinition(indicator=indicator, capability_id=indicator.capability_id)
    for name, value in defined(standing(indicator)).items():
        setattr(row, name, value)
    row.is_withdrawal, row.reason = True, reason.strip()
    return _propose(row, by)


@transaction.atomic
def decide(
    *, definition: IndicatorDefinition, is_confirmed: bool, answer: str = "", by
) -> IndicatorDefinition:
    """The second person's yes, with which it holds, or no, with what to do instead."""
    row = _locked(definition)
    permissions.require(by, Action.FRAMEWORK_CONFIRM, row)
    refuse_unreleased(answer, "answer")
    if not is_confirmed and not answer.strip():
        raise Refused(_("Say why it is sent back."), "answer")
    before = _seen(row.indicator)
    if is_confirmed:
        take_effect(row)
    row.answer = "" if is_confirmed else answer.strip()
    _end(row, State.CONFIRMED if is_confirmed else State.REFUSED, by, Action.FRAMEWORK_CONFIRM)
    if is_confirmed:
        changes = audit.changed(before, _seen(row.indicator))
        if row.reason:
            changes |= {"reason": [None, row.reason]}
        audit.record(Action.FRAMEWORK_CONFIRM, row.indicator, by, changes)
    return row


@transaction.atomic
def take_back(*, definition: IndicatorDefinition, by) -> IndicatorDefinition:
    """The secretariat does not want it any more; it stays in the record."""
    row = _locked(definition)
    permissions.require(by, Action.INDICATOR_DEFINE, row)
    if row.state != State.WAITING:
        raise Refused(_("It is decided already."))
    _end(row, State.TAKEN_BACK, by, Action.INDICATOR_DEFINE)
    return row


def standing(indicator: Indicator) -> IndicatorDefinition:
    """The version that holds."""
    return indicator.definitions.confirmed().filter(is_withdrawal=False)[0]


def version_of(indicator: Indicator) -> int:
    """How many versions of it have held."""
    return indicator.definitions.confirmed().count()


def defined(definition: IndicatorDefinition) -> dict:
    """What a version says."""
    return {name: getattr(definition, name) for name in DEFINED}


def column(name: str) -> Field:
    """The column of a part of a definition."""
    return cast(Field, IndicatorDefinition._meta.get_field(name))


def has_values(indicator: Indicator) -> bool:
    """Whether anything was entered that a change could give another meaning: values, targets."""
    return indicator.observations.exists() or indicator.targets.exists()


def _hold(indicator):
    """Nobody else changes it, or enters its adoption or targets, meanwhile."""
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    indicator.refresh_from_db(fields=["withdrawn_on"])


def _locked(definition):
    rows = IndicatorDefinition.objects.select_for_update(of=("self",))
    row = rows.select_related("indicator", "capability").get(pk=definition.pk)
    if row.indicator:
        _hold(row.indicator)
    return row


def _refuse_unless_own(indicator):
    if not indicator.is_own:
        raise Refused(_("It is the reference’s: only indicators of the country’s own change."))
    if indicator.withdrawn_on:
        raise Refused(_("It is withdrawn: define another one."))
    if indicator.definitions.waiting().exists():
        raise Refused(
            _("A change of this indicator waits already: it is decided or taken back first.")
        )


def _check(definition):
    for name in TEXTS:
        setattr(definition, name, getattr(definition, name).strip())
        refuse_unreleased(getattr(definition, name), name)
    _refuse_words(definition)
    dimensions = definition.listed_disaggregations
    if len(dimensions) > MOST_DIMENSIONS or any(len(d) > LONGEST_DIMENSION for d in dimensions):
        raise Refused(_("Ten breakdowns at most, in a few words each."), "disaggregations")
    if definition.indicator:
        _refuse_another_meaning(definition)


def _refuse_words(definition):
    """Words are there for one of a list alone, and can be told from each other and from numbers."""
    words = definition.listed_words
    if definition.unit != IndicatorDefinition.Unit.STATUS:
        if words:
            raise Refused(_("Only one of a list has words."), "words")
        return
    if not 2 <= len(words) <= MOST_WORDS:
        raise Refused(_("Write from two to twenty words, a line for each."), "words")
    if len({word.casefold() for word in words}) < len(words):
        raise Refused(_("One word is there twice."), "words")
    for word in words:
        if len(word) > LONGEST_WORD or _reads_as_number(word):
            raise Refused(
                _("“%(word)s” is a number, or longer than sixty characters.") % {"word": word},
                "words",
            )


def _reads_as_number(word):
    try:
        return values.read(word).form != Form.TEXT
    except ValueError:
        return True


def _refuse_another_meaning(definition):
    changes = audit.changed(defined(standing(definition.indicator)), defined(definition))
    changed = [name for name in FIXED if name in changes]
    if changed and has_values(definition.indicator):
        raise Refused(
            _(
                "Values or targets are entered, and would say something else: this stays as it is. "
                "Define another indicator, and withdraw this one."
            ),
            changed[0],
        )


def _propose(row, by):
    row.proposed_by, row.is_new = by, row.indicator is None
    row.full_clean()
    row.save()
    before = defined(standing(row.indicator)) if row.indicator else {}
    changes = audit.changed(before, defined(row)) | {"reason": [None, row.reason or None]}
    if row.is_withdrawal:
        changes["is_withdrawal"] = [False, True]
    audit.record(Action.INDICATOR_DEFINE, row, by, changes)
    return row


def _end(row, state, by, action):
    changes = {"state": [row.state, state.value], "answer": [None, row.answer or None]}
    row.state, row.decided_by, row.decided_at = state, by, Now()
    row.save(update_fields=["indicator", "state", "answer", "decided_by", "decided_at"])
    row.refresh_from_db(fields=["decided_at"])
    audit.record(action, row, by, {name: pair for name, pair in changes.items() if pair[1]})


def take_effect(row: IndicatorDefinition) -> None:
    """Make the indicator what the version says; a new one gets the next code of its capability.

    The caller asks permission, and keeps the version.
    """
    if row.indicator is None:
        row.indicator = Indicator(is_own=True, sources=[], **_next_place(row.capability_id))
    elif not row.is_withdrawal:
        _refuse_another_meaning(row)  # a value may have been entered since
    indicator = row.indicator
    if row.is_withdrawal:
        indicator.withdrawn_on, indicator.withdrawn_because = timezone.localdate(), row.reason
    for name in MEASURE:
        setattr(indicator, name, getattr(row, name))
    indicator.choices, indicator.disaggregations = row.listed_words, row.listed_disaggregations
    indicator.own_note, indicator.own_source = row.note, row.public_source
    indicator.full_clean(exclude=["choices", "disaggregations", "sources"])
    indicator.save()


def _next_place(capability):
    """Edition, capability and code: the country's own are numbered apart from the reference's."""
    held = Capability.objects.select_for_update(of=("self",)).get(pk=capability)
    own = Indicator.objects.filter(edition_id=held.edition_id, capability=held, is_own=True)
    code = f"C{held.number:02}-N{own.count() + 1:02}"
    return {"edition_id": held.edition_id, "capability": held, "code": code}


def _seen(indicator) -> dict:
    if indicator is None or indicator._state.adding:
        return {}
    names = ("code", *MEASURE, "choices", "disaggregations", "own_note", "own_source")
    found = {name: getattr(indicator, name) for name in names}
    day = indicator.withdrawn_on
    return found | {"withdrawn_on": day.isoformat() if day else None}
