"""Kinds of work in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "build_report": gettext_lazy("Build a report"),
    "purge_content": gettext_lazy("Remove withheld texts for good"),
    "tell_duty_officers": gettext_lazy("Tell the duty officer of a report of content"),
    "answer_reporter": gettext_lazy("Tell who reported content what came of it"),
    "mail_invitation": gettext_lazy("Send an invitation"),
}


def kind_words(kind: str) -> str:
    """What a job does; a kind without words of its own goes by its name."""
    return str(WORDS.get(kind) or _("Job “%(kind)s”") % {"kind": kind.replace("_", " ")})
