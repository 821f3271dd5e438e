"""The servers behind the platform: database, Redis and mail."""

import time

from django.conf import settings
from django.db import connection

from mnr import connections, database_roles
from mnr.checks import refuses, warns
from mnr.models import Country

CHECKED = ("require", "verify-ca", "verify-full")  # the modes of sslmode that insist on TLS
FURTHEST_CLOCK = 60  # seconds


@refuses
def database_without_tls() -> str:
    """Everything would pass over the network readable."""
    database = settings.DATABASES["default"]
    mode = database["OPTIONS"].get("sslmode", "prefer")
    if connections.is_local(database["HOST"]) or mode in CHECKED or settings.MNR_PRIVATE_NETWORK:
        return ""
    return (
        f"DATABASE_URL reaches {database['HOST']} with sslmode={mode}. Add sslmode=verify-full, "
        "or set MNR_PRIVATE_NETWORK=1 if nothing else is on that network."
    )


@warns
def database_not_verified() -> str:
    """TLS with anybody at the other end."""
    database = settings.DATABASES["default"]
    mode = database["OPTIONS"].get("sslmode")
    if mode not in ("require", "verify-ca") or connections.is_local(database["HOST"]):
        return ""
    return f"DATABASE_URL has sslmode={mode}, which does not check whose certificate it is."


@refuses
def database_without_password() -> str:
    """A database that asks nobody."""
    database = settings.DATABASES["default"]
    proof = database["PASSWORD"] or {"sslcert", "passfile", "service"} & set(database["OPTIONS"])
    if proof or connections.is_local(database["HOST"]):
        return ""
    return f"DATABASE_URL reaches {database['HOST']} without a password. Give it one."


@refuses(database=True)
def application_owns_tables() -> str:
    """Who owns a table can switch off what guards its history."""
    if not database_roles.owns_tables():
        return ""
    return (
        "DATABASE_URL signs in as the owner of the tables, for whom no history is fixed. Set it "
        f"to {database_roles.APPLICATION}, and DATABASE_OWNER_URL, for migrate alone, to the owner."
    )


@refuses
def redis_without_password() -> str:
    """Whoever reaches Redis could ring its bells and empty its counters."""
    host = connections.host(settings.REDIS_URL)
    if connections.is_local(host) or connections.password(settings.REDIS_URL):
        return ""
    return f"REDIS_URL reaches {host} without a password. Set one: redis://:PASSWORD@{host}:6379."


@refuses
def redis_without_tls() -> str:
    """The password would pass over the network readable."""
    host = connections.host(settings.REDIS_URL)
    if connections.is_local(host) or settings.MNR_PRIVATE_NETWORK:
        return ""
    if settings.REDIS_URL.startswith("rediss://"):
        return ""
    return (
        f"REDIS_URL reaches {host} without TLS. Write rediss://, "
        "or set MNR_PRIVATE_NETWORK=1 if nothing else is on that network."
    )


@refuses
def mail_server() -> str:
    """Nobody would hear of a deadline, and nobody could set a password."""
    if settings.EMAIL_HOST:
        return ""
    return "EMAIL_HOST is not set, so no mail leaves. Name the server that takes mail."


@refuses
def mail_sender() -> str:
    """Mail from nowhere is thrown away."""
    if not settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        return ""
    return "MNR_EMAIL_FROM is not set. Set it to the address that mail comes from."


@refuses
def mail_without_tls() -> str:
    """Links that set passwords would pass over the network readable."""
    if settings.EMAIL_USE_TLS or not settings.EMAIL_HOST:
        return ""
    if connections.is_local(settings.EMAIL_HOST):
        return ""
    return f"EMAIL_USE_TLS is off, but {settings.EMAIL_HOST} is another machine. Set it to 1."


@refuses(database=True)
def public_demonstration() -> str:
    """Everybody knows the password of the demonstration's people."""
    if not Country.objects.filter(is_demonstration=True).exists():
        return ""
    return (
        f"The database holds the demonstration, and SITE_URL is {settings.SITE_URL}. "
        "Its password is public: start a real country on a database of its own."
    )


@refuses(database=True)
def clocks_apart() -> str:
    """Deadlines, sessions and the trail would disagree."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    if apart <= FURTHEST_CLOCK:
        return ""
    return (
        f"This machine's clock and the database's are {apart:.0f} seconds apart. "
        "Set both by the same time service."
    )
