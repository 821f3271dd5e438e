"""The forms of every register, made from its declaration."""

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Q
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm, form_field
from mnr.forms.releases import Asks
from mnr.models import Capability, Organisation, Region, RegisterEntry, ReportingPeriod
from mnr.models.fields import Link
from mnr.registers.linked import offered
from mnr.registers.shown import named
from mnr.services.entries import texts_of

STATES = (("", _("All that count")), ("withdrawn", _("Withdrawn")))
ANY = ("", _("Any"))
CODE = re.compile(r"[A-Za-z0-9_.-]{1,20}")  # shorter than any key


class VersionField(forms.IntegerField):
    """The version that was read. What is none names none: as good as a stale one."""

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            return None


class EntryForm(Asks, ModelForm):
    """An entry: who keeps it, what it says, where it comes from."""

    version = VersionField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, register, pairs, reader, **kwargs):
        self.asks_about = tuple(field.name for field in texts_of(register.model))
        super().__init__(*args, **kwargs)
        self.register = register
        self.initial["version"] = self.instance.version
        self.fields["internal_note"].help_text = register.help("internal_note")
        adding = self.instance._state.adding
        self._keeping(pairs, adding)
        if "period" in self.fields:
            self.row_choice("period").queryset = ReportingPeriod.objects.filter(state="open")
            self.row_choice("period").empty_label = None
            if not adding:
                del self.fields["period"]
        self._offering_codes(pairs, adding)
        for name in register.linked:
            stored = getattr(self.instance, register.field(name).attname)
            self.row_choice(name).queryset = offered(register.field(name), reader, stored)

    def _offering_codes(self, pairs, adding):
        """Reference data that there still is, and whatever of it is stored already."""
        for name in self.register.regional:
            field = self.row_choice(name)
            field.widget = forms.CheckboxSelectMultiple()
            kept = [] if adding else [row.pk for row in getattr(self.instance, name).all()]
            field.label_from_instance = named  # type: ignore[method-assign, assignment]
            field.queryset = Region.objects.filter(Q(withdrawn_on=None) | Q(pk__in=kept))
        for name in self.register.coded:
            column, field = self.register.field(name), self.row_choice(name)
            rows = self.register.offered(column)
            if name == "indicator":  # of what the reader's organisations report on
                rows = rows.filter(capability__in={one for _body, one in pairs})
            stored = getattr(self.instance, column.attname)
            kept = column.related_model._default_manager.filter(pk=stored)
            field.label_from_instance = named  # type: ignore[method-assign, assignment]
            field.queryset = rows | kept if stored else rows

    def _keeping(self, pairs, adding):
        """Organisation and capability: offered if there is a choice, and fixed once recorded."""
        bodies, capabilities = {body for body, _one in pairs}, {one for _body, one in pairs}
        rows = {
            "organisation": Organisation.objects.filter(pk__in=bodies),
            "capability": Capability.objects.filter(pk__in=capabilities),
        }
        for name in self.register.keeping:
            if not adding:
                del self.fields[name]
                continue
            self.row_choice(name).queryset = rows[name]
            self.row_choice(name).empty_label = None

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]
        for name, message in self.register.broken(self.instance):
            self.add_error(name if name in self.fields else None, message)

    @property
    def names_no_version(self) -> bool:
        """Whether a change does not say which version it is of."""
        return not self.instance._state.adding and self.cleaned_data["version"] is None

    def related(self) -> dict[str, list]:
        """The rows that the entry is related to, as chosen."""
        many = (field.name for field in self.instance._meta.many_to_many)
        return {name: list(self.cleaned_data[name]) for name in many if name in self.cleaned_data}


def entry_form(register) -> type[EntryForm]:
    """The form of a register."""
    links = (name for name in register.entered if isinstance(register.field(name), Link))
    own = {"unguarded": dict.fromkeys(links, "the model looks at addresses in its own way")}
    form = forms.modelform_factory(
        register.model,
        form=type("EntryForm", (EntryForm,), own),
        fields=register.entered,
        formfield_callback=form_field,
    )
    return cast(type[EntryForm], form)


class WithdrawForm(Form):
    """Why an entry does not count any more, and which version of it was read."""

    version = VersionField(widget=forms.HiddenInput, required=False)
    because = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Everybody who may read the entry reads this too."),
    )


class SaveViewForm(Form):
    """Under which name."""

    name = forms.CharField(
        label=_("Name of this view"),
        max_length=60,
        help_text=_("You alone see it. The same name again replaces the earlier view."),
    )


class EntryFilter(Form):
    """Which entries a list shows: words, the register's own filters, state, order."""

    unguarded = {"q": "a search is not kept"}

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args, register, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.register = register
        if not register.search_fields:
            del self.fields["q"]
        for name in register.filtered:
            self.fields[name] = _filter_field(register, register.field(name), reader)

    def clean_sort(self):
        """Only by a column that can be put in order."""
        sort = self.cleaned_data["sort"]
        if sort and sort.removeprefix("-") not in self.register.sortable:
            self.add_error(None, _("The list cannot be put in this order. Choose a column."))
            data: Any = self.data
            data = data.copy()
            data["sort"] = ""  # else the form would ask for it again
            self.data = data
        return sort

    @property
    def is_wrong(self) -> bool:
        """Whether something is asked for that there is not."""
        return self.is_bound and not self.is_valid()

    def narrowed(self, rows):
        """The rows that were asked for, in the order that was asked for; none if that is wrong."""
        if self.is_wrong:
            return rows.none()
        return self.register.narrowed(rows, self.cleaned_data if self.is_bound else {})


class RowChoiceField(forms.ModelChoiceField):
    """A row by its key; what is no key is no choice."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            words = self.error_messages["invalid_choice"]
            raise ValidationError(words, code="invalid_choice", params={"value": value}) from error


class CodedChoiceField(RowChoiceField):
    """A row of reference data: by its key, as the list of choices sends it, or by its code."""

    def to_python(self, value):
        return super().to_python(self._key(value))

    def prepare_value(self, value):
        return super().prepare_value(self._key(value))

    def _key(self, value):
        rows = self.queryset
        if rows is None or not isinstance(value, str) or not CODE.fullmatch(value):
            return value
        try:
            rows.model._meta.pk.to_python(value)
        except ValidationError:
            return rows.filter(code=value).values_list("pk", flat=True).first() or value
        return value


class RegionChoiceField(CodedChoiceField):
    """A region, those that are withdrawn too: earlier entries name them."""

    def __init__(self, **options):
        super().__init__(Region.objects.all(), **options)

    def label_from_instance(self, obj):
        return named(obj)


def _filter_field(register, field, reader):
    label = field.verbose_name[:1].upper() + field.verbose_name[1:]
    if field.related_model is Region:
        words = register.filter_help(field.name)
        return RegionChoiceField(label=label, required=False, empty_label=ANY[1], help_text=words)
    if field.is_relation:
        is_entry = issubclass(field.related_model, RegisterEntry)
        rows = offered(field, reader) if is_entry else register.offered(field)
        kind = CodedChoiceField if hasattr(field.related_model, "code") else RowChoiceField
        return kind(rows, label=label, required=False, empty_label=ANY[1])
    if isinstance(field, BooleanField):
        choices = [ANY, ("True", _("Yes")), ("False", _("No"))]
        return forms.TypedChoiceField(
            label=label, choices=choices, required=False, coerce=lambda word: word == "True"
        )
    return forms.ChoiceField(label=label, choices=[ANY, *field.choices], required=False)
