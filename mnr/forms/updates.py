"""Forms in which an organisation writes its update."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm
from mnr.models import Enabler, Evidence, ProgressUpdate
from mnr.services.content import UPDATE_TEXTS

INTERNAL, PUBLIC = _("Internal"), _("Public after publication")
READERS = _(
    "Internal answers are read by your organisation, the domain lead, the secretariat and the "
    "committee. Everybody can read what is marked as public, once the period is published."
)
FEWEST_ROWS = 3
MOST_ROWS = 20


class DocumentsField(forms.ModelMultipleChoiceField):
    """Documents to choose from, each in one line."""

    def label_from_instance(self, row):
        return evidence_label(row)


class UpdateForm(ModelForm):
    """The update itself. Obstacles have a formset of their own."""

    evidence = DocumentsField(
        label=_("Documents that show it"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    visibility = dict.fromkeys(("confidence", *UPDATE_TEXTS, "evidence"), INTERNAL) | {
        "public_summary": PUBLIC
    }
    readers = READERS

    class Meta:
        model = ProgressUpdate
        fields = ["is_nil", "confidence", *UPDATE_TEXTS]
        widgets = {"confidence": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choice("confidence").choices = ProgressUpdate.Confidence.choices
        documents = usable_evidence(self.instance)
        self.row_choice("evidence").queryset = documents
        self.row_choice("evidence").choices = [(row.pk, evidence_label(row)) for row in documents]
        self.initial.setdefault("evidence", [row.pk for row in documents if row.is_attached])
        self.initial["version"] = self.instance.version

    @property
    def values(self):
        """What the service writes: the update's own columns that are in order."""
        return {
            name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data
        }


class ObstacleForm(Form):
    """One obstacle, and the enabler that it comes from."""

    text = forms.CharField(label=_("Obstacle"), max_length=300, required=False)
    enabler = forms.ModelChoiceField(
        label=_("Enabler it comes from"),
        queryset=Enabler.objects.none(),
        required=False,
        empty_label=_("None of them"),
    )

    visibility = {"text": INTERNAL}
    readers = READERS

    def __init__(self, *args, enablers=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.row_choice("enabler").queryset = Enabler.objects.current()
        if enablers is not None:  # one query for all rows
            self.row_choice("enabler").choices = enablers

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("enabler") and not data.get("text"):
            self.add_error("text", _("Write the obstacle, or choose no enabler."))
        return data


def obstacle_formset(update, data=None, rows=FEWEST_ROWS):
    """The obstacles as they stand, with empty rows up to at least so many."""
    stored = [{"text": row.text, "enabler": row.enabler_id} for row in update.obstacles.all()]
    rows = min(max(rows, FEWEST_ROWS, len(stored)), MOST_ROWS)
    made = forms.formset_factory(
        ObstacleForm, extra=max(rows - len(stored), 0), max_num=MOST_ROWS, validate_max=True
    )
    choices = [("", _("None of them"))]
    choices += [(row.pk, row.words.title) for row in Enabler.objects.current()]
    formset = made(data, initial=stored, prefix="obstacles", form_kwargs={"enablers": choices})
    for row in formset.forms[1:]:
        row.visibility = {}  # the first row says it for all
    return formset


def written_obstacles(formset):
    """[(text, enabler)] of the rows that say something."""
    return [
        (row["text"], row["enabler"]) for row in formset.cleaned_data if row and row.get("text")
    ]


def usable_evidence(update):
    """The organisation's documents that are not withdrawn, and those already referred to."""
    attached = update.evidence.through.objects.filter(
        progressupdate=update.pk, evidence=OuterRef("pk")
    )
    own = Evidence.objects.filter(organisation=update.organisation_id)
    own = own.annotate(is_attached=Exists(attached))
    return own.filter(Q(withdrawn_on=None) | Q(is_attached=True))


def evidence_label(row):
    """A document in one line."""
    return f"{row.title}, {row.publisher}, {row.dated_on.year}"


class VersionForm(Form):
    """A step on an update: bound to the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
