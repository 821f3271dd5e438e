"""Forms about indicators: what the list shows, what the country collects, its targets."""

from collections.abc import Iterator
from decimal import Decimal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm
from mnr.measures.progress import Status
from mnr.models import (
    Assignment,
    Domain,
    Indicator,
    IndicatorAdoption,
    Organisation,
    Target,
)
from mnr.services.indicators import ADOPTED

ANY = ("", _("Any"))
UNDECIDED = ("undecided", _("Not decided"))
READERS = _("Everybody who signs in.")
PLACES = {
    "adoption_absence_with_reason": "reason",
    "adoption_collected_by_somebody": "organisation",
}


class IndicatorFilter(Form):
    """Which indicators the list shows."""

    domain = forms.ChoiceField(label=_("Domain"), required=False)
    decision = forms.ChoiceField(
        label=_("In this country"),
        required=False,
        choices=[ANY, *IndicatorAdoption.Status.choices, UNDECIDED],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[ANY, *((status.value, status.label) for status in Status)],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        domains = Domain.objects.current()
        self.choice("domain").choices = [ANY, *((row.key, row.words.name) for row in domains)]


class AdoptionForm(ModelForm):
    """Whether and how the country collects an indicator, bound to the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    visibility = dict.fromkeys(("reason", "source_system", "categories", "method"), READERS)
    needed = frozenset({"reason", "organisation"})

    class Meta:
        model = IndicatorAdoption
        fields = [*ADOPTED]
        widgets = {
            "status": forms.RadioSelect,
            "frequency": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": "2"}),
            "categories": forms.Textarea(attrs={"rows": "4"}),
            "method": forms.Textarea(attrs={"rows": "4"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        self.initial["version"] = 0 if is_new else self.instance.version
        self.choice("status").choices = IndicatorAdoption.Status.choices  # none is empty
        self.choice("frequency").choices = Indicator.Frequency.choices
        reporting = Assignment.objects.in_force().filter(
            capability=self.instance.indicator.capability_id
        )
        organisations = Organisation.objects.filter(pk__in=reporting.values("organisation"))
        self.row_choice("organisation").queryset = organisations
        self.row_choice("organisation").empty_label = _("None yet")

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]
        self._beside_their_fields()

    def _beside_their_fields(self):
        """Rules about two fields stand at the one that is to be filled in."""
        rules = {rule.name: rule for rule in IndicatorAdoption._meta.constraints}
        messages = {str(rules[name].violation_error_message): PLACES[name] for name in PLACES}
        for error in self.errors.pop(NON_FIELD_ERRORS, []):
            self.add_error(messages.get(str(error)), error)

    def differences(self, stored) -> Iterator[dict]:
        """What was typed beside what is saved by now, as rows of components/diff.html."""
        typed = self.instance
        for name in ADOPTED:
            before, after = (_shown(row, name) for row in (stored, typed))
            if before != after:
                yield {"label": self.fields[name].label, "before": before, "after": after}


def _shown(row, name):
    if name in ("status", "frequency"):
        return str(getattr(row, f"get_{name}_display")())
    value = getattr(row, name)
    return "" if value is None else str(getattr(value, "label", value))


class TargetForm(ModelForm):
    """A target, or the baseline from which the path begins."""

    visibility = {"reason": READERS}

    class Meta:
        model = Target
        fields = ["is_baseline", "on", "value", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": "3"})}

    def __init__(self, *args, unit, is_change=False, **kwargs):
        super().__init__(*args, **kwargs)
        if answers := self.instance.indicator.answers:
            words = [(str(place), word) for place, word in enumerate(answers)]
            self.fields["value"] = forms.TypedChoiceField(
                label=_("Value"), choices=words, coerce=Decimal, widget=forms.RadioSelect
            )
        else:
            self.fields["value"].help_text = unit
        if is_change:
            del self.fields["is_baseline"]
            need_reason(self.fields["reason"])


class DropForm(Form):
    """Why a target counts no more."""

    visibility = {"reason": READERS}

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        need_reason(self.fields["reason"])


def need_reason(field):
    """A change of a target says why."""
    field.required = True
    field.error_messages["required"] = _("Say why the target changes.")
    field.help_text = _("It stays beside the earlier target, for everybody who reads it.")
