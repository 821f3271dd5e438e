"""What was typed when a session had ended: held, signed, while its author signs in again.

It travels in the sign-in form, not in the database: the server stores nothing for strangers.
Who is signed in and only has to confirm that it is them finds it in their session.
"""

from django.core import signing

SALT = "held-post"
LONGEST_HOLD_SECONDS = 24 * 60 * 60
LARGEST_BYTES = 100_000
FIELD = "held"
SESSION_KEY = "held_post"
SECRETS = {"password", "password1", "password2", "oldpassword", "credential"}
SKIPPED = {"csrfmiddlewaretoken", "once"} | SECRETS


def seal(request) -> str:
    """The form that was sent, as a signed text; empty if it is too large to carry."""
    fields = {name: values for name, values in request.POST.lists() if name not in SKIPPED}
    sealed = signing.dumps({"path": request.path, "fields": fields}, salt=SALT, compress=True)
    return sealed if len(sealed) <= LARGEST_BYTES else ""


def unseal(text: str) -> dict | None:
    """{"path", "fields"} of a held form, or None if it is stale or was tampered with."""
    try:
        return signing.loads(text, salt=SALT, max_age=LONGEST_HOLD_SECONDS)
    except signing.BadSignature:
        return None


def keep(request) -> bool:
    """Keep the form that was sent in the sender's session; whether it was small enough."""
    held = seal(request)
    if held:
        request.session[SESSION_KEY] = held
    return bool(held)
