"""Forms around texts that the content guard asks about."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from mnr import guard
from mnr.forms.base import Form, Rules, guard_text, limit_text
from mnr.forms.text import compose

LONGEST_REASON = 300
READERS = _("A second person reads it and decides; others see the text only when it is released.")


def reason_field(**options):
    """The box in which an author says why a text is meant."""
    return forms.CharField(
        label=_("It is meant, because"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=READERS,
        **options,
    )


class Asks(Rules):
    """A form that asks about its texts. The box for the reason is there when there is cause."""

    asks_about: tuple[str, ...] = ()
    needed = frozenset({"meant"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = self._asked()
        if self.asked:
            field = self.fields["meant"] = reason_field(required=False)
            limit_text(field)
            guard_text(field)

    def clean(self):
        super().clean()
        if not self.cleaned_data.get("meant"):
            for name, findings in self.asked.items():
                self.add_error(name, guard.refusals(findings))
        return self.cleaned_data

    @property
    def reason(self):
        """Why the texts are meant; empty if nothing asks."""
        return self.cleaned_data.get("meant", "") if self.asked else ""

    def _asked(self) -> Mapping[str, list]:
        texts = {name: self[name].data for name in self.asks_about} if self.is_bound else {}
        found = {
            name: guard.asks(guard.findings(compose(text))) for name, text in texts.items() if text
        }
        return {name: findings for name, findings in found.items() if findings}


class MeantForm(Form):
    """For each text of a draft that asks: why it is meant."""

    def __init__(self, *args, asking, **kwargs):
        super().__init__(*args, **kwargs)
        for row in asking:
            field = self.fields[row.field] = reason_field(required=False)
            limit_text(field)
            guard_text(field)
        self.needed = frozenset(self.fields)

    def clean(self):
        super().clean()
        if self.fields and not self.errors and not any(self.cleaned_data.values()):
            for name in self.fields:
                self.add_error(name, _("Say why it is meant, or change the text."))
        return self.cleaned_data


class DecisionForm(Form):
    """Words back to the author, when a text is refused."""

    needed = frozenset({"answer"})

    answer = forms.CharField(
        label=_("Words back to the author"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Needed if you send it back: say what to write instead."),
    )
    must_go = forms.BooleanField(
        label=_("Delete the text at once: it must not be kept, not even by its author"),
        required=False,
        help_text=_("Only when you send it back. Otherwise its author can read it for 30 days."),
    )

    def __init__(self, *args, is_held, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_held:  # it stands in a draft, which its author changes
            del self.fields["must_go"]
