"""The form in which a capability's lead organisation assesses it."""

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import DateField, Form
from mnr.forms.updates import INTERNAL, PUBLIC, READERS, evidence_label, usable_evidence
from mnr.models import Assessment, CheckAnswer, EvidenceCheck, MaturityLevel
from mnr.services.assessments import FIELDS, Answered

NOT_ASSESSED = ("", _("Not assessed"))


class AssessmentForm(Form):
    """Answers to the checks, the two ratings, reasons and the target."""

    in_place = forms.TypedChoiceField(
        label=_("In place: law, policy, structure and mandate"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    in_use = forms.TypedChoiceField(
        label=_("In use: coverage and quality in practice"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    departure_reason = forms.CharField(
        label=_("Why the ratings differ from what the answers support"),
        help_text=_("Only if they differ."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lowering_reason = forms.CharField(
        label=_("Why the level is lower than before"),
        help_text=_("Only if it is. A lower level helps the committee to help."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rationale = forms.CharField(
        label=_("What the level rests on"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    target_level = forms.TypedChoiceField(
        label=_("Target level"), coerce=int, empty_value=None, required=False
    )
    target_on = DateField(label=_("To be reached by"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    visibility = {
        "in_place": PUBLIC,
        "in_use": PUBLIC,
        "target_level": PUBLIC,
        "target_on": PUBLIC,
        "departure_reason": INTERNAL,
        "lowering_reason": INTERNAL,
        "rationale": INTERNAL,
    }
    readers = READERS

    def __init__(self, data=None, *, update, assessment=None):
        self.checks = list(EvidenceCheck.objects.current().filter(capability=update.capability_id))
        stored = assessment.answers.all() if assessment else []
        self.stored = {row.check_item_id: row for row in stored}
        super().__init__(data, initial=self.first_values(update, assessment))
        self.add_choices()
        self.documents = {str(row.pk): row for row in usable_evidence(update)}
        documents = [(key, evidence_label(row)) for key, row in self.documents.items()]
        for check in self.checks:
            self.add_check(check, documents)

    def first_values(self, update, assessment):
        """What the form shows before anything is typed."""
        values = {name: getattr(assessment, name) for name in FIELDS} if assessment else {}
        for key, row in self.stored.items():
            values[f"answer_{key}"] = row.answer
            values[f"note_{key}"] = row.note
            values[f"evidence_{key}"] = [str(item.pk) for item in row.evidence.all()]
        return values | {"version": update.version}

    def add_choices(self):
        """The steps of the scale, with their tests in words."""
        scale = [
            (level.level, f"{level.level} {level.words.label}: {level.words.test}")
            for level in MaturityLevel.objects.all()
        ]
        self.choice("in_place").choices = [NOT_ASSESSED, *scale]
        self.choice("in_use").choices = [NOT_ASSESSED, *scale]
        self.choice("target_level").choices = [
            ("", _("No target")),
            *((level, words.split(":")[0]) for level, words in scale),
        ]

    def add_check(self, check, documents):
        """The three fields of one check."""
        self.fields[f"answer_{check.pk}"] = forms.ChoiceField(
            label=f"{check.code} {check.words.text}",
            choices=CheckAnswer.Answer.choices,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios__input--inline"}),
        )
        self.fields[f"note_{check.pk}"] = forms.CharField(
            label=_("Note on check %(code)s") % {"code": check.code},
            max_length=300,
            required=False,
        )
        self.fields[f"evidence_{check.pk}"] = forms.MultipleChoiceField(
            label=_("Documents that show check %(code)s") % {"code": check.code},
            choices=documents,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def rows(self):
        """[(check, answer, note, documents)] for the page."""
        return [
            (check, *(self[f"{part}_{check.pk}"] for part in ("answer", "note", "evidence")))
            for check in self.checks
        ]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if (data.get("in_place") is None) != (data.get("in_use") is None):
            self.add_error("in_use", _("Give both ratings, or neither."))
        if (data.get("target_level") is None) != (data.get("target_on") is None):
            self.add_error("target_on", _("A target needs a level and a date."))
        return data

    @property
    def values(self):
        """The assessment's own columns."""
        return {name: self.cleaned_data.get(name) for name in FIELDS}

    @property
    def answers(self):
        """{check id: Answered} of the checks that were answered."""
        return {
            check.pk: Answered(
                self.cleaned_data.get(f"answer_{check.pk}", ""),
                self.cleaned_data.get(f"note_{check.pk}", ""),
                [self.documents[key] for key in self.cleaned_data.get(f"evidence_{check.pk}", [])],
            )
            for check in self.checks
        }


def assessment_of(update) -> Assessment | None:
    """The update's assessment with its answers, if it has one."""
    found = (
        Assessment.objects.filter(update=update)
        .select_related("assessed_in")
        .prefetch_related(
            Prefetch("answers", CheckAnswer.objects.select_related("check_item")),
            "answers__evidence",
        )
        .first()
    )
    if found:
        found.update = update
    return found
