"""Forms about content that must not be here."""

import re
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm
from mnr.models import ContentReport, Procedure, Quarantine
from mnr.models.quarantine import GivenBack, Kind, Reason
from mnr.selectors import own_update

UUIDS = re.compile(r"(?i)(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])")
REFERENCE = re.compile(
    r"(?i)(?P<period>[a-z0-9-]{1,20})-(?P<number>\d{1,3})-(?P<start>[0-9a-f]{6})-(?P<sent>\d{1,4})"
)


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


class GiveBackForm(Form):
    """Why it may stay: one of fixed reasons, so that nobody has to describe it."""

    reason = forms.ChoiceField(
        label=_("Why may it stay?"), choices=GivenBack.choices, widget=forms.RadioSelect
    )


class FindForm(Form):
    """An object by its kind and id, for whoever does not or should not see it."""

    unguarded = {"object_id": "the identifier of an object, or the address of its page: not kept"}

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    object_id = forms.CharField(
        label=_("Identifier"),
        max_length=500,
        help_text=_(
            "The address of its page, pasted whole; or the identifier in it, such as "
            "1f0c2f7e-4b0e-4c7a-9a51-2f9d3c1b7a60; or the reference of an update, such as "
            "2026-Q4-12-6CCA16-1."
        ),
    )

    def clean(self):
        super().clean()
        kind, typed = (self.cleaned_data.get(name) for name in ("kind", "object_id"))
        if kind and typed:
            found = self.find(kind, typed)
            if found is None:
                self.add_error("object_id", self.not_found(typed))
            else:
                self.cleaned_data["object_id"] = found
        return self.cleaned_data

    @staticmethod
    def find(kind, typed):
        """The id that was typed, or that the reference or address leads to."""
        ids = set(map(UUID, UUIDS.findall(typed)))
        if len(ids) == 1:
            return ids.pop()
        if kind == Kind.UPDATE and (reference := REFERENCE.fullmatch(typed.strip())):
            return own_update.referred_to(**reference.groupdict())
        return None

    @staticmethod
    def not_found(typed):
        if REFERENCE.fullmatch(typed.strip()):
            return _(
                "No update has this reference. Choose “Progress update” as the kind and copy the "
                "reference from its page, or paste the address of the page."
            )
        return _(
            "Type one identifier of eight, four, four, four and twelve characters, paste the "
            "address of the page that holds it, or type the reference of an update, such as "
            "2026-Q4-12-6CCA16-1."
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
        "says whom to call: the model lets numbers and addresses in, and nothing else",
    )

    visibility = dict.fromkeys(
        ("law", "hotline", "police_unit"),
        _("Everybody, also without signing in: name the office, not a person."),
    ) | dict.fromkeys(("duty_officer", "deputy"), _("Everybody who signs in."))

    class Meta:
        model = Procedure
        fields = ["law", "hotline", "police_unit", "duty_officer", "deputy"]


class DutyForm(Form):
    """As what somebody is on duty."""

    place = forms.ChoiceField(label=_("Place"), choices=[], widget=forms.RadioSelect)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice("place").choices = places
