"""Forms of the review: comments, and the reason for returning an update."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import DateField, Form, ModelForm
from mnr.forms.releases import Asks
from mnr.models import Comment, ProgressUpdate

COMMENT_READERS = _("The organisation, its domain lead, the secretariat and auditors.")


class CommentForm(Asks, ModelForm):
    """A remark on one item. Every item has its own copy on the page, with ids of its own."""

    item = forms.CharField(widget=forms.HiddenInput)
    visibility = {"text": COMMENT_READERS}
    asks_about = ("text",)

    class Meta:
        model = Comment
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": "3"})}

    def __init__(self, *args, item="", **kwargs):
        super().__init__(*args, auto_id=f"comment-on-{item}-%s", initial={"item": item}, **kwargs)


class StepForm(Form):
    """The version that the reviewer read: a step is bound to it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(StepForm):
    """Why an update goes back, and until when it may be corrected."""

    reason = forms.CharField(
        label=_("What should be corrected"),
        max_length=ProgressUpdate._meta.get_field("return_reason").max_length,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("The organisation reads this. Name the part and say what is missing."),
    )
    editable_until = DateField(
        label=_("May be corrected until"),
        help_text=_("The period is closed for others. For example 30 November 2026."),
    )
    visibility = {"reason": COMMENT_READERS}

    def __init__(self, *args, period_is_closed, **kwargs):
        super().__init__(*args, **kwargs)
        if not period_is_closed:
            del self.fields["editable_until"]
