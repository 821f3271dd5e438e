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
    """Takes "30 November 2026", "2026-11-30" and "30/11/2026"; the day stands before the month."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Write “%(label)s” with day, month and year, for example 30 November 2026"),
        "no_such_day": _("There is no such day as %(value)s. Check “%(label)s”"),
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
        match = read(str(value))
        if match is None:
            raise self._refusal("invalid", value)
        month = month_number(match["month"])
        if month is None:
            raise self._refusal("no_such_month", value)
        try:
            return datetime.date(int(match["year"]), month, int(match["day"]))
        except ValueError:
            raise self._refusal("no_such_day", value) from None

    def _refusal(self, code, value):
        params = {"value": value, "label": self.label or _("the date")}
        return ValidationError(self.error_messages[code], code=code, params=params)


def in_words(date):
    """A date as people read it: 30 November 2026."""
    return formats.date_format(date, "j F Y")


def read(text):
    """The day, month and year of a text in any of the ways people write them."""
    text = western_digits(text).strip()
    return next((match for way in WRITTEN if (match := way.fullmatch(text))), None)


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
