"""Names of indicators that are alike: two of one name are taken for one."""

from django.utils.translation import gettext as _

from mnr.models import Indicator, IndicatorDefinition


def taken(definition: IndicatorDefinition) -> str:
    """Who has the name already, but for capitals, spaces and signs, in words that say what to do;
    empty if nobody has, or the indicator had it before.
    """
    name = _plain(definition.name)
    if definition.indicator and _plain(definition.indicator.name) == name:
        return ""
    others = ((code, other) for code, other in _others(definition) if _plain(other) == name)
    code, other = next(others, ("", ""))
    words = _(
        "There is “%(name)s” (%(code)s) already. Use that one, or give this another name. If it "
        "measures something else all the same, say so here."
    )
    return words % {"code": code, "name": other} if code else ""


def _others(definition):
    """(code, name) of all others, in the reader's language and as they are kept."""
    for row in Indicator.objects.current().exclude(pk=definition.indicator_id):
        yield row.code, row.words.name
        yield row.code, row.name
    proposals = IndicatorDefinition.objects.waiting().filter(is_withdrawal=False)
    for proposal in proposals.exclude(pk=definition.pk):
        if definition.indicator_id is None or proposal.indicator_id != definition.indicator_id:
            yield _("proposed"), proposal.name


def _plain(name) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
