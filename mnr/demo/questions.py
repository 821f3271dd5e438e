"""What the self-check asks about the ratings in the demonstration, and what its authors answer."""

from django.utils import timezone

from mnr.demo import fates, texts
from mnr.demo.dice import Dice
from mnr.demo.writing import Draft
from mnr.models import RatingQuestion
from mnr.services import rating_questions

ANSWERED = 0.6  # the part of the questions that authors answer


def ask(drafts: list[Draft], dice: Dice) -> None:
    """The questions that are open about what is sent, answered or not."""
    rows = []
    for draft in drafts:
        if draft.leads and draft.fate not in fates.UNSENT:
            day = timezone.localdate(draft.update.saved_at)
            for row in rating_questions.asked(draft.update, draft.author, day):
                chance = dice.at("question", str(draft.update.pk), row.key)
                if chance.random() < ANSWERED:
                    said = chance.choice(texts.common("answers")[row.key])
                    row.answer = texts.fill(said, chance)
                rows.append(row)
    RatingQuestion.objects.bulk_create(rows)
