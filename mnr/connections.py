"""Addresses of the database, of Redis and of the site, read once by the settings."""

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from mnr.env import WrongSetting, env_str

ORIGIN = re.compile(r"[A-Za-z0-9.:\[\]-]+")  # nothing that begins another part of a policy


def site_url(name: str) -> str:
    """The address people type, without a path: https://…, or http:// for a demonstration."""
    value = env_str(name, "https://localhost").rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise WrongSetting(
            f"{name} is {value!r}. Set it to an address such as https://mnr.example."
        )
    return value


def contact(name: str) -> str:
    """Where weaknesses are reported, as an address to follow: mailto:… or https://…."""
    value = env_str(name, "")
    address = f"mailto:{value}" if "@" in value and ":" not in value else value
    if address and (not address.startswith(("mailto:", "https://")) or not address.isprintable()):
        raise WrongSetting(f"{name} is {value!r}. Set it to a mail address or an https:// address.")
    return address


def issuer(name: str, site: str) -> str:
    """The provider of identities, to the letter as it names itself; empty if there is none."""
    value = env_str(name, "")
    parts = urlsplit(value)
    trying_out = parts.scheme == "http" and is_local(parts.hostname or "") and "http://" in site
    if value and not ((parts.scheme == "https" and parts.hostname) or trying_out):
        raise WrongSetting(f"{name} is {value!r}. Set it to the issuer's address, with https://.")
    return value


def origins(issuer: str, others: list[str]) -> list[str]:
    """Schemes and hosts of a provider's pages, as policies for browsers name them."""
    found = []
    for value in filter(None, [issuer, *others]):
        parts = urlsplit(value)
        if parts.scheme not in ("https", "http") or not ORIGIN.fullmatch(parts.netloc):
            raise WrongSetting(f"MNR_OIDC_ORIGINS names {value!r}. Set it to https://HOST, …")
        found.append(f"{parts.scheme}://{parts.netloc}")
    return found


def host(url: str) -> str:
    """The host that an address names; nothing for a socket."""
    return urlsplit(url).hostname or ""


def password(url: str) -> str:
    """The password that an address holds, if any."""
    return unquote(urlsplit(url).password or "")


def is_local(name: str) -> bool:
    """Whether a host is this machine: a socket, a name of localhost, or a loopback address."""
    if not name or name.startswith("/") or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def database(url: str, statement_seconds: int) -> dict[str, Any]:
    """Django's settings for PostgreSQL; a page gives up rather than wait for ever."""
    try:
        settings: dict[str, Any] = dict(
            dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        )
    except ValueError:
        settings = {"ENGINE": None}
    if settings["ENGINE"] != "django.db.backends.postgresql":
        raise WrongSetting(
            "DATABASE_URL must name PostgreSQL: postgresql://user:password@host/name."
        )
    options = settings.setdefault("OPTIONS", {})
    for part in ("host", "port", "user", "password"):
        if part in options:  # as in postgresql:///name?host=/folder/of/socket
            settings[part.upper()] = options.pop(part)
    limits = {
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
        "statement_timeout": f"{statement_seconds}s",
    }
    options["options"] = " ".join(f"-c {limit}={value}" for limit, value in limits.items())
    return settings


def broker(url: str) -> str:
    """Redis for Celery, database 0."""
    parts = _redis(url)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}?virtual_host=0"
    return f"{parts.scheme}://{parts.netloc}/0"


def cache(url: str) -> str:
    """Redis for the cache, database 1: emptying it touches no message."""
    parts = _redis(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db=1"
    return f"{parts.scheme}://{parts.netloc}/1"


def _redis(url: str) -> Any:
    parts = urlsplit(url)
    if parts.scheme not in ("redis", "rediss", "unix") or not (
        parts.hostname or parts.scheme == "unix"
    ):
        raise WrongSetting(
            "REDIS_URL must read redis://host:port, rediss://host:port or unix:///socket."
        )
    if parts.path.strip("/").isdigit():
        raise WrongSetting("REDIS_URL must not name a database: the platform uses 0 and 1.")
    return parts
