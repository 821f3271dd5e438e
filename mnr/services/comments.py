"""Remarks on single items of an update."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Comment, ProgressUpdate
from mnr.roles import Action
from mnr.services import audit
from mnr.services.drafts import lock
from mnr.services.errors import Refused
from mnr.services.releases import ITEMS, NO_SUCH_ITEM, is_item_of, refuse_unreleased

__all__ = ["ITEMS", "add_comment", "resolve_comment"]


@transaction.atomic
def add_comment(
    *, update: ProgressUpdate, item: str, text: str, by, is_released: bool = False
) -> Comment:
    """Remark on one item: a part of the update, or a check by its code.

    What the content guard asks about is held first (`releases.hold_comment`).
    """
    update = lock(update)
    permissions.require(by, Action.NOTE_CREATE, update)
    if not is_item_of(update, item):
        raise Refused(NO_SUCH_ITEM, "item")
    if not text.strip():
        raise Refused(_("Write your comment."), "text")
    if not is_released:
        refuse_unreleased(text, "text")
    comment = Comment.objects.create(update=update, item=item, text=text.strip(), by=by)
    audit.record(
        Action.NOTE_CREATE, update, by, {"comment": [None, str(comment.pk)], "item": [None, item]}
    )
    return comment


@transaction.atomic
def resolve_comment(*, comment: Comment, by) -> Comment:
    """Mark a remark as dealt with; it stays visible."""
    comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("update__period", "update__capability")
        .get(pk=comment.pk)
    )
    permissions.require(by, Action.NOTE_RESOLVE, lock(comment.update))
    if comment.resolved_at is None:
        comment.resolved_by, comment.resolved_at = by, Now()
        comment.save(update_fields=["resolved_by", "resolved_at"])
        audit.record(
            Action.NOTE_RESOLVE, comment.update, by, {"comment": [str(comment.pk), "resolved"]}
        )
    return comment
