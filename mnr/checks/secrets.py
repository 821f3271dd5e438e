"""Keys and passwords: their strength, and who may read the files that hold them."""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from mnr import connections, env
from mnr.checks import refuses

PLACEHOLDERS = ("change", "example", "insecure", "password", "placeholder", "secret", "your-")
KNOWN = {"admin", "mnr", "postgres", "redis", "root", "test", "valkey"}
FEWEST_SIGNS = 10  # different ones, in a key of fifty
SHORTEST_PASSWORD = 16


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


@refuses(everywhere=True)
def placeholder_key() -> str:
    """A key that stands in a manual signs sessions for everybody who has read it."""
    if not any(word in key.lower() for key in _keys() for word in PLACEHOLDERS):
        return ""
    return "SECRET_KEY reads like a placeholder. Use at least 50 random characters."


@refuses(everywhere=True)
def repeated_key() -> str:
    """Length alone is no strength."""
    if not any(_repeats(key) for key in _keys()):
        return ""
    return "SECRET_KEY repeats itself. Use at least 50 random characters."


def _repeats(key: str) -> bool:
    return len(set(key)) < FEWEST_SIGNS or key in (key + key)[1:-1]


@refuses
def weak_password() -> str:
    """The passwords that installations are broken into with."""
    weak = [name for name, secret in _passwords() if len(secret) < SHORTEST_PASSWORD]
    weak += [name for name, secret in _passwords() if secret.lower() in KNOWN]
    if not weak:
        return ""
    return (
        f"The password in {weak[0]} is short or known. "
        f"Use at least {SHORTEST_PASSWORD} random characters."
    )


def _passwords() -> Iterator[tuple[str, str]]:
    """Those that the platform gives to its own servers, where there are any."""
    database = settings.DATABASES["default"].get("PASSWORD")
    for name, secret in (("DATABASE_URL", database), ("REDIS_URL", _redis_password())):
        if secret:
            yield name, secret


def _redis_password() -> str:
    return connections.password(settings.REDIS_URL)


@refuses
def one_secret_for_two() -> str:
    """Who learns one would have the other."""
    secrets = [settings.SECRET_KEY, *(secret for _name, secret in _passwords())]
    if len(set(secrets)) == len(secrets):
        return ""
    return "Two of SECRET_KEY, DATABASE_URL and REDIS_URL hold the same secret. Make each its own."


@refuses
def readable_secrets() -> str:
    """A secret that every account of the machine reads is none."""
    for name, path in sorted(env.secret_files().items()):
        if _mode(path) & stat.S_IROTH:
            return f"{name} names {path}, which every account may read. Run chmod o= on it."
    return ""


@refuses
def writable_state() -> str:
    """Reports and style sheets could be exchanged by any account of the machine."""
    if not _mode(settings.STATE_DIR) & stat.S_IWOTH:
        return ""
    return f"Every account may write to {settings.STATE_DIR}. Run chmod o-w on it."


def _mode(path: Path | str) -> int:
    try:
        return Path(path).stat().st_mode
    except OSError:
        return 0
