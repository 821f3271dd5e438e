"""Questions that the self-check asks about the ratings in an update."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.measures.contradictions import Key
from mnr.models.fields import Prose
from mnr.models.update import ProgressUpdate


class RatingQuestion(models.Model):
    """Something about the ratings that does not agree, and the author's answer, if there is one.

    Kept from the first answer on, and for each question that was open when the update was sent.
    """

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(
        _("question"), max_length=20, choices=[(key.value, key.question) for key in Key]
    )
    answer = Prose(_("answer to a question about the rating"), max_length=600)

    class Meta:
        ordering = ["key", "pk"]
        verbose_name = _("question about a rating")
        verbose_name_plural = _("questions about ratings")
        constraints = [
            models.UniqueConstraint(fields=["update", "key"], name="ratingquestion_once")
        ]

    def __str__(self):
        return f"{self.update_id}: {self.key}"

    @property
    def question(self):
        """The question in words."""
        return Key(self.key).question
