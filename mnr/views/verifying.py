"""A public page: whether a copy of a report is one of ours, and still the newest."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from mnr.forms.base import Form
from mnr.selectors import verifying


class DigestForm(Form):
    """A digest, as it stands on a report or as a program gives it of a file."""

    unguarded = {"digest": "a question, which is not kept"}

    digest = forms.CharField(
        label=_("Digest"),
        max_length=200,
        help_text=_(
            "64 signs, 0 to 9 and a to f: from the cover of the report, or the SHA-256 of its file."
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_digest(self):
        """The 64 signs in one piece."""
        if found := verifying.plain(self.cleaned_data["digest"]):
            return found
        raise ValidationError(
            _("This is no whole digest. Write all 64 signs, 0 to 9 and a to f; blanks do no harm.")
        )


class VerifyView(View):
    """Asks for a digest, or answers the one of the address. Nobody needs to sign in."""

    http_method_names = ["get", "head"]

    def get(self, request, digest=None):
        asked = {"digest": digest} if digest else request.GET
        form = DigestForm(asked if digest or "digest" in request.GET else None)
        context: dict[str, Any] = {"form": form}
        is_answered = form.is_bound and form.is_valid()
        if is_answered:
            context |= {"digest": form.cleaned_data["digest"]}
            context |= {"found": verifying.verified(form.cleaned_data["digest"])}
        status = 422 if form.is_bound and not is_answered else 200
        return render(request, "verify/verify.html", context, status=status)
