"""Forms that work once: sent twice, they show the first result."""

import re
import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from mnr import guard
from mnr.models import SubmitToken
from mnr.services import audit

FIELD = "once"
UNTYPED = {FIELD, "csrfmiddlewaretoken"}
KEYS = re.compile(r"(?<=/)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/)")  # of rows of ours
LONGEST_PATH = 400  # of a page to go to next


def new_token() -> str:
    """A token for a form that is about to be shown."""
    return str(uuid.uuid4())


def own_path(path: str) -> str:
    """The path, if it leads to a page of ours; else nothing.

    It is kept with the form that was sent, so it carries nothing that must stay out.
    """
    own = path.startswith("/") and len(path) <= LONGEST_PATH and path.isprintable()
    if not own or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return ""
    try:
        guard.refuse_link(KEYS.sub("", path))
    except ValidationError:
        return ""
    return path


def run_once(request, act):
    """Call `act()`, which returns where to go next, unless this form was sent before.

    "This form" is the token with the person and all that was typed: the same page sent again with
    another text is another form. Token and effect are written together: either both or neither.
    """
    key = _key(request)
    if key is None:
        return redirect(act())
    try:
        with transaction.atomic():
            row = SubmitToken.objects.create(token=key, user=request.user)
            row.outcome = str(act())
            row.save(update_fields=["outcome"])
    except IntegrityError:
        earlier = SubmitToken.objects.filter(token=key).first()
        if earlier is None:
            raise
        return redirect(earlier.outcome)
    return redirect(row.outcome)


def _key(request):
    """What identifies a sent form; None if its token is none of ours."""
    try:
        token = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
    typed = {name: values for name, values in request.POST.lists() if name not in UNTYPED}
    return uuid.uuid5(token, audit.canonical([str(request.user.pk), request.path, typed]))
