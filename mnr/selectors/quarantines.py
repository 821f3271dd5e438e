"""What waits for the duty officer, what is withheld, and what was decided. Never a text."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from mnr.models import ContentReport, Organisation, Quarantine
from mnr.models.quarantine import Reason
from mnr.services.text_places import label_of

PEOPLE = ("set_by", "released_by", "purge_requested_by", "purge_confirmed_by")


@dataclass
class Reported:
    """An object with the reports of it that nobody has answered."""

    kind: str
    object_id: object
    organisation: str
    reports: list = field(default_factory=list)

    @property
    def kind_words(self):
        return self.reports[0].get_kind_display()

    @property
    def is_illegal(self):
        return any(row.reason == Reason.ILLEGAL for row in self.reports)


@dataclass(frozen=True)
class Held:
    """A quarantine with whose object it is."""

    row: Quarantine
    organisation: str


def reported() -> list[Reported]:
    """The objects that were reported and are not withheld, the longest waiting first."""
    rows = list(unanswered().select_related("by").order_by("at", "pk"))
    names = _organisations(rows)
    found: dict = {}
    for row in rows:
        key = row.kind, row.object_id
        body = names.get(row.organisation_id, "")
        found.setdefault(key, Reported(*key, body)).reports.append(row)
    return list(found.values())


def unanswered():
    """Reports that nobody has answered, of objects that are not withheld."""
    held = Quarantine.objects.withheld().filter(
        kind=OuterRef("kind"), object_id=OuterRef("object_id")
    )
    return ContentReport.objects.filter(outcome="").exclude(Exists(held))


def withheld(rows) -> list[Held]:
    """These quarantines with the names of whose objects they are."""
    found = list(rows.select_related(*PEOPLE))
    names = _organisations(found)
    return [Held(row, names.get(row.organisation_id, "")) for row in found]


def reports_of(row: Quarantine):
    """Who reported the object, when and why."""
    return ContentReport.objects.filter(kind=row.kind, object_id=row.object_id).select_related(
        "by", "answered_by"
    )


def told_places(texts) -> list[dict]:
    """The withheld texts of the duty officer's view, each under the name of its field."""
    found = defaultdict(list)
    for text in texts:
        if text.text:
            found[label_of(text.table_name, text.column_name)].append(text.text)
    return [{"label": label, "texts": texts} for label, texts in found.items()]


def _organisations(rows):
    keys = {row.organisation_id for row in rows} - {None}
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
