"""The services about ways in: sessions, personal tokens, identities at the country's provider."""

from mnr.services import identities, sessions, tokens
from tests import factories
from tests.matrix.calls import Call, on, pick, simply
from tests.matrix.oracle import Thing


def end_all_sessions(country):
    person = factories.person()
    yield Call(
        "session.kill_any",
        Thing("session"),
        lambda by: sessions.end_all_sessions(user=person, by=by),
    )


def link(country):
    """One's own account, and somebody else's."""
    _thing, row = pick(country, "user", whose="foreign", state="active")
    yield Call(
        "identity.link_self", None, lambda by: identities.link(user=by, subject="subject", by=by)
    )
    yield Call(
        "identity.link_self",
        Thing("user", "foreign", "active"),
        lambda by: identities.link(user=row, subject="subject", by=by),
    )


def unlink(country):
    """Somebody else's account, which is linked."""
    _thing, row = pick(country, "user", whose="foreign", state="active")
    identities.record_identity(user=row, subject="theirs", by=row)
    yield Call("identity.link_self", None, lambda by: identities.unlink(user=by, by=by))
    yield Call(
        "identity.link_self",
        Thing("user", "foreign", "active"),
        lambda by: identities.unlink(user=row, by=by),
    )


SERVICES = {
    "identities.link": link,
    "identities.unlink": unlink,
    "sessions.end_session": on(
        "session.kill_self",
        "session",
        lambda row, by: sessions.end_session(session=row, by=by),
    ),
    "sessions.end_other_sessions": simply(
        "session.kill_self", lambda by: sessions.end_other_sessions(keep="", by=by)
    ),
    "sessions.end_all_sessions": end_all_sessions,
    "tokens.create_token": simply(
        "token.create_self",
        lambda by: tokens.create_token(name="export", scope="read", days=7, by=by),
    ),
    "tokens.revoke_token": on(
        "token.revoke_self", "token", lambda row, by: tokens.revoke_token(token=row, by=by)
    ),
}
