"""The form for a personal token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form
from mnr.models import PersonalToken

DAYS = [(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))]


class TokenForm(Form):
    """What a token is for, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        max_length=PersonalToken._meta.get_field("name").max_length,
        help_text=_("What it is for, such as “monthly export”."),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"), choices=PersonalToken.Scope.choices, widget=forms.RadioSelect
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        choices=DAYS,
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("You get a mail 14 and 3 days before."),
    )

    def __init__(self, *args, scopes, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice("scope").choices = scopes
        self.initial.setdefault("scope", scopes[0][0])
        self.initial.setdefault("days", 30)
