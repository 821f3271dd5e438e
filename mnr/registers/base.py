"""The declaration of a register: what it holds, and how it is listed, entered and summed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Field, ForeignKey, Model, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Domain, Indicator, Region, RegisterEntry
from mnr.registers.figured import ENTRIES, Feed, Figure
from mnr.registers.reach import REACHING, reaching
from mnr.services import entries

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from mnr.registers.pictures import Picture

KEEPING = ("organisation", "capability")  # whose, and what it bears on
PAGES_OF_ENTRIES = ("list", "create", "detail", "update", "withdraw")
PAGES = (*PAGES_OF_ENTRIES, "export", "import", "import_run", "views")
LAST = ("source", "public_text", "internal_note")
# Nobody else reads a count of people as it was entered.
NOTE_ON_COUNTS = _("For your organisation, the secretariat and auditors; never published.")
# By themselves periods stand the newest first, which is the other way round than what is asked.
OF_PERIODS = {"period": "period__starts_on", "-period": "-period__starts_on"}


class Register:
    """Declares one register. Subclass it, set the attributes, and add `@registry.register`."""

    model: type[Model]
    capabilities: Sequence[int] = ()
    fields: Sequence[str] = ()  # the register's own, in the order in which they are entered
    list_columns: Sequence[str] = ()
    filters: Sequence[str] = ()
    search_fields: Sequence[str] = ()
    figures: Mapping[str, Figure] = {}
    feeds: Mapping[str, Feed] = {}  # by the code of the indicator
    pictures: "Sequence[Callable[[QuerySet], Picture | None]]" = ()  # drawn of the entries shown
    intro: "StrOrPromise" = ""
    working: Q = Q()  # which of its entries reach the regions that they name
    keeping: Sequence[str] = KEEPING
    derived: Sequence[str] = ()  # columns that follow from what is entered
    is_of_core = False  # then it belongs to no domain, and says its path itself

    @property
    def app_label(self):
        return self.model._meta.app_label

    @property
    def domain(self):
        """The domain that the register's app keeps."""
        return Domain.objects.current().get(app_label=self.app_label)

    def home(self, bearing=()) -> dict:
        """The page that it is found on: its label and address. The capabilities that it bears on,
        if they are known, tell of its domain.
        """
        domains = (row.domain for row in bearing)
        domain = next((one for one in domains if one.app_label == self.app_label), None)
        label = (domain or self.domain).words.name
        return {"label": label, "url": reverse(f"{self.app_label}:home")}

    @property
    def slug(self):
        """Its name in addresses, the same in every language: legal-instruments."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def path(self):
        """Its name among all registers: governance/legal-instruments."""
        return f"{self.app_label.replace('_', '-')}/{self.slug}"

    @property
    def name(self):
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def entry_name(self):
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def is_return(self):
        """Whether its entries are returns for a reporting period."""
        return self.model.is_return  # type: ignore[attr-defined]

    @property
    def counts_people(self):
        """Whether its entries are counts of people, which few read as they were entered."""
        return self.model.counts_people  # type: ignore[attr-defined]

    @property
    def actions(self):
        return entries.actions_on(self.model)

    @cached_property
    def entered(self) -> list[str]:
        """Every field that somebody fills in, in the order of the form."""
        return [*self.keeping, *self._of_period, *self.fields, *LAST]

    @property
    def _of_period(self) -> list[str]:
        """Of a return: for which period, and whether there is nothing to report for it."""
        if not self.is_return:
            return []
        return ["period", "is_nil"] if self.figure_names else ["period"]

    @property
    def figure_names(self) -> list[str]:
        """Of a return, the columns that hold figures: one of them at least says something."""
        return self.model.figure_names() if self.model.policy == "return" else []  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[str]:
        """The columns of its list."""
        lead = ["period", "organisation"] if self.is_return else []
        return [*lead, *self.list_columns] if self.is_return else [*self.list_columns, *lead]

    @property
    def filtered(self) -> list[str]:
        """The fields by which the list is narrowed."""
        period = ["period"] if self.is_return else []
        return ["organisation", *period, *self.filters]

    @property
    def linked(self) -> list[str]:
        """The fields that lead to an entry of some register."""
        return [name for name in self.fields if self._leads_to(name, RegisterEntry)]

    @property
    def regional(self) -> list[str]:
        """The fields that list regions of the country."""
        names = (name for name in self.fields if self.field(name).many_to_many)
        return [name for name in names if self._leads_to(name, Region)]

    @property
    def coded(self) -> list[str]:
        """The fields that lead to one row of reference data, which people know by its code."""
        names = (name for name in self.fields if not self.field(name).many_to_many)
        return [name for name in names if self._leads_to(name, (Region, Indicator))]

    def offered(self, field) -> "QuerySet":
        """The rows of reference data that a field can name."""
        rows = field.related_model._default_manager.all()
        return rows.current() if field.name in (*self.regional, *self.coded) else rows

    def _leads_to(self, name, kind):
        model = self.field(name).related_model
        return isinstance(model, type) and issubclass(model, kind)

    def field(self, name) -> Field:
        return self.model._meta.get_field(name)  # type: ignore[return-value]

    def label(self, name):
        return capfirst(str(self.field(name).verbose_name))

    def help(self, name) -> "StrOrPromise":
        """What is said of a field where it is filled in."""
        is_note_on_counts = self.counts_people and name == "internal_note"
        return NOTE_ON_COUNTS if is_note_on_counts else self.field(name).help_text

    def is_numeric(self, name):
        """Whether a column is set in figures."""
        kind = self.field(name).get_internal_type()
        return "Integer" in kind or kind == "DecimalField"

    def rows(self):
        """Every entry with what its lists and pages show, in a fixed number of queries."""
        names = dict.fromkeys([*self.entered, "capability"])
        wanted = [name for name in names if isinstance(self.field(name), ForeignKey)]
        many = [name for name in self.entered if self.field(name).many_to_many]
        return self.model._default_manager.select_related(*wanted).prefetch_related(*many)

    def visible(self, user, action=None):
        """The entries on which the person may take an action (reading, if none is named)."""
        return permissions.scope(user, action or self.actions.read, self.rows())

    def holding(self, words) -> Q:
        """The condition that one of the searched fields holds the words."""
        return reduce(or_, (Q(**{f"{name}__icontains": words}) for name in self.search_fields))

    @property
    def sortable(self) -> list[str]:
        """The columns by which the list can be put in order."""
        return [name for name in self.columns if not self.field(name).many_to_many]

    def narrowed(self, rows, wanted):
        """The rows that are asked for, in the order that is asked for: checked values, by name."""
        rows = rows.exclude(withdrawn_on=None) if wanted.get("state") else rows.standing()
        given = self._given(wanted)
        for name, value in given.items():
            rows = rows.filter(self._having(name, value))
        if words := wanted.get("q"):
            rows = rows.filter(self.holding(words))
        sort = wanted.get("sort", "")
        if sort.lstrip("-") in self.sortable:
            rows = rows.order_by(OF_PERIODS.get(sort, sort), "pk")
        return rows.distinct() if any(self.field(n).many_to_many for n in given) else rows

    def _given(self, wanted) -> dict:
        values = {name: wanted.get(name) for name in self.filtered}
        return {name: value for name, value in values.items() if value not in (None, "")}

    def _having(self, name, value) -> Q:
        return reaching(name, value) if name in self.regional else Q(**{name: value})

    def filter_help(self, name) -> "StrOrPromise":
        """What is said of a filter that finds more than the very value; empty of the others."""
        return REACHING if name in self.regional else ""

    def is_narrowed(self, wanted) -> bool:
        """Whether what is asked for leaves out entries that count."""
        return bool(self._given(wanted) or wanted.get("q") or wanted.get("state"))

    def summed(
        self, queryset, *, counted=False, figures=None, day=None
    ) -> list[tuple[Figure, Any]]:
        """Each figure (or these) with its value over these entries as of a day, in one query; how
        many first, if asked.
        """
        wanted = self.figures.values() if figures is None else figures
        figures = [ENTRIES, *wanted] if counted else list(wanted)
        if not figures:
            return []
        # Names of their own: one that is a field's would hide the field from the other figures.
        values = queryset.order_by().aggregate(
            **{f"figure_{place}": figure.on(day) for place, figure in enumerate(figures)}
        )
        return [(figure, values[f"figure_{place}"]) for place, figure in enumerate(figures)]

    def drawn(self, queryset, *, is_whole=True) -> "list[Picture]":
        """What there is to look at in these entries; unless they are all that there are, nothing
        is said of the country.
        """
        found = [picture for draw in self.pictures if (picture := draw(queryset))]
        return found if is_whole else [picture.of_a_part() for picture in found]

    def broken(self, entry) -> Iterator[tuple[str, str]]:
        """(field, what to do) where an entry is none of this register: forms, files and API ask."""
        if entry.capability_id and entry.capability.number not in self.capabilities:
            numbers = ", ".join(map(str, self.capabilities))
            yield "capability", _("This register bears on: %(numbers)s.") % {"numbers": numbers}

    def adapted(self, lines: list, about: str = "") -> tuple[list, list]:
        """Rows in the layout of the register, and what is wrong with others. Raises Unreadable."""
        return lines, []

    def named(self, entry) -> str:
        """An entry among others of a file."""
        return str(entry)

    def url_name(self, page):
        return f"{self.app_label}:{self.model._meta.model_name}_{page}"

    @property
    def names(self) -> dict:
        """{page: the name of its address}, for templates."""
        return {page: self.url_name(page) for page in PAGES}

    def url(self, page, entry=None):
        return reverse(self.url_name(page), args=[entry.pk] if entry is not None else [])

    def templates(self, page):
        """The register's own template if it has one, else that of all registers."""
        own = f"{self.app_label}/{self.model._meta.model_name}_{page}.html"
        return [own, f"registers/{page}.html"]
