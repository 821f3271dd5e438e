"""The register of values of indicators: entered, imported, asked for like all others."""

from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from mnr.models import Observation
from mnr.registers import feeding, open_values
from mnr.registers.base import Register
from mnr.registers.registry import registry


@registry.register
class Observations(Register):
    """Of the core: it bears on every capability, and each value on that of its indicator."""

    model = Observation
    is_of_core = True
    path = "indicators/values"
    capabilities = range(1, 22)
    keeping = ("organisation",)
    derived = ("capability", "supersedes", "form", "low", "high")
    intro = _(
        "Values of indicators as they were entered, before small numbers are hidden. Totals only: "
        "nothing that names a child or any other person."
    )
    fields = [
        "indicator",
        "value",
        "starts_on",
        "ends_on",
        "is_cumulative",
        "region",
        "breakdown",
        "measured",
        "as_of",
        "is_provisional",
        "confidence",
        "checked",
        "revision_reason",
    ]
    list_columns = ["indicator", "starts_on", "ends_on", "region", "breakdown", "value"]
    filters = ["indicator", "region", "is_cumulative", "is_provisional", "confidence"]
    search_fields = ["source", "measured"]

    def broken(self, entry):
        """Also: a value that returns give already needs a reason why it is entered all the same."""
        yield from super().broken(entry)
        if entry.unread:
            return
        whole = entry.indicator_id and not (entry.region_id or entry.breakdown or entry.measured)
        if not whole or not entry.starts_on or not entry.ends_on or entry.checked.strip():
            return
        if register := feeding.giving(entry.indicator, entry.starts_on, entry.ends_on):
            words = _("%(register)s give this value already: say why it is entered here instead.")
            yield "checked", words % {"register": register.name}

    def adapted(self, lines, about=""):
        """Also takes the formats of statistics offices."""
        return open_values.adapted(lines, self.label, about)

    def named(self, entry):
        """With region and part, by which values of the same days differ."""
        region = entry.region.name if entry.region else ""
        return ", ".join(filter(None, [str(entry), region, entry.breakdown]))

    def home(self, bearing=()):
        return {"label": _("Indicators"), "url": reverse_lazy("indicator_list")}

    def url_name(self, page):
        return f"{self.model._meta.model_name}_{page}"

    def templates(self, page):
        return [f"indicators/values_{page}.html", f"registers/{page}.html"]

    def offered(self, field):
        """Indicators that the country collects; regions that there still are."""
        rows = super().offered(field)
        if field.name == "indicator":
            rows = rows.filter(Q(adoption__status="collected")).select_related("adoption")
        return rows
