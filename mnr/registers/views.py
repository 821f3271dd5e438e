"""The pages of every register."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.access import ScopedView
from mnr.forms.advice import shown as shown_words
from mnr.registers import shown
from mnr.registers.assigned import bearing, pairs_of
from mnr.registers.base import Register
from mnr.registers.forms import EntryFilter, SaveViewForm
from mnr.registers.glossary import advice_on, lexicon
from mnr.registers.lacking import lacking
from mnr.registers.referring import referring
from mnr.registers.told import periods_of, told_of_list
from mnr.registers.whole import sees_all, sees_controlled
from mnr.roles import Action

PER_PAGE = 50


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
            self.register.home(self.bearing),
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
        return bearing(self.register)

    @cached_property
    def pairs(self):
        """(organisation, capability) for which the reader may make an entry in this register."""
        return pairs_of(self.register, self.request.user, self.bearing)


class EntryListView(EntryView):
    """The entries that the reader may see: searched, narrowed, in order, with their figures."""

    wanted = "read"
    page = "list"

    def get(self, request):
        return self.listed(request.GET, SaveViewForm())

    def listed(self, asked, view_form, status=200):
        """The list that is asked for, with the form that keeps it as a view."""
        form = EntryFilter(asked or None, register=self.register, reader=self.request.user)
        wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
        rows = form.narrowed(self.visible(self.register.rows()))
        count, summed = self.summed(rows, wanted)
        page = paged(rows, count, asked.get("page"))
        return self.show(
            "list",
            status,
            form=form,
            entries=page,
            columns=self.columns(form),
            table=[self.row(entry) for entry in page],
            **summed,
            **self.offered(),
            asked=asked.urlencode(),
            view_form=view_form,
        )

    def summed(self, rows, wanted) -> tuple[int, dict]:
        """How many entries there are, and what is told of them together. Of a part, none is no
        nought.
        """
        is_narrowed = self.register.is_narrowed(wanted)
        periods, running = periods_of(self.register, rows)
        entries, *figures = told_of_list(self.register, rows, periods)
        is_whole = not is_narrowed and self.sees_all(periods[-1] if periods else None)
        return entries.value, {
            "figures": figures if entries.value or is_whole else [],
            "is_part": not is_whole,
            "lacking": self.lacking(wanted, [*periods, *running]),
            "pictures": self.register.drawn(rows, is_whole=is_whole),
            "is_narrowed": is_narrowed,
        }

    def offered(self) -> dict:
        """What the reader may do from here, and the views that they keep."""
        return {
            "saved_views": self.request.user.saved_views.filter(register=self.register.path),
            "may_create": bool(self.pairs) and self.may(self.register.actions.create),
            "may_import": bool(self.pairs) and self.may(Action.IMPORT_RUN),
            "may_export": self.may(Action.EXPORT_UNPUBLISHED),
        }

    def sees_all(self, period=None):
        """Whether no entry (of the period) is kept from the reader."""
        return sees_all(self.request.user, self.register, period, self.bearing)

    def lacking(self, wanted, periods):
        """Which returns are missing of these periods, or of the one that is asked for."""
        if not self.register.figure_names or wanted.get("state"):
            return []
        asked_for = wanted.get("period")
        known = {period.pk: period for period in ([asked_for] if asked_for else periods)}
        bodies = self.bearing, wanted.get("organisation")
        return lacking(self.request.user, self.register, list(known.values()), *bodies)

    def is_controlled(self):
        """Whether figures of all are told to the reader after disclosure control alone."""
        return sees_controlled(self.request.user, self.register, capabilities=self.bearing)

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


def paged(rows, count, number):
    """A page of the rows, of which it is known how many there are."""
    pages = Paginator(rows, PER_PAGE)
    pages.count = count  # else it would be asked for once more
    return pages.get_page(number)


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
