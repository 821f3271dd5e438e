"""How strong the evidence of an assessment's two ratings is, from the documents it refers to."""

from datetime import date

from django.db.models import Prefetch

from mnr.measures import strength
from mnr.measures.strength import Document, Rating, Strength
from mnr.models import Assessment, CheckAnswer, Evidence
from mnr.services.text_places import is_mark

WITH_DOCUMENTS = (
    Prefetch("answers", CheckAnswer.objects.select_related("check_item")),
    "answers__evidence",
)
SAYS_NO = CheckAnswer.Answer.NO


def strengths(assessment: Assessment, day: date) -> dict[Rating, Strength]:
    """The strength of each rating's evidence on a day: no query if answers are read already."""
    return {
        rating: strength.strength(rating, documents_of(assessment, rating), day)
        for rating in strength.RATINGS
    }


def documents_of(assessment: Assessment, rating: Rating) -> list[Document]:
    """The documents named with the checks of a rating, each once; a “no” is shown by nothing."""
    organisation = assessment.update.organisation
    names = [organisation.name, organisation.short_name]
    found = {
        row.pk: row
        for answer in assessment.answers.all()
        if answer.check_item.rating == rating and answer.answer != SAYS_NO
        for row in answer.evidence.all()
    }
    return [_document(row, names) for row in found.values()]


def _document(row: Evidence, names) -> Document:
    is_known = not is_mark(row.publisher)  # while it is under review, nobody knows who published it
    return Document(
        kind=row.kind,
        dated_on=row.dated_on,
        is_independent=is_known and strength.is_independent(row.publisher, names),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        withdrawn_on=row.withdrawn_on,
    )
