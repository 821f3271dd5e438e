"""What the review page shows: the parts of an update with their comments, and the steps."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from mnr import once, permissions
from mnr.forms.advice import with_words
from mnr.forms.review import CommentForm, ReturnForm
from mnr.models import ProgressUpdate, ReportingPeriod
from mnr.registers.glossary import lexicon
from mnr.roles import Action
from mnr.selectors import self_check
from mnr.selectors.change_words import sentences
from mnr.selectors.review import NOTHING, PERIOD, SUBMISSION, waiting_for
from mnr.selectors.waiting import waits_for
from mnr.services.comments import ITEMS
from mnr.terminology import lexicon_with

State = ProgressUpdate.State
TEXTS = ("achievements", "obstacles", "next_steps", "decisions_asked", "public_summary")
NEXT_STEP = {State.SUBMITTED: Action.UPDATE_ENDORSE, State.ENDORSED: Action.UPDATE_ACCEPT}


@dataclass(frozen=True)
class Item:
    """A part of the update on the page, with its comments."""

    key: str
    label: str
    changed_since: list
    comments: list
    form: CommentForm | None = None
    part: object = None
    token: str = field(default_factory=once.new_token)

    @property
    def is_open(self):
        """Whether its comment form is shown unfolded."""
        return bool(self.form and self.form.is_bound)


def page_context(user, dossier, form=None, comment_form=None):
    """The context of review/review.html. A bound form is shown again with what was typed."""
    update = dossier.update
    items = _Items(user, dossier, comment_form)
    return {
        "update": update,
        "dossier": dossier,
        "against": dossier.against,
        "choices": _choices(dossier),
        "whole": items.item("update"),
        "confidence": items.item("confidence"),
        "texts": [items.item(key) for key in TEXTS],
        "evidence": items.item("evidence"),
        "assessment": items.item("assessment"),
        "answers": items.answers(),
        "self_check": self_check.of_update(user, update, dossier.standing),
        "may_resolve": bool(permissions.can(user, Action.NOTE_RESOLVE, update)),
        "may_see_history": bool(permissions.can(user, Action.UPDATE_HISTORY, update)),
        "open_comments": _open_comments(dossier),
        **_waits(user, update),
        "token": once.new_token(),
        **_steps(user, update, form),
        "has_errors": any(row and row.errors for row in (form, comment_form)),
        "comment_form": comment_form,
    }


class _Items:
    """Makes the items of a page, each with a comment form if the reader may comment."""

    def __init__(self, user, dossier, bound):
        self.dossier, self.bound = dossier, bound
        # An empty box holds nothing to look up: the script asks once there is something.
        self.words = lexicon() if bound else lexicon_with()
        self.may_comment = bool(permissions.can(user, Action.NOTE_CREATE, dossier.update))

    def item(self, key):
        against = self.dossier.against
        return Item(
            key=key,
            label=ITEMS.get(key, key),
            changed_since=self.dossier.changed_since(key),
            comments=self.dossier.comments.get(key, []),
            form=self._form(key) if self.may_comment else None,
            part=against.parts.get(key),
        )

    def answers(self):
        """Each check with its answer and the item for its comments."""
        return [
            {"item": self.item(code), "check": self.dossier.checks.get(code), "answer": answer}
            for code, answer in self.dossier.against.answers.items()
        ]

    def _form(self, key):
        is_bound = self.bound and self.bound.data.get("item") == key
        form = self.bound if is_bound else CommentForm(item=key)
        with_words(self.words, form)
        return form


def _open_comments(dossier):
    return sum(
        comment.resolved_at is None for rows in dossier.comments.values() for comment in rows
    )


def _choices(dossier):
    """The comparisons to choose from; none if there is nothing to compare with."""
    words = {
        SUBMISSION: (dossier.since_submission, _("Since %(label)s")),
        PERIOD: (dossier.since_period, _("Since %(label)s")),
    }
    found = [
        {
            "url": f"?against={key}",
            "label": words % {"label": comparison.label},
            "current": comparison is dossier.against,
            "sentences": sentences(comparison),
        }
        for key, (comparison, words) in words.items()
        if comparison
    ]
    if found:
        is_alone = not dossier.against.is_compared
        found.append(
            {"url": f"?against={NOTHING}", "label": _("Without marks"), "current": is_alone}
        )
    return found


def _waits(user, update):
    """On whom the update waits; how many others wait for the reader, and the first of them."""
    others = [pk for pk in waiting_for(user).values_list("pk", flat=True) if pk != update.pk]
    url = reverse("update_review", args=[others[0]]) if others else ""
    return {"waits": waits_for(update), "waiting": {"count": len(others), "url": url}}


def _steps(user, update, form):
    """What the reader may do, or why not; the forms are bound to the version shown."""
    is_closed = update.period.state == ReportingPeriod.State.CLOSED
    is_return = isinstance(form, ReturnForm)
    step = NEXT_STEP.get(update.state)
    return {
        "step": step,
        "is_endorsement": step == Action.UPDATE_ENDORSE,
        "may_step": step and permissions.can(user, step, update),
        "may_return": permissions.can(user, Action.UPDATE_RETURN, update),
        "return_form": form if is_return else ReturnForm(period_is_closed=is_closed),
        "form": form,
        "changed": form is not None and form.data.get("version") != str(update.version),
    }
