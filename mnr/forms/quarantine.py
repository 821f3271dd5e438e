"""Forms about content that must not be here."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm
from mnr.models import ContentReport, Procedure, Quarantine
from mnr.models.quarantine import Kind, Reason


class ReportContentForm(Form):
    """Why it must not be here: a code, and at most a line that repeats none of it."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Reason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Where to look"),
        required=False,
        max_length=ContentReport._meta.get_field("note").max_length,
        help_text=_("Such as “second obstacle”. Repeat nothing of what it says."),
    )


class WithholdForm(Form):
    """Why it is withheld."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Reason.choices, widget=forms.RadioSelect
    )


class FindForm(Form):
    """An object by its kind and id, for whoever does not or should not see it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    object_id = forms.UUIDField(
        label=_("Identifier"),
        help_text=_("From the address of its page, such as 1f0c2f7e-4b0e-4c7a-9a51-2f9d3c1b7a60."),
    )


class HoldForm(Form):
    """Why nothing of it may be removed for the time being."""

    reason = forms.CharField(
        label=_("Who asked for it, and under which number"),
        max_length=Quarantine._meta.get_field("hold_reason").max_length,
    )


class ProcedureForm(ModelForm):
    """The five things that only the country knows."""

    unguarded = dict.fromkeys(
        ("law", "hotline", "police_unit", "duty_officer", "deputy"),
        "says whom to call: readers need names and numbers",
    )

    class Meta:
        model = Procedure
        fields = ["law", "hotline", "police_unit", "duty_officer", "deputy"]


class DutyForm(Form):
    """As what somebody is on duty."""

    place = forms.ChoiceField(label=_("Place"), choices=[], widget=forms.RadioSelect)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice("place").choices = places
