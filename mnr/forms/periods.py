"""Forms for the secretariat's exceptions in a period."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import DateField, Form
from mnr.models import Assignment, Organisation, Waiver

REASON_READERS = _("The secretariat, the chair, auditors; a waiver’s also stands in the report.")


class ExtensionForm(Form):
    """More time for one of the organisations that owe an update."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose one")
    )
    until = DateField(label=_("More time until"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"})
    )
    visibility = {"reason": REASON_READERS}

    def __init__(self, *args, organisations, until_help="", **kwargs):
        super().__init__(*args, **kwargs)
        self.row_choice("organisation").queryset = organisations
        self.fields["until"].help_text = until_help


class AssignmentField(forms.ModelChoiceField):
    """Assignments to choose from, by capability and organisation."""

    def label_from_instance(self, assignment):
        return f"{assignment.capability}: {assignment.organisation.label}"


class WaiverForm(Form):
    """Which outstanding update is waived, and why."""

    assignment = AssignmentField(
        Assignment.objects.none(), label=_("Update"), empty_label=_("Choose one")
    )
    reason = forms.CharField(
        label=_("Why the period may be frozen without it"),
        max_length=Waiver._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    visibility = {"reason": REASON_READERS}

    def __init__(self, *args, outstanding, **kwargs):
        super().__init__(*args, **kwargs)
        self.row_choice("assignment").queryset = Assignment.objects.filter(
            pk__in=[row.pk for row in outstanding]
        ).select_related("organisation", "capability")


class DigestForm(Form):
    """The snapshot that a decision is bound to."""

    digest = forms.CharField(widget=forms.HiddenInput)
    unguarded = {"digest": "the platform's own, compared and not kept"}
