"""Health for machines: whether the process lives, and whether it can serve."""

from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from redis import Redis
from redis.exceptions import RedisError

from mnr.models import Job


@never_cache
def live(request):
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request):
    """Database, migrations and Redis are there.

    Waiting jobs are told but decide nothing: a silent worker must not take the pages down.
    """
    checks = {"database": _database(), "migrations": False, "redis": _redis()}
    waiting = None
    if checks["database"]:
        with suppress(DatabaseError):
            checks["migrations"] = _is_migrated()
            waiting = _oldest_waiting_seconds()
    is_ready = all(checks.values())
    return JsonResponse(
        {
            "status": "ok" if is_ready else "not ready",
            **{name: "ok" if good else "not ready" for name, good in checks.items()},
            "oldest_waiting_job_seconds": waiting,
        },
        status=200 if is_ready else 503,
    )


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis():
    location = str(settings.CACHES["default"]["LOCATION"])
    try:
        with Redis.from_url(location, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except RedisError:
        return False


def _oldest_waiting_seconds():
    """The age of the job that has waited longest, or None if none waits."""
    oldest = Job.objects.filter(state=Job.State.QUEUED).order_by("created_at").first()
    return oldest and int((timezone.now() - oldest.created_at).total_seconds())
