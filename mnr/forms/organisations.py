"""Forms about organisations and the capabilities that they report on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import DateField, Form, ModelForm
from mnr.models import Assignment, Capability, Organisation

READERS = _("Everybody who signs in.")


class OrganisationForm(ModelForm):
    """An organisation as the secretariat records it, bound to the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    visibility = dict.fromkeys(("name", "short_name", "role_text", "source"), READERS)

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "role_text", "source", "is_active"]
        widgets = {"role_text": forms.Textarea(attrs={"rows": "3"})}
        help_texts = {
            "source": _("Where this is laid down: a law, a decree, a letter."),
            "is_active": _("Without the tick it owes no more updates; what it reported stays."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean(self):
        """The service compares the version that was read with the one that is stored."""
        cleaned = super().clean()
        self.instance.version = self.cleaned_data.get("version") or 0
        return cleaned

    def differences(self, stored):
        """What was typed beside what is saved by now, as rows of components/diff.html."""
        kinds: dict = dict(Organisation.Kind.choices)
        for name in self.Meta.fields:
            before, after = getattr(stored, name), self.cleaned_data.get(name)
            if before != after:
                yield {
                    "label": self.fields[name].label,
                    "before": kinds.get(before, before),
                    "after": kinds.get(after, after),
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
