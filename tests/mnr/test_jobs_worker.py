"""The queue under faults, with real processes: nothing is lost and nothing is done twice."""

import os
import shutil
import signal
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from mnr.models import AuditEvent, Job, Report
from mnr.reports import storage
from mnr.roles import Role
from mnr.services import jobs, reports
from tests import factories
from tests.mnr import worker_jobs  # noqa: F401  its kinds are known here too
from tests.mnr.workers import Broker, scheduler, wait_for, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker():
    """A broker that is not started yet."""
    folder = Path(tempfile.mkdtemp(prefix="mnr-w-"))  # a socket's path must be short
    broker = Broker(folder)
    yield broker
    broker.stop()
    shutil.rmtree(folder)


@pytest.fixture
def start(broker):
    """Start workers and the scheduler; whatever still runs at the end is killed."""
    running = []

    def start(program, **options):
        running.append(program(broker, **options))
        return running[-1]

    yield start
    for program in running:
        program.kill()


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    """Nobody rings on commit: the scheduler has to find every job."""
    monkeypatch.setattr(jobs, "_ring", lambda row: None)


@pytest.fixture
def told(tmp_path):
    """The file in which the tests' jobs tell what they do."""
    path = tmp_path / "told.txt"
    path.touch()
    return path


def lines(told):
    return told.read_text(encoding="utf-8").split("\n")[:-1]


def is_done(job):
    return Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists()


def time_passes(job, attempts):
    """As if the lease of this attempt had run out: waiting for it would take half a minute."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=attempts).update(
        lease_until=Now() - timedelta(seconds=1)
    )


def test_f07_a_wiped_broker_loses_no_job(broker, start, told):
    broker.start()
    queued = [jobs.queue("test_note", path=str(told), word=str(n)) for n in range(20)]
    start(worker, queues="default")  # it dispatches, and does none of the work
    start(scheduler)
    wait_for(lambda: broker.waiting("reports") >= 20, "the ringing for all jobs")
    broker.flush()
    start(worker, queues="reports", processes=2)
    wait_for(lambda: all(map(is_done, queued)), "the work of all jobs")
    assert sorted(lines(told), key=int) == [str(n) for n in range(20)]


def test_f05_a_broker_that_is_down_delays_and_loses_nothing(broker, start, told):
    queued = [jobs.queue("test_note", path=str(told), word=str(n)) for n in range(3)]
    broker.start()
    start(worker)
    start(scheduler)
    wait_for(lambda: all(map(is_done, queued)), "the work of all jobs")
    assert sorted(lines(told)) == ["0", "1", "2"]


def test_f08_a_worker_outlives_restarts_of_the_broker(broker, start, told):
    broker.start()
    start(worker)
    start(scheduler)
    for number in range(3):
        job = jobs.queue("test_note", path=str(told), word=str(number))
        wait_for(lambda job=job: is_done(job), "the job")
        broker.stop()
        broker.start()
    last = jobs.queue("test_note", path=str(told), word="last")
    wait_for(lambda: is_done(last), "the job after the last restart")
    assert lines(told) == ["0", "1", "2", "last"]


def test_f01_a_killed_pool_process_is_taken_over(broker, start, told):
    broker.start()
    start(worker)
    start(scheduler)
    job = jobs.queue("test_hold", path=str(told))
    began = wait_for(lambda: lines(told), "the beginning of the work")
    os.kill(int(began[0].split()[1]), signal.SIGKILL)
    wait_for(lambda: time_passes(job, attempts=1), "the end of the lease")
    wait_for(lambda: len(lines(told)) == 2, "the takeover")
    Path(f"{told}.go").touch()
    wait_for(lambda: is_done(job), "the end of the work")
    job.refresh_from_db()
    assert job.attempts == 2
    assert lines(told).count("ended") == 1


def test_f04_poison_ends_and_other_work_goes_on(broker, start, told):
    broker.start()
    start(worker)
    start(scheduler)
    poison = jobs.queue("test_poison", path=str(told))
    for attempt in (1, 2, 3):
        wait_for(lambda n=attempt: lines(told).count("began") == n, f"attempt {attempt}")
        wait_for(lambda n=attempt: time_passes(poison, n), "the end of the lease")
    wait_for(lambda: Job.objects.filter(pk=poison.pk, state=Job.State.FAILED).exists(), "giving up")
    poison.refresh_from_db()
    assert "stopped 3 times" in poison.error
    other = jobs.queue("test_note", path=str(told), word="other")
    wait_for(lambda: is_done(other), "the other job")
    assert lines(told).count("began") == 3


def test_f02_a_killed_worker_leaves_one_whole_report(broker, start, settings):
    broker.start()
    first = start(worker)
    start(scheduler)
    snapshot = factories.period("2026-Q2", "frozen").snapshots.get()
    report = reports.queue_report(snapshot=snapshot, by=factories.person(Role.SEC))
    in_the_middle = Job.objects.filter(pk=report.job_id, progress__gt=30, progress__lt=90)
    wait_for(in_the_middle.exists, "the middle of the work")
    first.kill()
    assert not Path(settings.REPORTS_DIR).exists()
    time_passes(report.job, attempts=1)
    start(worker)
    wait_for(lambda: is_done(report.job), "the report")
    report.refresh_from_db()
    assert report.status == Report.Status.READY
    assert Job.objects.get().attempts == 2
    assert [path.name for path in Path(settings.REPORTS_DIR).iterdir()] == [f"{report.sha256}.pdf"]
    assert storage.holds(report.sha256)
    assert AuditEvent.objects.filter(action=reports.BUILT).count() == 1
