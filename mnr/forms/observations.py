"""One value among many: a row of the page on which everything that is due is entered."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import construct_instance
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import ModelForm
from mnr.forms.releases import Asks
from mnr.models import Observation
from mnr.registers import registry

WHEN_ASKED = ("checked", "revision_reason")


class ValueForm(Asks, ModelForm):
    """A value with its days and its source. Whether it was filled in, the value says."""

    asks_about = ("value", "source", *WHEN_ASKED)
    needed = frozenset({"value", "starts_on", "ends_on", "source", "meant", *WHEN_ASKED})

    class Meta:
        model = Observation
        fields = [
            "value",
            "starts_on",
            "ends_on",
            "source",
            "is_cumulative",
            "is_provisional",
            *WHEN_ASKED,
        ]
        help_texts = dict.fromkeys(fields, "")  # said once, above all rows

    def __init__(self, *args, unit, is_cumulative, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = capfirst(unit)
        if answers := self.instance.indicator.answers:
            words = [("", _("Not entered")), *((word, word) for word in answers)]
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=words)
        if not is_cumulative:
            del self.fields["is_cumulative"]

    @property
    def asked_for(self):
        """The boxes that are there when something about the value is asked."""
        fields = [self[name] for name in WHEN_ASKED]
        asked = [field for field in fields if field.errors or field.value()]
        return [*asked, self["meant"]] if self.asked else asked

    def _post_clean(self):
        """What follows from the value is filled in before its rules are asked."""
        opts = self._meta
        self.instance = construct_instance(self, self.instance, opts.fields, opts.exclude)
        self.instance.derive()
        super()._post_clean()  # type: ignore[misc]
        for name, message in registry.of(Observation).broken(self.instance):
            self.tell({name: [message]})

    def _update_errors(self, errors):
        """Only what the field itself has not said already, and beside a field of the row."""
        told = (
            errors.message_dict if hasattr(errors, "error_dict") else {NON_FIELD_ERRORS: [errors]}
        )
        self.tell({name: found for name, found in told.items() if name not in self.errors})

    def tell(self, errors: dict[str, list]):
        """Put messages beside their fields; those about no field of the row at the value."""
        for name, messages in errors.items():
            place = name if name in self.fields else "value"
            self.add_error(place, [ValidationError(message) for message in messages])


def value_forms(rows: Iterable, data=None) -> dict[str, ValueForm]:
    """{code: its form}: bound where a value was typed; else with what was typed beside it, or what
    is proposed.
    """
    return {row.indicator.code: _value_form(row, data) for row in rows}


def _value_form(row, data):
    code, stretch = row.indicator.code, row.proposed
    is_cumulative = any(figure.stretch.is_cumulative for figure in row.last[:1])
    options = {
        "prefix": code,
        "instance": row.value(),
        "unit": row.unit,
        "is_cumulative": is_cumulative,
    }
    if data is not None and data.get(f"{code}-value", "").strip():
        return ValueForm(data, **options)
    if data is not None:
        initial = {name: data.get(f"{code}-{name}", "") for name in ValueForm.Meta.fields}
    else:
        initial = {"source": next((figure.source for figure in row.last), "")}
        initial |= {"is_cumulative": is_cumulative, "is_provisional": row.is_part}
        initial |= {
            "starts_on": stretch and stretch.starts_on,
            "ends_on": stretch and stretch.ends_on,
        }
    return ValueForm(initial=initial, **options)
