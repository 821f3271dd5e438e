"""The queue in the database: taken once, taken over, given up, asked for once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now

from mnr.models import Job
from mnr.services import jobs
from mnr.services.errors import Refused

KIND = "test_kind"


@pytest.fixture
def work():
    """What the jobs of the test kind do, for the test to set; and what was told of failures."""

    class Work:
        done: list = []
        failures: list = []
        act = None

    work = Work()
    work.done, work.failures = [], []

    def function(*, progress, **arguments):
        work.done.append(arguments)
        if work.act:
            work.act(progress=progress, **arguments)

    def failed(*, reason, **arguments):
        work.failures.append((reason, arguments))

    jobs.job(KIND, queue="reports", attempts=3, failed=failed)(function)
    yield work
    del jobs.HANDLERS[KIND]


@pytest.fixture
def sent(monkeypatch):
    """The messages that would go to the broker."""
    messages = []
    monkeypatch.setattr(
        jobs.run_job, "apply_async", lambda args, **options: messages.append((args[0], options))
    )
    return messages


def silence(job):
    """As if the job's worker had stopped a while ago."""
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def set_state(job, **fields):
    Job.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()


@pytest.mark.django_db
class TestRun:
    def test_a_job_is_done_once(self, work):
        job = jobs.queue(KIND, number=7)
        assert jobs.run(job.pk)
        assert not jobs.run(job.pk)
        assert work.done == [{"number": 7}]
        job.refresh_from_db()
        assert (job.state, job.progress, job.attempts) == ("done", 100, 1)
        assert job.lease_until is None

    def test_a_running_job_is_left_alone_until_its_lease_ends(self, work):
        job = jobs.queue(KIND)
        assert jobs._take(job.pk)
        assert not jobs.run(job.pk)
        silence(job)
        assert jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("done", 2)

    def test_who_lost_the_job_changes_nothing_more(self, work):
        job = jobs.queue(KIND)
        slow = jobs._take(job.pk)
        silence(job)
        fast = jobs._take(job.pk)
        jobs._progress(slow)(50, "late")
        jobs._give_up(slow, jobs._mine(slow), "late")
        job.refresh_from_db()
        assert (job.state, job.progress, job.error) == ("running", 0, "")
        assert work.failures == []
        jobs._progress(fast)(60, "mine")
        job.refresh_from_db()
        assert (job.progress, job.progress_text) == (60, "mine")

    def test_a_zombie_of_before_the_retry_changes_nothing_either(self, work):
        job = jobs.queue(KIND)
        zombie = jobs._take(job.pk)
        set_state(job, state="failed", lease_until=None)
        jobs.retry(job=job, by=None)
        again = jobs._take(job.pk)
        set_state(job, started_at=again.started_at + timedelta(seconds=1))
        assert again.attempts == zombie.attempts
        assert not jobs._mine(zombie).exists()

    def test_an_error_is_tried_again_and_in_the_end_told_once(self, work):
        def crash(**arguments):
            raise RuntimeError("broken")

        work.act = crash
        job = jobs.queue(KIND, number=1)
        for state in ("queued", "queued", "failed"):
            assert jobs.run(job.pk)
            job.refresh_from_db()
            assert job.state == state
        assert not jobs.run(job.pk)
        assert len(work.failures) == 1
        reason, arguments = work.failures[0]
        assert str(job.pk) in reason
        assert "broken" not in reason
        assert arguments == {"number": 1}

    def test_what_is_refused_fails_at_once_with_its_words(self, work):
        def refuse(**arguments):
            raise Refused("The storage is full.")

        work.act = refuse
        job = jobs.queue(KIND)
        jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error, job.attempts) == ("failed", "The storage is full.", 1)
        assert work.failures == [("The storage is full.", {})]

    def test_a_kind_that_is_not_known_here_waits_for_who_knows_it(self, sent):
        job = jobs.queue("of_a_newer_version")
        set_state(job, created_at=job.created_at - timedelta(minutes=1))
        assert not jobs.run(job.pk)
        jobs.dispatch()
        job.refresh_from_db()
        assert (job.state, sent) == ("queued", [])

    def test_more_takeovers_than_attempts_end_it(self, work):
        job = jobs.queue(KIND)
        set_state(job, attempts=3)
        assert jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, work.done, len(work.failures)) == ("failed", [], 1)

    def test_a_failing_callback_leaves_the_job_to_be_taken_over(self, work):
        def refuse(**arguments):
            raise Refused("no")

        def broken(**arguments):
            raise OperationalError("the database restarts")

        work.act = refuse
        jobs.job(KIND, failed=broken)(jobs.HANDLERS[KIND].function)
        job = jobs.queue(KIND)
        with pytest.raises(OperationalError), transaction.atomic():
            jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == "queued"


@pytest.mark.django_db
class TestDispatch:
    def test_it_rings_for_what_the_bell_missed(self, work, sent):
        job = jobs.queue(KIND)
        jobs.dispatch()
        assert sent == []  # its own bell is just ringing
        set_state(job, created_at=job.created_at - timedelta(seconds=3))
        jobs.dispatch()
        assert sent == [(str(job.pk), {"queue": "reports", "expires": 60, "retry": False})]

    def test_it_rings_for_a_silent_worker_s_job(self, work, sent):
        job = jobs.queue(KIND)
        jobs._take(job.pk)
        jobs.dispatch()
        assert sent == []
        silence(job)
        jobs.dispatch()
        assert [key for key, _options in sent] == [str(job.pk)]

    def test_a_worker_that_was_stopped_too_often_fails_the_job_once(self, work, sent):
        job = jobs.queue(KIND)
        for _attempt in range(3):
            jobs._take(job.pk)
            silence(job)
        jobs.dispatch()
        jobs.dispatch()
        job.refresh_from_db()
        assert job.state == "failed"
        assert "stopped 3 times" in job.error
        assert len(work.failures) == 1
        assert sent == []

    def test_without_a_broker_it_stops_asking(self, work, monkeypatch):
        calls = []

        def down(*args, **options):
            calls.append(args)
            raise OSError("no broker")

        monkeypatch.setattr(jobs.run_job, "apply_async", down)
        for number in range(3):
            job = jobs.queue(KIND, number=number)
            set_state(job, created_at=job.created_at - timedelta(seconds=3))
        jobs.dispatch()
        assert len(calls) == 1


@pytest.mark.django_db
class TestQueue:
    def test_asked_again_it_is_the_same_job_until_it_is_finished(self, work):
        first = jobs.queue(KIND, once="a")
        assert jobs.queue(KIND, once="a") == first
        assert jobs.queue(KIND, once="b") != first
        jobs.run(first.pk)
        assert jobs.queue(KIND, once="a") != first

    def test_it_goes_to_the_queue_of_its_kind(self, work):
        assert jobs.queue(KIND).queue == "reports"

    def test_a_failed_job_gets_all_its_attempts_again(self, work):
        job = jobs.queue(KIND)
        set_state(job, state="failed", attempts=3, error="no", progress=40)
        jobs.retry(job=job, by=None)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.error, job.progress) == ("queued", 0, "", 0)
        jobs.run(job.pk)
        jobs.retry(job=job, by=None)
        job.refresh_from_db()
        assert job.state == "done"

    def test_the_bell_rings_after_the_commit_only(
        self, work, sent, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            jobs.queue(KIND)
        assert len(callbacks) == 1
        assert sent == []


def in_threads(count, act):
    """Call from many threads at once; each closes its connection."""
    barrier = threading.Barrier(count)

    def each(number):
        try:
            barrier.wait(10)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(each, range(count)))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_many_takes_the_job(self, work):
        job = jobs.queue(KIND)
        assert sorted(in_threads(8, lambda number: jobs.run(job.pk))) == [False] * 7 + [True]
        assert len(work.done) == 1

    def test_many_who_ask_get_one_job(self, work, sent):
        def ask(number):
            with transaction.atomic():
                return jobs.queue(KIND, once="the same").pk

        assert len(set(in_threads(8, ask))) == 1
        assert Job.objects.count() == 1

    def test_the_lease_is_renewed_for_as_long_as_the_work_takes(self, work, monkeypatch):
        monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.01)
        job = jobs.queue(KIND)
        renewed = threading.Event()

        def wait_for_renewal(**arguments):
            silence(job)
            for _try in range(1000):
                job.refresh_from_db()
                if Job.objects.filter(pk=job.pk, lease_until__gt=Now()).exists():
                    return renewed.set()

        work.act = wait_for_renewal
        jobs.run(job.pk)
        assert renewed.is_set()
