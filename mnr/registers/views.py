"""The pages of every register."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mnr import once, permissions
from mnr.access import ScopedView
from mnr.forms.advice import shown as shown_words
from mnr.forms.advice import with_words
from mnr.models import Capability
from mnr.registers import shown
from mnr.registers.base import Register
from mnr.registers.forms import EntryFilter, SaveViewForm, WithdrawForm, entry_form
from mnr.registers.glossary import advice_on, lexicon
from mnr.registers.referring import referring
from mnr.registers.told import periods_of, told_of_list
from mnr.registers.whole import sees_all
from mnr.roles import Action
from mnr.services.entries import save_entry, withdraw_entry
from mnr.services.errors import EditConflict, Refused
from mnr.services.held_entries import hold_entry

PER_PAGE = 50
HELD = _("The entry waits for a second person’s release. You will find it in the list then.")


class EntryView(ScopedView):
    """What the pages of a register share. Which action they ask for depends on the register."""

    action = Action.ENTRY_READ  # of the register's own actions, the one that `wanted` names
    register: Register = None  # type: ignore[assignment]
    wanted = "read"
    page = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.wanted:
            self.action = getattr(self.register.actions, self.wanted)

    def entry_or_404(self, pk, action=None):
        """An entry that the reader may see; further actions are asked of the policy."""
        read = self.register.actions.read
        entry = self.visible_or_404(self.register.rows(), read, pk=pk)
        if action is not None:
            permissions.require(self.request.user, action, entry)
        return entry

    def show(self, page=None, status=200, **context):
        shared = {"register": self.register, "breadcrumbs": self.breadcrumbs(), "view": self}
        templates = self.register.templates(page or self.page)
        return render(self.request, templates, shared | context, status=status)

    def breadcrumbs(self):
        """Overview, domain, register, entry: as far as the page lies within them."""
        items = [
            {"label": _("Overview"), "url": reverse("overview")},
            self.register.home,
        ]
        here = {"label": self.register.name}
        return [*items, here if self.page == "list" else here | {"url": self.register.url("list")}]

    def told(self, entry):
        """Every field of an entry in words, as far as the reader may know."""
        names = list(self.register.entered)
        if not self.may(self.register.actions.read_internal, entry):
            names.remove("internal_note")
        return [
            {
                "key": self.register.label(name),
                "value": shown.value(entry, self.register.field(name)),
            }
            for name in names
        ]

    @cached_property
    def bearing(self):
        """The capabilities that the register bears on."""
        current = Capability.objects.current()
        return list(current.filter(number__in=self.register.capabilities))

    @cached_property
    def pairs(self):
        """(organisation, capability) for which the reader may make an entry in this register."""
        mine = {capability.pk for capability in self.bearing}
        who = permissions.standing(self.request.user)
        return {(body, one) for body, one in who.assigned if one in mine}


class EntryListView(EntryView):
    """The entries that the reader may see: searched, narrowed, in order, with their figures."""

    wanted = "read"
    page = "list"

    def get(self, request):
        return self.listed(request.GET, SaveViewForm())

    def listed(self, asked, view_form, status=200):
        """The list that is asked for, with the form that keeps it as a view."""
        reader = self.request.user
        form = EntryFilter(asked or None, register=self.register, reader=reader)
        wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
        is_narrowed = self.register.is_narrowed(wanted)
        rows = form.narrowed(self.visible(self.register.rows()))
        periods = periods_of(self.register, rows)
        page = Paginator(rows, PER_PAGE).get_page(asked.get("page"))
        may = self.register.actions
        return self.show(
            "list",
            status,
            form=form,
            entries=page,
            columns=self.columns(form),
            table=[self.row(entry) for entry in page],
            figures=told_of_list(self.register, rows, periods),
            pictures=self.pictures(rows, periods, is_narrowed),
            is_narrowed=is_narrowed,
            may_create=bool(self.pairs) and self.may(may.create),
            may_import=bool(self.pairs) and self.may(Action.IMPORT_RUN),
            may_export=self.may(Action.EXPORT_UNPUBLISHED),
            asked=asked.urlencode(),
            view_form=view_form,
            saved_views=reader.saved_views.filter(register=self.register.path),
        )

    def sees_all(self, period=None):
        """Whether no entry (of the period) is kept from the reader."""
        return sees_all(self.request.user, self.register, period, self.bearing)

    def pictures(self, rows, periods, is_narrowed):
        """What is drawn: of the country, if it is all that stands, or all of the latest period."""
        if not self.register.pictures:
            return []
        is_whole = not is_narrowed and self.sees_all(periods[-1] if periods else None)
        return self.register.drawn(rows, is_whole=is_whole)

    def columns(self, form):
        """The head of each column, with the way to order by it."""
        sort = form.cleaned_data.get("sort", "") if form.is_bound and form.is_valid() else ""
        return [
            {
                "label": self.register.label(name),
                "numeric": self.register.is_numeric(name),
                "sort": f"-{name}" if sort == name else name,
                "sorted": {name: "ascending", f"-{name}": "descending"}.get(sort, ""),
                "is_sortable": name in self.register.sortable,
            }
            for name in self.register.columns
        ]

    def row(self, entry):
        cells = [
            {
                "text": shown.cell(entry, self.register.field(name)),
                "label": self.register.label(name),
                "numeric": self.register.is_numeric(name),
            }
            for name in self.register.columns
        ]
        return {"entry": entry, "url": self.register.url("detail", entry), "cells": cells}


class EntryDetailView(EntryView):
    """One entry, whole."""

    wanted = "read"
    page = "detail"

    def get(self, request, pk):
        entry = self.entry_or_404(pk)
        may = self.register.actions
        return self.show(
            entry=entry,
            rows=self.told(entry),
            advice=self.advice(entry),
            referring=referring(self.request.user, entry),
            may_edit=self.may(may.edit, entry),
            may_withdraw=self.may(may.withdraw, entry),
        )

    def advice(self, entry):
        """Words of it for which others are advised: for those who write and who review it."""
        words = lexicon()
        if not self.may(self.register.actions.read_internal, entry):
            return []
        return [
            {"label": self.register.label(name), **shown_words(getattr(entry, name), [found])}
            for name, found in advice_on(entry, words)
        ]


class EntryFormView(EntryView):
    """A form for an entry. Not routed itself."""

    wanted = "edit"
    page = "form"

    def form(self, data=None, instance=None, **more):
        reader = self.request.user
        options = {"register": self.register, "pairs": self.pairs, "reader": reader, **more}
        form = entry_form(self.register)(data, instance=instance, **options)
        with_words(lexicon(), form)
        return form

    def handle(self, form):
        """Save what was typed; show it again with what is wrong."""
        if not form.is_valid():
            return self.show(form=form, once=once.new_token(), status=422)
        current = None
        try:
            return once.run_once(self.request, lambda: self.save(form))
        except EditConflict as conflict:
            current = conflict.current
            form.data = form.data.copy()
            form.data["version"] = current.version
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        except ValidationError as error:
            form.add_error(None, error)
        saved = self.told(current) if current else None
        context = {"form": form, "once": once.new_token(), "current": current, "saved": saved}
        return self.show(status=409 if current else 422, **context)

    def save(self, form):
        """Keep the entry, or hold it until somebody has released its texts; where to go on."""
        step = {
            "entry": form.instance,
            "related": form.related(),
            "version": form.cleaned_data.get("version"),
            "by": self.request.user,
        }
        if form.reason:
            hold_entry(**step, reason=form.reason)
            messages.success(self.request, HELD)
            return self.register.url("list")
        saved = save_entry(**step)
        messages.success(self.request, _("The entry is saved."))
        return self.register.url("detail", saved)


class EntryCreateView(EntryFormView):
    """Make an entry."""

    wanted = "create"

    def get(self, request):
        return self.show(form=self.form(), once=once.new_token())

    def post(self, request):
        return self.handle(self.form(request.POST))


class EntryUpdateView(EntryFormView):
    """Change an entry."""

    wanted = "edit"

    def get(self, request, pk):
        entry = self.entry_or_404(pk, self.action)
        return self.show(form=self.form(instance=entry), once=once.new_token(), entry=entry)

    def post(self, request, pk):
        return self.handle(self.form(request.POST, instance=self.entry_or_404(pk, self.action)))


class EntryWithdrawView(EntryView):
    """Say that an entry does not count any more, and why."""

    wanted = "withdraw"
    page = "withdraw"

    def get(self, request, pk):
        entry = self.entry_or_404(pk, self.action)
        return self.show(entry=entry, form=WithdrawForm(), once=once.new_token())

    def post(self, request, pk):
        entry = self.entry_or_404(pk, self.action)
        form = WithdrawForm(request.POST)

        def act():
            because = form.cleaned_data["because"]
            withdraw_entry(entry=entry, because=because, by=request.user)
            messages.success(request, _("The entry is withdrawn. It stays in the record."))
            return self.register.url("detail", entry)

        if form.is_valid():
            try:
                return once.run_once(request, act)
            except Refused as refusal:
                form.add_error("because", refusal.message)
        return self.show(entry=entry, form=form, once=once.new_token(), status=422)
