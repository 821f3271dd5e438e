"""Forms that work once: sent twice, they show the first result."""

import uuid

from django.db import IntegrityError, transaction
from django.shortcuts import redirect

from mnr.models import SubmitToken

FIELD = "once"


def new_token() -> str:
    """A token for a form that is about to be shown."""
    return str(uuid.uuid4())


def run_once(request, act):
    """Call `act()`, which returns where to go next, unless this form was sent before.

    The token and the effect are written together: either both or neither.
    """
    try:
        token = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return redirect(act())
    try:
        with transaction.atomic():
            row = SubmitToken.objects.create(token=token, user=request.user)
            row.outcome = str(act())
            row.save(update_fields=["outcome"])
    except IntegrityError:
        earlier = SubmitToken.objects.filter(token=token, user=request.user).first()
        if earlier is None:
            raise
        return redirect(earlier.outcome)
    return redirect(row.outcome)
