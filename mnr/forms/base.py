"""The base of every form: looks, words and limits that all forms share.

`FORM_RENDERER = "mnr.forms.base.Renderer"` gives the same looks to forms that other packages bring.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.forms.models import ModelFormMetaclass
from django.forms.renderers import TemplatesSetting

from mnr import guard
from mnr.forms import wording
from mnr.forms.advice import shown_advice
from mnr.forms.dates import DateField, DateInput
from mnr.forms.text import compose, excerpt, refuse_hidden_characters, without_direction_controls
from mnr.models.fields import Title
from mnr.terminology import Lexicon

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["BoundField", "DateField", "DateInput", "Form", "ModelForm", "Renderer"]

LONG_TEXT = 1500
MOST_QUOTED = 5

# The first widget type that matches names the kind of field that components/field.html draws;
# checkboxes first, because Django's CheckboxSelectMultiple is a RadioSelect.
KINDS = (
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (DateInput, "date", "govuk-input"),
    (forms.Widget, "input", "govuk-input"),
)


class BoundField(forms.BoundField):
    """A field of a form, with our messages and with what its template needs to know."""

    def __init__(self, form, field, name):
        wording.apply(field, name)
        super().__init__(form, field, name)

    @property
    def kind(self):
        return self._kind()[0]

    @property
    def data(self):
        """What was typed, in composed characters; long texts lose characters that reorder them."""
        value = super().data
        if not isinstance(value, str) or isinstance(self.field.widget, forms.PasswordInput):
            return value  # a password is what was typed, to the letter
        value = compose(value)
        return without_direction_controls(value) if self.kind == "textarea" else value

    @property
    def visibility(self):
        """Who reads this answer, and when: an entry of the form's `visibility`."""
        return getattr(self.form, "visibility", {}).get(self.name, "")

    @property
    def is_needed(self):
        """Whether the form needs it in some cases, so that it is not called optional."""
        return self.name in getattr(self.form, "needed", ())

    @property
    def count_limit(self):
        """The longest text that this field takes, when a count is shown for it."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def error_target(self):
        """The id that a link from the error summary leads to."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def kept_out(self):
        """The places in which the guard found something: for the writer, on this form only."""
        errors = self.errors.as_data() if self.errors else ()
        kinds = {error.kind for error in errors if isinstance(error, guard.Refusal)}
        if not kinds:
            return []
        found = [part for part in guard.findings(self.data) if part.kind in kinds]
        return [excerpt(self.data, part.start, part.end) for part in found[:MOST_QUOTED]]

    @property
    def takes_advice(self):
        """Whether the words of this field are looked at: what people say, not what they quote."""
        form = self.form
        if not isinstance(form, Rules) or form.lexicon is None or form.quotes(self.name):
            return False
        is_written = isinstance(self.field, forms.CharField) and not self.is_hidden
        return is_written and self.kind in ("textarea", "input")

    @property
    def advice(self):
        """Words for which others are advised, with what stands around them. It blocks nothing."""
        text = self.value() if self.takes_advice else ""
        lexicon = getattr(self.form, "lexicon", None)  # forms of other packages have none
        return shown_advice(text, lexicon) if lexicon and isinstance(text, str) else []

    @property
    def aria_describedby(self):
        """Ids of the hint, the reader note, the count and the error, in reading order."""
        ids = (super().aria_describedby or "").split()
        extra = [f"{self.auto_id}_visibility"] if self.visibility else []
        if self.count_limit:
            extra.append(f"{self.auto_id}_count")
        at = 1 if self.help_text and ids else 0
        return " ".join(ids[:at] + extra + ids[at:])

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if not self.is_hidden:
            attrs["class"] = self._css_class()
            attrs["placeholder"] = False  # it repeats the label, and goes when typing begins
            if self.count_limit:
                attrs["data-count-limit"] = str(self.count_limit)
        return attrs

    def _kind(self):
        widget = self.field.widget
        return next((kind, css) for type_, kind, css in KINDS if isinstance(widget, type_))

    def _css_class(self):
        base = self._kind()[1]
        own = self.field.widget.attrs.get("class", "")
        error = f"{base}--error" if self.errors and "__" not in base else ""
        return " ".join(filter(None, [base, error, own]))


class Renderer(TemplatesSetting):
    """Renders fields with our bound field, and forms with our templates."""

    bound_field_class = BoundField
    field_template_name = "components/field.html"
    form_template_name = "django/forms/fields.html"


class Rules(forms.BaseForm):
    """What every form does to its fields: limits and rules of text."""

    default_renderer = Renderer
    bound_field_class = BoundField
    use_required_attribute = False
    visibility: "Mapping[str, StrOrPromise]" = {}
    needed: frozenset[str] = frozenset()  # fields that some answers need, though not all
    unguarded: "Mapping[str, str]" = {}  # fields that the content guard leaves alone, and why
    lexicon: Lexicon | None = None  # words that writers are advised on; a view gives them

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            limit_text(field)
            if name not in self.unguarded:
                guard_text(field)
            show_numbers_as_text(field)

    def quotes(self, name) -> bool:
        """Whether a field holds what a law or document calls itself."""
        return False

    def choice(self, name) -> forms.ChoiceField:
        """A field that offers choices."""
        return cast(forms.ChoiceField, self.fields[name])

    def row_choice(self, name) -> forms.ModelChoiceField:
        """A field that offers rows."""
        return cast(forms.ModelChoiceField, self.fields[name])


class Form(Rules, forms.Form):
    """A form."""


class DatesInWords(ModelFormMetaclass):
    """Lets model forms take dates in words without each of them asking for it."""

    def __new__(mcs, name, bases, attrs):
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = form_field
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(Rules, forms.ModelForm, metaclass=DatesInWords):
    """A form that edits a row."""

    def quotes(self, name):
        fields = self._meta.model._meta.fields
        return any(field.name == name and isinstance(field, Title) for field in fields)


def form_field(db_field, **kwargs):
    """The form field of a model field."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs.setdefault("form_class", DateField)
    if isinstance(db_field, models.URLField):
        kwargs.setdefault("assume_scheme", "https")
    return db_field.formfield(**kwargs)


def limit_text(field):
    """Long texts get a greatest length; single lines refuse hidden changes of direction."""
    if not isinstance(field, forms.CharField):
        return
    if not isinstance(field.widget, forms.Textarea):
        field.validators.append(refuse_hidden_characters)
    elif field.max_length is None:
        field.max_length = LONG_TEXT
        field.validators.append(MaxLengthValidator(LONG_TEXT))
    field.widget.attrs.pop("maxlength", None)
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs.update(dir="auto", cols="40", rows=field.widget.attrs.get("rows", "6"))


def guard_text(field):
    """Texts that people write pass the content guard; addresses and secrets of accounts do not."""
    if not isinstance(field, forms.CharField) or isinstance(field, forms.EmailField):
        return
    if not isinstance(field.widget, forms.PasswordInput):
        field.validators.append(guard.refuse)


def show_numbers_as_text(field):
    """Number boxes of browsers change values on scroll and refuse the digits of many scripts."""
    if type(field.widget) is forms.NumberInput:
        whole = not isinstance(field, forms.FloatField | forms.DecimalField)
        field.widget.input_type = "text"
        field.widget.attrs["inputmode"] = "numeric" if whole else "decimal"
