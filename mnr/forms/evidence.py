"""The form for a reference to an official document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm
from mnr.forms.releases import Asks
from mnr.models import Evidence, Organisation
from mnr.services.releases import EVIDENCE_FIELDS

STATES = (
    ("", _("All that count")),
    ("in_force", _("In force")),
    ("expired", _("Expired")),
    ("withdrawn", _("Withdrawn")),
)


class EvidenceForm(Asks, ModelForm):
    """A document: what it is called, who published it when, and where it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    asks_about = ("title", "publisher", "registry_number")
    unguarded = {"url": "the model looks at addresses of documents in its own way"}

    class Meta:
        model = Evidence
        fields = ["organisation", *EVIDENCE_FIELDS]

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        organisation = self.row_choice("organisation")
        organisation.label = _("Organisation that records it")
        organisation.queryset = Organisation.objects.filter(pk__in=organisations)
        organisation.empty_label = None
        if not self.instance._state.adding:
            del self.fields["organisation"]


class EvidenceFilter(Form):
    """Which documents the list shows."""

    unguarded = {"q": "a search is not kept"}

    q = forms.CharField(label=_("Words in title or publisher"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)
