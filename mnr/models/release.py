"""Texts that the content guard asks about, until a second person lets them stand."""

import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Prose, Text, different_people, key, moment, person


def digest_of(salt: str, text: str) -> str:
    """A salted digest: it binds a release to one text and tells nothing of it."""
    return hashlib.sha256(f"{salt}\0{text}".encode()).hexdigest()


def new_salt() -> str:
    return secrets.token_hex(16)


class GuardRelease(models.Model):
    """An author says why a text is meant; somebody else releases or refuses it.

    A text of an update stays in the draft. A comment or document is kept here, as `held`, and
    nowhere else until it is released.
    """

    class About(models.TextChoices):
        UPDATE = "update", _("Update")
        COMMENT = "comment", _("Comment")
        EVIDENCE = "evidence", _("Document")
        ENTRY = "entry", _("Entry of a register")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for release")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")

    id = key()
    about = models.CharField(_("part of"), max_length=10, choices=About.choices)
    field = models.CharField(_("text"), max_length=40)
    update = models.ForeignKey(
        "mnr.ProgressUpdate",
        on_delete=models.CASCADE,
        related_name="releases",
        null=True,
        verbose_name=_("update"),
    )
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    domain = models.ForeignKey(
        "mnr.Domain",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("domain"),
    )
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    found = models.JSONField(help_text="[[kind, start, end]]: never the text")
    held = models.JSONField(null=True, help_text="what was typed, until it is released")
    reason = Text(_("why it is meant"), max_length=300)
    author = person(null=False)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    decided_by = person()
    decided_at = moment()
    answer = Prose(_("words back to the author"), max_length=600)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("release of a text")
        verbose_name_plural = _("releases of texts")
        constraints = [
            different_people(
                "release_decided_by_another",
                "author",
                "decided_by",
                _("Nobody releases their own text."),
            ),
            models.CheckConstraint(
                name="release_decided_who_and_when",
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | (
                    Q(state__in=["released", "refused"])
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="release_holds_nothing_once_released",
                condition=~Q(state="released") | Q(held=None),
            ),
            models.CheckConstraint(
                name="release_refused_with_words",
                condition=~Q(state="refused") | ~Q(answer=""),
                violation_error_message=_("Tell the author what to write instead."),
            ),
        ]

    def __str__(self):
        return f"{self.about} {self.field}"

    @property
    def kinds(self):
        """What was found, each kind once."""
        return list(dict.fromkeys(kind for kind, _start, _end in self.found))

    def is_of(self, text: str) -> bool:
        """Whether it is this very text that was asked about."""
        return self.digest == digest_of(self.salt, text)
