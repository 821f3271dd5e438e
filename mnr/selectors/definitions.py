"""What is proposed of the country's own indicators, and what each of them was before."""

from django.db.models import Exists
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import Indicator, IndicatorDefinition
from mnr.roles import Action
from mnr.services.definitions import DEFINED, column, defined, standing

LABELS = ("capability", *DEFINED)


def definitions():
    """Every version, with what its page shows of it."""
    return IndicatorDefinition.objects.select_related(
        "capability", "indicator", "proposed_by", "decided_by"
    )


def waiting(user) -> list[IndicatorDefinition]:
    """Proposals on which nobody has decided, for who may propose or decide."""
    may = (Action.INDICATOR_DEFINE, Action.FRAMEWORK_CONFIRM)
    if not any(permissions.offered(user, action) for action in may):
        return []
    return list(definitions().waiting().order_by("proposed_at", "pk"))


def something_waits():
    """Whether anything is proposed: a part of a query."""
    return Exists(IndicatorDefinition.objects.waiting())


def withdrawn():
    """The country's own indicators that are no longer used; their pages stay."""
    rows = Indicator.objects.of_current_edition().filter(is_own=True)
    return rows.exclude(withdrawn_on=None).select_related("capability")


def versions(indicator) -> list[IndicatorDefinition]:
    """What was decided of an indicator, the latest first."""
    rows = definitions().filter(state=IndicatorDefinition.State.CONFIRMED, indicator=indicator)
    return list(rows.order_by("-decided_at", "pk"))


def before(definition) -> IndicatorDefinition | None:
    """The version that holds, which this one would change."""
    return standing(definition.indicator) if definition.indicator else None


def facts(definition) -> list[dict]:
    """What a version says, for components/summary_list.html."""
    return [{"key": label(name), "value": in_words(definition, name)} for name in LABELS]


def differences(definition, holds) -> list[dict]:
    """What a version changes, for components/diff.html."""
    now, then = defined(holds), defined(definition)
    return [
        {"label": label(name), "before": in_words(holds, name), "after": in_words(definition, name)}
        for name in DEFINED
        if now[name] != then[name]
    ]


def label(name) -> str:
    """What a part of a definition is called."""
    return capfirst(str(column(name).verbose_name))


def in_words(definition, name) -> str:
    """A part of a definition as people read it."""
    value = getattr(definition, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if choose := getattr(definition, f"get_{name}_display", None):
        return capfirst(str(choose()))
    return "" if value is None else str(value)
