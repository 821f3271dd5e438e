"""Parts of addresses of our own."""

from django.urls import register_converter


class PeriodCode:
    """The code of a reporting period, such as 2026-Q3."""

    regex = r"[0-9]{4}[0-9A-Za-z-]{0,16}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PeriodCode, "period")
