"""Template tags: levels, ages, differences of texts, scroll boxes, styles of documents."""

import datetime
import difflib
import re
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr.charts import levels
from mnr.leaving import sign

register = template.Library()


@register.simple_tag
def level_steps(level, target=None):
    """The small drawing of a maturity level."""
    return levels.steps(level, target or None)


@register.filter
def level_words(level):
    """A maturity level with its name: "2 Developing"; None is not assessed."""
    return levels.words(level)


@register.filter
def age(when):
    """How long ago a day was, or how far ahead it is: "12 days ago", "in 6 days"."""
    days = (as_date(when) - timezone.localdate()).days
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    words = span(abs(days))
    return _("in %(span)s") % {"span": words} if days > 0 else _("%(span)s ago") % {"span": words}


@register.filter
def dated(when):
    """A day, relative and exact: "12 days ago, 3 October 2026"."""
    return f"{age(when)}, {formats.date_format(as_date(when), 'DATE_FORMAT')}"


@register.filter
def day_first(when):
    """A day, exact and relative: "16 December 2026, in 22 days". For the end of a sentence."""
    return f"{formats.date_format(as_date(when), 'DATE_FORMAT')}, {age(when)}"


@register.filter
def waited(when):
    """How long something has gone on: "for 27 days, since 28 October 2026"."""
    day = as_date(when)
    days = (timezone.localdate() - day).days
    if days < 2:
        return _("since %(day)s") % {"day": dated(when)}
    words = {"span": span(days), "day": formats.date_format(day, "DATE_FORMAT")}
    return _("for %(span)s, since %(day)s") % words


@register.filter
def dated_to_the_minute(when):
    """A moment, relative and exact: "yesterday, 3 October 2026, 14:05"."""
    return f"{dated(when)}, {formats.time_format(timezone.localtime(when), 'TIME_FORMAT')}"


def as_date(when):
    """The local day of a date or a moment."""
    if isinstance(when, datetime.datetime):
        return timezone.localdate(when) if timezone.is_aware(when) else when.date()
    return when


def span(days):
    """A number of days in words: days up to two months, months up to two years, then years."""
    if days < 60:
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    months = days // 30
    if months < 24:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    years = days // 365
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}


@register.filter
def changes_from(after, before):
    """A text with the words removed and added since an earlier one, each named for listeners."""
    old, new = (re.findall(r"\s+|[^\s]+", str(text or "")) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return format_html_join(
        "", "{}{}{}", (pieces(*code, old, new) for code in matcher.get_opcodes())
    )


def pieces(kind, old_from, old_to, new_from, new_to, old, new):
    """What stays, what went and what came, for one stretch of a comparison."""
    if kind == "equal":
        return "".join(new[new_from:new_to]), "", ""
    return (
        "",
        marked("del", _("[removed:"), "".join(old[old_from:old_to])),
        marked("ins", _("[added:"), "".join(new[new_from:new_to])),
    )


def marked(name, words, text):
    """A removed or added stretch."""
    if not text:
        return ""
    return format_html("<{0}>{1}{2}{3}</{0}>", name, unseen(f"{words} "), text, unseen("]"))


def unseen(text):
    """Words for listeners only."""
    return format_html('<span class="govuk-visually-hidden">{}</span>', text)


@register.simple_tag
def table_cell(cell):
    """One cell of components/table.html: text, or a mapping with text and perhaps url or is_gap."""
    if not isinstance(cell, dict):
        return conditional_escape(cell)
    if cell.get("is_gap"):
        mark = '<strong class="mnr-badge mnr-badge--attention">{}</strong>'
        return format_html(mark, cell["text"])
    if not cell.get("url"):
        return conditional_escape(cell["text"])
    return format_html('<a class="govuk-link" href="{}">{}</a>', cell["url"], cell["text"])


@register.simple_block_tag
def scroll_box(content, label):
    """A box that scrolls sideways on narrow screens; for wide tables and charts."""
    return render_to_string("components/scroll_box.html", {"content": content, "label": label})


@register.simple_tag
def stylesheet(name):
    """The text of one of our stylesheets, for documents that must not fetch anything."""
    path = finders.find(name)
    if not path:
        raise template.TemplateSyntaxError(f"There is no stylesheet {name}")
    return mark_safe(Path(path).read_text(encoding="utf-8"))  # noqa: S308


@register.filter
def leaving(url):
    """The page of ours that names another site before anybody goes there."""
    return reverse("leave", args=[sign(url)])
