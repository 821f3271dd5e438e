"""Work after the answer. The Job row is the queue; Redis only rings the bell.

A job is written in the transaction of the change that causes it. `dispatch`, which the scheduler
calls every few seconds, finds what the bell missed and what a killed worker left behind.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from celery import shared_task
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import origins, permissions
from mnr.models import Job
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import Refused

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=25)
HEARTBEAT_SECONDS = 5
MESSAGE_EXPIRES_SECONDS = 60
UNEXPECTED = "Something went wrong on our side. It was logged under job {id}."
GAVE_UP = (
    "The worker was stopped {attempts} times while doing this. Try again, or tell the operator."
)
NO_LONGER = _("The person who asked for this may no longer do so. Somebody who may can try again.")


@dataclass(frozen=True)
class Handler:
    """What does the work of one kind of job, and what is told when it finally fails."""

    function: Callable
    queue: str
    attempts: int
    failed: Callable | None
    action: Action | None


HANDLERS: dict[str, Handler] = {}


def job(kind, *, queue="default", attempts=3, failed=None, action=None):
    """Register a function as the worker of a kind of job.

    It is called as `function(progress=…, **arguments)` and must be safe to run twice;
    `failed(reason=…, **arguments)` is called once when all attempts are used up. Whoever asked for
    it must still have the `action` when the work begins.
    """

    def register(function):
        HANDLERS[kind] = Handler(function, queue, attempts, failed, action)
        return function

    return register


def queue(kind, *, by=None, once="", **arguments) -> Job:
    """Write a job in the current transaction. With `once`, an unfinished equal job is returned."""
    handler = HANDLERS.get(kind)
    fields = {
        "kind": kind,
        "queue": handler.queue if handler else "default",
        "arguments": arguments,
        "requested_by": by,
        "once": once,
    }
    try:
        with transaction.atomic():
            row = Job.objects.create(**fields)
    except IntegrityError:
        if once and (found := Job.objects.unfinished().filter(once=once).first()):
            return found
        row = Job.objects.create(**fields)  # the equal job has been finished in the meantime
    transaction.on_commit(lambda: _ring(row))
    return row


def retry(*, job: Job, by) -> None:
    """Put a failed job back in the queue, with all its attempts."""
    Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        requested_by=by,
        state=Job.State.QUEUED,
        attempts=0,
        error="",
        progress=0,
        progress_text="",
        finished_at=None,
    )
    transaction.on_commit(lambda: _ring(job))


@transaction.atomic
def retry_by_hand(*, job: Job, by) -> Job:
    """Somebody puts a failed job back in the queue. Asks permission."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    permissions.require(by, Action.JOB_RETRY, job)
    retry(job=job, by=by)
    audit.record(Action.JOB_RETRY, job, by, {"kind": [None, job.kind]})
    return job


def run(job_id) -> bool:
    """Take the job, if it is free, and do its work. Whether it was taken."""
    row = _take(job_id)
    if row is None:
        return False
    with origins.during_job(row.kind):
        _work(row, HANDLERS[row.kind])
    return True


def _work(row, handler):
    """Do the work of a job that was taken, or say why it is not done."""
    if row.attempts > handler.attempts:
        return _give_up(row, _mine(row), GAVE_UP.format(attempts=handler.attempts))
    if not _may_still(row, handler):
        return _give_up(row, _mine(row), str(NO_LONGER))
    try:
        with _lease(row):
            handler.function(progress=_progress(row), **row.arguments)
    except Refused as refusal:
        _give_up(row, _mine(row), str(refusal.message))
    except Exception:
        logger.exception("job %s (%s) failed, attempt %s", row.pk, row.kind, row.attempts)
        _after_failure(row, handler)
    else:
        _mine(row).update(
            state=Job.State.DONE, progress=100, finished_at=Now(), lease_until=None, error=""
        )
    return None


@shared_task(name="mnr.run_job")
def run_job(job_id):
    """The bell: a worker heard of a job."""
    run(job_id)


@shared_task(name="mnr.services.jobs.dispatch")
def dispatch():
    """Ring for every job that waits, and take back those whose worker went silent.

    Kinds that this process does not know are left to a worker that does.
    """
    known = Job.objects.filter(kind__in=HANDLERS)
    silent = Q(state=Job.State.RUNNING, lease_until__lt=Now())
    for row in known.filter(silent):
        if row.attempts >= HANDLERS[row.kind].attempts:
            # unless its worker has just come back and renewed the lease
            _give_up(
                row,
                _mine(row).filter(lease_until=row.lease_until),
                GAVE_UP.format(attempts=row.attempts),
            )
    waiting = Q(state=Job.State.QUEUED) & Q(created_at__lt=Now() - timedelta(seconds=2))
    for row in known.filter(waiting | silent).order_by("created_at", "pk")[:200]:
        if not _send(row):
            break  # no broker: the next round tries again


def _take(job_id):
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=Now())
    taken = Job.objects.filter(free, pk=job_id, kind__in=HANDLERS).update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=Now() + LEASE,
        started_at=Now(),
    )
    return Job.objects.select_related("requested_by").get(pk=job_id) if taken else None


def _may_still(row, handler):
    """Whether whoever asked still has the right; the calendar's own jobs have nobody to ask."""
    if handler.action is None or row.requested_by is None:
        return True
    return permissions.offered(row.requested_by, handler.action)


def _mine(row):
    """The row, unless another worker took it over in the meantime."""
    return Job.objects.filter(
        pk=row.pk, state=Job.State.RUNNING, attempts=row.attempts, started_at=row.started_at
    )


@contextmanager
def _lease(row):
    """Keep the lease alive from a thread of its own for as long as the work takes."""
    stop = threading.Event()

    def beat():
        try:
            while not stop.wait(HEARTBEAT_SECONDS):
                _renew(row)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(row):
    try:
        _mine(row).update(lease_until=Now() + LEASE)
    except DatabaseError as error:  # a restart of the database: the next beat connects anew
        logger.warning("could not renew the lease of job %s: %s", row.pk, type(error).__name__)
        connection.close()


def _progress(row):
    def report(percent, text=""):
        _mine(row).update(progress=percent, progress_text=str(text)[:200])

    return report


def _after_failure(row, handler):
    if not connection.in_atomic_block:
        close_old_connections()  # what failed may have been the database
    if row.attempts >= handler.attempts:
        _give_up(row, _mine(row), UNEXPECTED.format(id=row.pk))
    else:
        _mine(row).update(state=Job.State.QUEUED, lease_until=None)


@transaction.atomic
def _give_up(row, mine, reason):
    """Fail the job for good and tell its kind, unless it is no longer ours to fail."""
    failed = mine.update(
        state=Job.State.FAILED, error=reason[:500], finished_at=Now(), lease_until=None
    )
    handler = HANDLERS[row.kind]
    if failed and handler.failed:
        handler.failed(reason=reason[:500], **row.arguments)


def _ring(row):
    """Tell the workers without making the request wait for Redis."""
    threading.Thread(target=_send, args=(row,), daemon=True).start()


def _send(row):
    """Whether the broker took the message. If it did not, the dispatcher will find the row."""
    try:
        run_job.apply_async(
            (str(row.pk),), queue=row.queue, expires=MESSAGE_EXPIRES_SECONDS, retry=False
        )
    except Exception as error:
        logger.warning("could not ring for job %s: %s", row.pk, type(error).__name__)
        return False
    return True
