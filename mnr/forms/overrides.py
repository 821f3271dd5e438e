"""Forms about figures shown or hidden against the rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form
from mnr.models import FigureOverride

READERS = _("Everybody who reads the report, with your role and the day.")


class OverrideForm(Form):
    """What is asked for a figure, and why."""

    visibility = {"reason": READERS}

    is_shown = forms.TypedChoiceField(
        label=_("What do you ask for?"),
        choices=[
            ("yes", _("Show it, though the rule hides it")),
            ("no", _("Hide it, though the rule shows it")),
        ],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=FigureOverride._meta.get_field("reason").help_text,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class OverrideDecisionForm(Form):
    """The second person's word: yes, or no and why."""

    needed = frozenset({"answer"})

    is_confirmed = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Confirm it")), ("no", _("Refuse it"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Why it is refused"),
        required=False,
        max_length=300,
        help_text=_("Needed if you refuse it."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
