"""The regions of the country, as a list of lines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form


class RegionsForm(Form):
    """The whole list at once, as a spreadsheet gives it."""

    unguarded = {
        "text": "each name is looked at by the model, when its line is read",
        "seen": "a digest, compared and never stored",
    }

    text = forms.CharField(
        label=_("Regions"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": "20", "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "A line for each region: code;name;code of the upper region. Without the third, it is "
            "of the first level. A region that the list lacks is withdrawn: what was recorded for "
            "it stays."
        ),
    )
    withdraws = forms.BooleanField(
        label=_("Withdraw the regions that this list lacks"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
