"""Forms about organisations and the capabilities that they report on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import DateField, Form, ModelForm
from mnr.models import Assignment, Capability, Organisation

READERS = _("Everybody who signs in.")


class OrganisationForm(ModelForm):
    """An organisation as the secretariat records it."""

    visibility = dict.fromkeys(("name", "short_name", "role_text", "source"), READERS)

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "role_text", "source", "is_active"]
        widgets = {"role_text": forms.Textarea(attrs={"rows": "3"})}
        help_texts = {
            "source": _("Where this is laid down: a law, a decree, a letter."),
            "is_active": _("Without the tick it owes no more updates; what it reported stays."),
        }


class AssignmentForm(Form):
    """A capability for an organisation to report on."""

    capability = forms.ModelChoiceField(
        Capability.objects.none(), label=_("Capability"), empty_label=_("Choose one")
    )
    kind = forms.ChoiceField(
        label=_("Part"),
        choices=Assignment.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("The lead assesses the capability; contributors report beside it."),
    )
    began_on = DateField(label=_("Since"), required=False, help_text=_("Empty means today."))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        taken = organisation.assignments.in_force().values("capability")
        free = Capability.objects.current().exclude(pk__in=taken)
        self.row_choice("capability").queryset = free


class OrganisationFilter(forms.Form):
    """What a list of organisations is narrowed to."""

    q = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Organisation.Kind.choices])
