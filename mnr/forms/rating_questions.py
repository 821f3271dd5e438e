"""The form in which an author answers what the self-check asks about the ratings."""

from django import forms

from mnr.forms.base import Form
from mnr.forms.updates import INTERNAL, READERS
from mnr.measures.contradictions import Key


def _answer(key: Key):
    return forms.CharField(
        label=key.question,
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RatingQuestionsForm(Form):
    """An answer to each question that is open; none is compulsory."""

    jump_in_place = _answer(Key.JUMP_IN_PLACE)
    jump_in_use = _answer(Key.JUMP_IN_USE)
    rise_and_indicators = _answer(Key.RISE_AND_INDICATORS)
    no_evidence_in_place = _answer(Key.NO_EVIDENCE_IN_PLACE)
    no_evidence_in_use = _answer(Key.NO_EVIDENCE_IN_USE)
    version = forms.IntegerField(widget=forms.HiddenInput)

    visibility = {key.value: INTERNAL for key in Key}
    readers = READERS

    def __init__(self, data=None, *, update, questions):
        given = {row.key: row.answer for row in questions}
        super().__init__(data, initial=given | {"version": update.version})
        for key in Key:
            if key not in given and not (data or {}).get(key):  # what was typed is never lost
                del self.fields[key]

    def rows(self):
        """The fields to show, in the order of the questions."""
        return [self[key] for key in Key if key in self.fields]

    @property
    def answers(self) -> dict:
        """{key: answer} of the questions shown."""
        return {key.value: self.cleaned_data[key] for key in Key if key in self.fields}
