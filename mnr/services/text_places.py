"""Where an object's texts stand in the tables, and what stands there while they are withheld."""

from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Model, Value
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from mnr.models import (
    Assessment,
    CheckAnswer,
    Comment,
    Evidence,
    GuardRelease,
    Obstacle,
    Organisation,
    PlanAction,
    ProgressUpdate,
    RatingQuestion,
    RegisterEntry,
    Report,
    User,
)
from mnr.models.fields import Link
from mnr.models.quarantine import Kind
from mnr.services.content import UPDATE_TEXTS

REMOVED = "[removed]"
EMPTIED = ("url",)  # an address is left out: no words are one


@dataclass(frozen=True)
class Place:
    """Columns of a model that hold the object's text; `path` leads from a row to the object."""

    model: type[Model]
    names: tuple
    path: str = "pk"


MODELS: dict[str, type[Model]] = {
    Kind.UPDATE: ProgressUpdate,
    Kind.COMMENT: Comment,
    Kind.EVIDENCE: Evidence,
    Kind.ORGANISATION: Organisation,
    Kind.PERSON: User,
    Kind.ACTION: PlanAction,
    Kind.REPORT: Report,
    Kind.ENTRY: RegisterEntry,
}

# What is missing here the database refuses to withhold: the newest *_withholding of migrations.
PLACES = {
    Kind.UPDATE: (
        Place(ProgressUpdate, (*UPDATE_TEXTS, "return_reason")),
        Place(Obstacle, ("text",), "update"),
        Place(Assessment, ("departure_reason", "lowering_reason", "rationale"), "update"),
        Place(CheckAnswer, ("note",), "assessment__update"),
        Place(RatingQuestion, ("answer",), "update"),
        Place(GuardRelease, ("reason", "answer"), "update"),
    ),
    Kind.COMMENT: (Place(Comment, ("text",)),),
    Kind.EVIDENCE: (Place(Evidence, ("title", "publisher", "url", "registry_number")),),
    Kind.ORGANISATION: (Place(Organisation, ("name", "short_name", "role_text", "source")),),
    Kind.PERSON: (Place(User, ("full_name",)),),
    Kind.ACTION: (Place(PlanAction, ("title", "status_text", "date_text", "source")),),
    Kind.REPORT: (),
}
SHORTEST = 20  # a column of fewer characters holds a code, not what people write


def entry_models() -> list[type[RegisterEntry]]:
    """The model of every register."""
    return [model for model in apps.get_models() if issubclass(model, RegisterEntry)]


def texts_of_entry(model) -> tuple:
    """The columns of an entry in which people write."""
    return tuple(
        field.name
        for field in model._meta.fields
        if isinstance(field, CharField)
        and not field.choices
        and (field.max_length or SHORTEST) >= SHORTEST
    )


def find(kind, object_id):
    """The object, or None. An entry may be in any register: one query says in which."""
    if kind != Kind.ENTRY:
        return MODELS[Kind(kind)]._default_manager.filter(pk=object_id).first()
    first, *others = [
        model._default_manager.order_by()
        .filter(pk=object_id)
        .values_list(Value(model._meta.label), flat=True)
        for model in entry_models()
    ]
    label = next(iter(first.union(*others, all=True)), None)
    return apps.get_model(label)._default_manager.get(pk=object_id) if label else None


def _places(kind, object_id) -> tuple:
    if kind != Kind.ENTRY:
        return PLACES[Kind(kind)]
    row = find(kind, object_id)
    return (Place(type(row), texts_of_entry(type(row))),) if row else ()


def withheld_words() -> str:
    """What stands in place of a withheld text, in the platform's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Withheld: under review")


def is_mark(text) -> bool:
    """Whether it says nothing, or only that something is withheld or removed."""
    return not text or text.startswith((REMOVED, withheld_words()))


def places_of(kind, object_id) -> list[dict]:
    """The rows that hold texts of the object, with the marks that take their place."""
    found = []
    for place in _places(kind, object_id):
        for row in place.model._default_manager.filter(**{place.path: object_id}).order_by("pk"):
            if marks := _marks(row, place.names):
                found.append({"table": row._meta.db_table, "row": str(row.pk), "marks": marks})
    return found


def label_of(table: str, column: str) -> str:
    """The name that a column has on forms."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return capfirst(str(model._meta.get_field(column).verbose_name))  # type: ignore[union-attr]


def _marks(row, names):
    """{column: [mark while withheld, mark once removed]} of the columns that say something."""
    said = [name for name in names if getattr(row, name)]
    if isinstance(row, Evidence) and "url" in said and "registry_number" not in said:
        said.append("registry_number")  # a document must say where it is
    return {name: [_mark(row, name, withheld_words()), _mark(row, name, REMOVED)] for name in said}


def _mark(row, name, words):
    field = row._meta.get_field(name)
    if name in EMPTIED or isinstance(field, Link):
        return ""
    if name in ("name", "title") and not isinstance(row, Evidence):
        words = f"{words} ({str(row.pk)[:8]})"  # these are there once
    return words[: field.max_length]
