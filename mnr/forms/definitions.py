"""Forms about indicators of the country's own: what they say, and the second person's word."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm
from mnr.models import Capability, IndicatorDefinition
from mnr.services.definitions import DEFINED, column

READERS = _("Everybody who signs in. It stands in reports too.")
PLACES = {
    "definition_change_with_reason": "reason",
    "definition_people_are_counted": "counts_people",
    "definition_least_and_most_in_order": "maximum",
    "definition_rate_for_each": "per",
}
WRITTEN = ("name", "note", "words", "disaggregations", "source_system", "public_source", "reason")


class DefinitionForm(ModelForm):
    """An indicator of the country's own: a new one, or another version of one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    is_another = forms.BooleanField(
        required=False, label=_("It measures something else than the one of that name")
    )
    visibility = dict.fromkeys(WRITTEN, READERS)
    needed = frozenset({"words", "per", "reason"})

    class Meta:
        model = IndicatorDefinition
        fields = ["capability", *DEFINED, "reason"]
        widgets = {
            "unit": forms.RadioSelect,
            "direction": forms.RadioSelect,
            "frequency": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": "4"}),
            "words": forms.Textarea(attrs={"rows": "4"}),
            "reason": forms.Textarea(attrs={"rows": "3"}),
        }

    def __init__(self, *args, version=0, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("unit", "direction", "frequency"):  # none is empty
            self.choice(name).choices = column(name).flatchoices
        self.row_choice("capability").queryset = Capability.objects.current()
        if not version:
            del self.fields["reason"], self.fields["version"]
            return
        self.initial["version"] = version
        del self.fields["capability"]
        self.fields["reason"].required = True

    @property
    def shown(self):
        """The fields of the page: whether it is another is asked only if the name is taken."""
        is_asked = bool(self.errors.get("is_another") or self.data.get("is_another"))
        return [field for field in self if field.name != "is_another" or is_asked]

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]
        rules = {rule.name: rule for rule in IndicatorDefinition._meta.constraints}
        messages = {str(rules[name].violation_error_message): PLACES[name] for name in PLACES}
        for error in self.errors.pop(NON_FIELD_ERRORS, []):
            self.add_error(messages.get(str(error)), error)


class WithdrawForm(Form):
    """Why an indicator of the country's own is no longer used."""

    visibility = {"reason": READERS}

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"})
    )


class DecisionForm(Form):
    """The second person's word: yes, or no and why."""

    needed = frozenset({"answer"})

    is_confirmed = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Confirm it")), ("no", _("Send it back"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Why it is sent back"),
        required=False,
        max_length=300,
        help_text=_("Needed if you send it back: what should be different."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
