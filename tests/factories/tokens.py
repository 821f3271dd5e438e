"""Personal tokens, with their text."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from mnr.models import PersonalToken
from mnr.services.tokens import PREFIX

_made = iter(range(1, 10_000_000))


def token(owner, scope="write", days=30, **fields):
    """A token and its text."""
    text = f"{PREFIX}{next(_made):043d}"
    row = PersonalToken.objects.create(
        owner=owner,
        name=fields.pop("name", f"token {text[-6:]}"),
        scope=scope,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        ending=text[-4:],
        expires_at=fields.pop("expires_at", timezone.now() + timedelta(days=days)),
        **fields,
    )
    return row, text
