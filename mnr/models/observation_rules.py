"""What a value of an indicator must keep to, asked by form, file and interface alike."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from mnr.measures import breakdowns, values
from mnr.measures.plausibility import NOWHERE, Known, questions
from mnr.measures.values import Form

WHOLE_UNITS = ("count", "days", "score")


def broken(entry) -> Iterator[tuple[str, str]]:
    """(field, what to do) for each rule that an entered value breaks."""
    if entry.unread & {"indicator", "organisation", "starts_on"}:
        return
    if not (entry.indicator_id and entry.starts_on):
        return
    if found := list(_of_collection(entry)):
        yield from found
        return
    found = [*_of_value(entry), *_of_part(entry), *_of_time(entry)]
    yield from found
    if not found and not entry.unread:
        yield from _of_revision(entry)
        yield from _of_plausibility(entry)


def _of_collection(entry):
    adoption = getattr(entry.indicator, "adoption", None)
    if entry.indicator.withdrawn_on:
        yield "indicator", _("This indicator is withdrawn: no value of it is entered any more.")
    elif adoption is None or adoption.status != adoption.Status.COLLECTED:
        yield (
            "indicator",
            _("The country does not collect this indicator yet: ask the secretariat."),
        )
    elif entry.organisation_id != adoption.organisation_id:
        yield (
            "indicator",
            _("%(organisation)s enters the values of this indicator.")
            % {"organisation": adoption.organisation},
        )


def _of_value(entry):
    indicator = entry.indicator
    try:
        value = entry.read
    except ValueError:
        yield "value", _("The range ends before it begins, or the number is too long.")
        return
    if entry.measured:
        return  # something else than the indicator defines: only that it can be read
    if indicator.answers:
        if value.form != Form.STATUS:
            words = ", ".join(indicator.answers)
            yield "value", _("Write one of: %(words)s.") % {"words": words}
    elif not value.is_numeric:
        if not indicator.parts:
            yield "value", _how_to_write(value.text)
    else:
        yield from _within(indicator, value)


def _how_to_write(text):
    if values.DECIMAL_COMMA.search(text):
        return _(
            "Write decimals after a point, such as 4.9. A comma stands between thousands alone, "
            "as in 1,640."
        )
    return _("Write a number, a bound such as <5 or up to 100, or a range such as 5–13.")


def _within(indicator, value):
    ends = [end for end in (value.low, value.high) if end is not None]
    least = 0 if indicator.minimum is None else indicator.minimum
    if min(ends) < least:
        yield "value", _("The least that it can be is %(least)s.") % {"least": least}
    if indicator.maximum is not None and max(ends) > indicator.maximum:
        yield "value", _("The most that it can be is %(most)s.") % {"most": indicator.maximum}
    if indicator.unit in WHOLE_UNITS and any(end != end.to_integral_value() for end in ends):
        yield "value", _("Write whole numbers.")


def _of_part(entry):
    if entry.region_id and entry.indicator.national_only:
        yield "region", _("This indicator is for the whole country alone.")
    known = entry.indicator.adoption.breakdowns
    try:
        breakdowns.canonical(entry.breakdown, known)
    except breakdowns.Unknown as unknown:
        options = ", ".join(unknown.options) or _("nothing")
        yield (
            "breakdown",
            _("“%(word)s” is not collected here. There is: %(options)s.")
            % {"word": unknown.word, "options": options},
        )
    except ValueError:
        yield "breakdown", _("Write it as in: sex: female; age band: 12-15.")


def _of_time(entry):
    if entry.ends_on is None:
        yield "ends_on", _("Say until when.")
    elif entry.ends_on > timezone.localdate():
        yield (
            "ends_on",
            _(
                "Its last day lies in the future. Write a day up to today, and mark the value as "
                "provisional if it is about a part of the time."
            ),
        )


def _of_revision(entry):
    earlier = entry.supersedes
    if earlier is None:
        return
    if earlier.value == entry.value:
        yield (
            "value",
            _("This was reported in %(period)s already: nothing changes.")
            % {"period": earlier.period},
        )
    elif not entry.revision_reason.strip():
        yield (
            "revision_reason",
            _("%(value)s was reported in %(period)s: say why it changes.")
            % {"value": earlier.value, "period": earlier.period},
        )


def _of_plausibility(entry):
    if entry.checked.strip() or entry.measured:
        return
    others = [known(row) for row in entry.indicator.standing_values if row.pk != entry.pk]
    superseded = entry.supersedes
    asked = questions(
        known(entry),
        [one for one in others if superseded is None or one != known(superseded)],
        entry.indicator.unit,
    )
    if words := " ".join(map(str, asked)):
        remedy = _("If it is right, write here how you know; if not, correct the value.")
        yield "checked", f"{words} {remedy}"


def known(row) -> Known:
    """A value as the questions look at it."""
    return Known(
        row.starts_on,
        row.ends_on,
        row.region_id,
        row.breakdown,
        row.is_cumulative,
        values.Value(row.value, values.Form(row.form), row.low, row.high),
        row.region.within_id if row.region_id else NOWHERE,
    )
