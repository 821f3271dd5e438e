"""Whose save it was: a page that saves itself must not be taken for somebody else.

On a slow line the answer to an automatic save may come late or never, so the page goes on with
the version it had. The server remembers, with the save itself, which page made it.
"""

import uuid

from mnr import once
from mnr.models import SubmitToken


def remember(request, version) -> None:
    """The page of this request has just saved this version."""
    if token := _token(request):
        SubmitToken.objects.update_or_create(
            token=token, defaults={"user": request.user, "outcome": str(version)}
        )


def is_own(request, version) -> bool:
    """Whether the version was saved by the very page that this request comes from."""
    own = SubmitToken.objects.filter(token=_token(request), user=request.user)
    return own.filter(outcome=str(version)).exists()


def _token(request):
    """A token of its own beside the one that makes the form work once."""
    try:
        page = uuid.UUID(request.POST.get(once.FIELD, ""))
    except ValueError:
        return None
    return uuid.uuid5(page, f"autosave {request.user.pk}")
