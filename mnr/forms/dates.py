"""Dates typed as text, as people write them."""

import datetime
import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates, formats, translation
from django.utils.translation import gettext_lazy as _

DAY, YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
WRITTEN = (
    re.compile(YEAR + r"-(?P<month>\d{1,2})-" + DAY),
    re.compile(DAY + r"\s*[/.\-\s]\s*(?P<month>\d{1,2})\s*[/.\-\s]\s*" + YEAR),
    re.compile(r"(?P<month>\d{1,2})\s*[/.\-\s]\s*" + DAY + r"\s*[/.\-\s]\s*" + YEAR),
    re.compile(DAY + r"(?:st|nd|rd|th)?[\s,.\-]+(?P<month>[^\W\d]+)\.?[\s,.\-]+" + YEAR),
)


class DateInput(forms.DateInput):
    """One text field for a whole date."""

    def __init__(self, attrs=None):
        super().__init__(attrs={"autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        """The date in words, so that day and month cannot be confused."""
        return in_words(value) if isinstance(value, datetime.date) else value


class DateField(forms.DateField):
    """Takes "30 November 2026", "2026-11-30" and "30/11/2026", in forms and files alike.

    What is two days, by whether the day or the month stands first, is asked for again.
    """

    widget = DateInput
    default_error_messages = {
        "invalid": _("Write “%(label)s” with day, month and year, for example 30 November 2026"),
        "no_such_day": _("There is no such day as %(value)s. Check “%(label)s”"),
        "two_days": _(
            "%(value)s is %(one)s or %(other)s. Write the one that is meant, such as %(one)s or "
            "%(plain)s."
        ),
        "no_such_month": _(
            "Check the month of “%(label)s”: a number from 1 to 12, or a name such as November"
        ),
    }

    def to_python(self, value):
        """The date meant by a text, or an error that says how to repair it."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.date):
            return value.date() if isinstance(value, datetime.datetime) else value
        ways = readings(str(value))
        if not ways:
            raise self._refusal("invalid", value)
        months = [month_number(match["month"]) for match in ways]
        if not any(months):
            raise self._refusal("no_such_month", value)
        days = {_day(match, month): None for match, month in zip(ways, months, strict=True)}
        found = [day for day in days if day is not None]  # in the order of the ways
        if not found:
            raise self._refusal("no_such_day", value)
        if len(found) > 1:
            one, other = map(in_words, found)
            raise self._refusal("two_days", value, one=one, other=other, plain=found[0])
        return found[0]

    def _refusal(self, code, value, **more):
        params = {"value": value, "label": self.label or _("the date"), **more}
        return ValidationError(self.error_messages[code], code=code, params=params)


def _day(match, month):
    """The day in a text, or nothing if there is no such day."""
    try:
        return datetime.date(int(match["year"]), month or 0, int(match["day"]))
    except ValueError:
        return None


def in_words(date):
    """A date as people read it: 30 November 2026."""
    return formats.date_format(date, "j F Y")


def readings(text) -> list:
    """The day, month and year of a text in all the ways in which people may mean it."""
    text = western_digits(text).strip()
    return [match for way in WRITTEN if (match := way.fullmatch(text))]


def western_digits(text):
    """Arabic-Indic and other decimal digits as 0 to 9."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def month_number(text):
    """1 to 12 for a number, or for a month's name in the reader's language or in English."""
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    return month_names().get(text.casefold())


def month_names():
    """The names of the months, long and short, mapped to their numbers."""
    names = {"sept": 9}
    for language in {"en", translation.get_language() or "en"}:
        with translation.override(language):
            for months in (dates.MONTHS, dates.MONTHS_3, dates.MONTHS_ALT, dates.MONTHS_AP):
                names |= {str(name).strip(".").casefold(): n for n, name in months.items()}
    return names
