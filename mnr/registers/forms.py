"""The forms of every register, made from its declaration."""

from typing import cast

from django import forms
from django.db.models import BooleanField
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, ModelForm, form_field
from mnr.forms.releases import Asks
from mnr.models import Capability, Organisation, Region, RegisterEntry, ReportingPeriod
from mnr.models.fields import Link
from mnr.registers.linked import offered
from mnr.services.entries import texts_of

STATES = (("", _("All that count")), ("withdrawn", _("Withdrawn")))
ANY = ("", _("Any"))


class EntryForm(Asks, ModelForm):
    """An entry: who keeps it, what it says, where it comes from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, register, pairs, reader, **kwargs):
        self.asks_about = tuple(field.name for field in texts_of(register.model))
        super().__init__(*args, **kwargs)
        self.register = register
        self.initial["version"] = self.instance.version
        adding = self.instance._state.adding
        self._keeping(pairs, adding)
        if "period" in self.fields:
            self.row_choice("period").queryset = ReportingPeriod.objects.filter(state="open")
            self.row_choice("period").empty_label = None
            if not adding:
                del self.fields["period"]
        for name in register.regional:
            self.row_choice(name).widget = forms.CheckboxSelectMultiple()
            self.row_choice(name).queryset = Region.objects.current()  # gives the boxes too
        for name in register.coded:
            stored = getattr(self.instance, register.field(name).attname)
            rows = register.offered(register.field(name))
            if name == "indicator":  # of what the reader's organisations report on
                rows = rows.filter(capability__in={one for _body, one in pairs})
            kept = register.field(name).related_model._default_manager.filter(pk=stored)
            self.row_choice(name).queryset = rows | kept if stored else rows
        for name in register.linked:
            stored = getattr(self.instance, register.field(name).attname)
            self.row_choice(name).queryset = offered(register.field(name), reader, stored)

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
    """Why an entry does not count any more."""

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

    def narrowed(self, rows):
        """The rows that were asked for, in the order that was asked for."""
        wanted = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return self.register.narrowed(rows, wanted)


def _filter_field(register, field, reader):
    label = field.verbose_name[:1].upper() + field.verbose_name[1:]
    if field.is_relation:
        is_entry = issubclass(field.related_model, RegisterEntry)
        rows = offered(field, reader) if is_entry else register.offered(field)
        return forms.ModelChoiceField(rows, label=label, required=False, empty_label=ANY[1])
    if isinstance(field, BooleanField):
        choices = [ANY, ("True", _("Yes")), ("False", _("No"))]
        return forms.TypedChoiceField(
            label=label, choices=choices, required=False, coerce=lambda word: word == "True"
        )
    return forms.ChoiceField(label=label, choices=[ANY, *field.choices], required=False)
