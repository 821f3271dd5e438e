"""Forms take what people write, and say how to repair the rest."""

import datetime

import pytest
from django import forms
from django.utils import translation

from mnr.forms.base import DateField, Form, ModelForm
from mnr.models import Evidence


class Sample(Form):
    """One field of each kind."""

    visibility = {"summary": "Public after publication"}

    title = forms.CharField(max_length=20, help_text="As on the document.")
    summary = forms.CharField(label="Public summary", widget=forms.Textarea, help_text="Short.")
    dated = DateField(label="Date of the document")
    officers = forms.IntegerField(min_value=1)
    confidence = forms.ChoiceField(choices=[("a", "On track")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="No names")
    own = forms.CharField(required=False, max_length=3, error_messages={"max_length": "Mine"})


def date_of(text):
    form = Sample({"dated": text})
    form.is_valid()
    return form.cleaned_data.get("dated") or form.errors["dated"][0]


@pytest.mark.parametrize(
    "text",
    [
        "30 November 2026",
        " 30 november 2026 ",
        "30 Nov 2026",
        "30 Nov. 2026",
        "30th November, 2026",
        "30-Nov-2026",
        "2026-11-30",
        "30/11/2026",
        "30.11.2026",
        "30 11 2026",
        "11/30/2026",
        "٣٠/١١/٢٠٢٦",
    ],
)
def test_dates_as_people_write_them(text):
    assert date_of(text) == datetime.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "month"), [("5 September 2026", 9), ("5 Sept 2026", 9), ("5/5/2026", 5)]
)
def test_what_is_one_day_is_taken(text, month):
    assert date_of(text) == datetime.date(2026, month, 5)


@pytest.mark.parametrize("text", ["01/02/1700", "1.2.1700", "1 2 1700"])
def test_what_is_two_days_is_asked_for_again(text):
    words = "is 1 February 1700 or 2 January 1700. Write the one that is meant, such as"
    assert date_of(text) == f"{text} {words} 1 February 1700 or 1700-02-01."


def test_months_in_the_language_of_the_reader_and_in_english():
    with translation.override("fr"):
        assert date_of("3 décembre 2026") == datetime.date(2026, 12, 3)
        assert date_of("3 December 2026") == datetime.date(2026, 12, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Fill in “Date of the document”, for example 30 November 2026"),
        ("soon", "Write “Date of the document” with day, month and year"),
        ("30/11/26", "Write “Date of the document” with day, month and year"),
        ("31 November 2026", "There is no such day as 31 November 2026"),
        ("29 Brumaire 2026", "Check the month of “Date of the document”"),
        ("13/30/2026", "Check the month of “Date of the document”"),
        ("0/1/2026", "There is no such day as 0/1/2026"),
    ],
)
def test_a_date_that_is_none_says_how_to_repair_it(text, words):
    assert words in date_of(text)


def test_a_date_is_shown_in_words():
    form = Sample(initial={"dated": datetime.date(2026, 11, 30)})
    assert 'value="30 November 2026"' in str(form["dated"])


def test_what_was_typed_stays():
    assert 'value="31/11/2026"' in str(Sample({"dated": "31/11/2026"})["dated"])


@pytest.mark.parametrize("character", ["\u202e", "\u202a", "\u2066", "\u2069"])
def test_single_lines_refuse_changes_of_direction(character):
    form = Sample({"title": f"abc{character}def"})
    assert "“Title” holds hidden characters" in form.errors["title"][0]


def test_long_texts_lose_changes_of_direction():
    form = Sample({"summary": "abc\u202edef"})
    form.is_valid()
    assert form.cleaned_data["summary"] == "abcdef"


def test_texts_are_composed_and_lines_end_once():
    form = Sample({"title": "e\u0301", "summary": "one\r\ntwo"})
    form.is_valid()
    assert form.cleaned_data["title"] == "é"
    assert form.cleaned_data["summary"] == "one\ntwo"


def test_a_password_is_what_was_typed():
    class SignIn(Form):
        password = forms.CharField(widget=forms.PasswordInput, strip=False)

    form = SignIn({"password": "e\u0301 "})
    assert form.is_valid()
    assert form.cleaned_data["password"] == "e\u0301 "


def test_long_texts_have_a_limit():
    assert "summary" not in Sample({"summary": "x" * 1500}).errors
    message = Sample({"summary": "x" * 1501}).errors["summary"][0]
    assert message == "Shorten “Public summary” to 1500 characters. It has 1501"


def test_messages_name_their_field_and_never_say_invalid():
    form = Sample({"officers": "many", "confidence": "z"})
    for name, errors in form.errors.items():
        assert str(form.fields[name].label) in errors[0]
        assert "invalid" not in errors[0].lower()


def test_a_message_of_ones_own_stays():
    assert Sample({"own": "long"}).errors["own"] == ["Mine"]


def test_a_percent_sign_in_a_label_does_no_harm():
    class Share(Form):
        share = forms.IntegerField(label="Share in %", min_value=1)

    assert Share({"share": "0"}).errors["share"] == ["For “Share in %”, enter 1 or more"]


def test_notes_are_tied_to_their_field_in_reading_order():
    field = Sample({"summary": ""})["summary"]
    notes = "id_summary_helptext id_summary_visibility id_summary_count id_summary_error"
    assert field.aria_describedby == notes
    assert f'aria-describedby="{notes}"' in str(field)


def test_fields_carry_their_looks():
    form = Sample({"title": ""})
    assert 'class="govuk-input govuk-input--error"' in str(form["title"])
    assert 'class="govuk-radios__input"' in str(form["confidence"])
    assert 'inputmode="numeric"' in str(form["officers"])
    assert " required" not in str(form["title"])


def test_the_error_summary_leads_to_the_first_radio():
    assert Sample({})["confidence"].error_target == "id_confidence_0"
    assert Sample({})["title"].error_target == "id_title"


def test_model_forms_take_dates_in_words():
    class EvidenceForm(ModelForm):
        class Meta:
            model = Evidence
            fields = ["title", "dated_on"]

    assert isinstance(EvidenceForm().fields["dated_on"], DateField)
