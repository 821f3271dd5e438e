"""Requests that make something once, however often a program sends them."""

import hashlib
from datetime import timedelta

from celery import shared_task
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from mnr.models import CreateKey
from mnr.services import audit

KEPT = timedelta(hours=24)


class Reused(Exception):
    """The key came before, with something else."""


def make_once(*, key: str, asked, act, by) -> tuple[CreateKey, bool]:
    """Call `act()`, which returns a row and a status, unless the person sent this key before.

    Key and effect are written together: either both or neither. Returns what came of it, and
    whether that was earlier. Raises Reused, and whatever `act` raises.
    """
    digest, sent = _digest([str(by.pk), key]), _digest(asked)
    try:
        with transaction.atomic():
            CreateKey.objects.filter(pk=digest, used_at__lt=Now() - KEPT).delete()
            kept = CreateKey.objects.create(pk=digest, user=by, asked=sent)
            row, kept.status = act()
            kept.kind, kept.row = row._meta.label_lower, row.pk
            kept.save(update_fields=["kind", "row", "status"])
            return kept, False
    except IntegrityError:
        earlier = CreateKey.objects.filter(pk=digest).first()
        if earlier is None:
            raise
    if earlier.asked != sent:
        raise Reused
    return earlier, True


@shared_task(name="mnr.services.create_keys.tidy")
def tidy() -> None:
    """Forget keys of more than a day ago."""
    CreateKey.objects.filter(used_at__lt=Now() - KEPT).delete()


def _digest(value) -> str:
    return hashlib.sha256(audit.canonical(value).encode()).hexdigest()
