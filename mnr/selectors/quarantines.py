"""What waits for the duty officer, what is withheld, and what was decided. Never a text."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from mnr.models import Comment, ContentReport, Organisation, ProgressUpdate, Quarantine
from mnr.models.quarantine import Kind, Reason
from mnr.services.text_places import label_of

PEOPLE = ("set_by", "released_by", "purge_requested_by", "purge_confirmed_by")


@dataclass
class Reported:
    """An object with the reports of it that nobody has answered."""

    kind: str
    object_id: object
    organisation: str
    about: str = ""
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
    about: str = ""


def reported() -> list[Reported]:
    """The objects that were reported and are not withheld, the longest waiting first."""
    rows = list(unanswered().select_related("by").order_by("at", "pk"))
    names, about = _organisations(rows), _about(rows)
    found: dict = {}
    for row in rows:
        key = row.kind, row.object_id
        item = Reported(*key, names.get(row.organisation_id, ""), about.get(row.object_id, ""))
        found.setdefault(key, item).reports.append(row)
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
    names, about = _organisations(found), _about(found)
    return [
        Held(row, names.get(row.organisation_id, ""), about.get(row.object_id, "")) for row in found
    ]


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


def _about(rows) -> dict:
    """Capability and period of updates and comments, by the id: what it is, not what it says."""
    ids = {kind: {row.object_id for row in rows if row.kind == kind} for kind in Kind}
    comments = dict(
        Comment.objects.filter(pk__in=ids[Kind.COMMENT]).values_list("pk", "update_id")
        if ids[Kind.COMMENT]
        else ()
    )
    keys = ids[Kind.UPDATE] | set(comments.values())
    updates = ProgressUpdate.objects.filter(pk__in=keys).select_related("capability", "period")
    about = {row.pk: _capability_and_period(row) for row in (updates if keys else ())}
    return about | {pk: about[update] for pk, update in comments.items() if update in about}


def _capability_and_period(update):
    number, title = update.capability.number, update.capability.words.title
    return f"{number} {title}, {update.period.code}"


def _organisations(rows):
    keys = {row.organisation_id for row in rows} - {None}
    return dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))
