"""Real processes for tests of the queue: a broker, workers and the scheduler, all their own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from mnr.embedded import engines
from mnr.embedded.owner import Owner

LONGEST_WAIT = 90  # seconds, for machines that do much else


def wait_for(condition, what):
    """Wait until the condition holds, and give its value; fail after a bounded time."""
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {LONGEST_WAIT} seconds")


class Broker:
    """Valkey on a socket of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.socket = folder / "broker.sock"
        self.process = None

    @property
    def url(self):
        return f"unix://{self.socket}"

    @property
    def client(self):
        return redis.Redis(unix_socket_path=str(self.socket))

    def start(self):
        me = Owner("", os.geteuid(), os.getegid())
        program = engines.valkey_binary(me, self.folder)
        self.process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", self.socket, "--save", "", "--dir", "."],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )
        wait_for(self.answers, "the start of the broker")

    def answers(self):
        with suppress(redis.RedisError), self.client as client:
            return client.ping()
        return False

    def flush(self):
        """Forget every message."""
        with self.client as client:
            client.flushall()

    def waiting(self, queue):
        """How many messages wait in a queue."""
        with self.client as client:
            return client.llen(queue)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class Program:
    """A Celery process that works on the database of the tests."""

    def __init__(self, broker: Broker, *words: str):
        self.log = broker.folder / f"{words[0]}.log"
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": broker.url,
            "MNR_STATE_DIR": str(settings.STATE_DIR),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "mnr.celery", *words],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self):
        """As a machine that loses its power: everything at once, without a word."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def worker(broker, processes=1, queues="default,reports"):
    """A worker, which also knows the kinds of jobs of the tests."""
    return Program(
        broker,
        "worker",
        "--include=tests.mnr.worker_jobs",
        f"--queues={queues}",
        f"--concurrency={processes}",
        "--without-gossip",
        "--without-mingle",
    )


def scheduler(broker):
    """The scheduler, which rings for waiting jobs every five seconds."""
    return Program(broker, "beat", f"--schedule={broker.folder / 'schedule'}", "--pidfile=")


def database_url():
    """The address of the tests' database, for the application."""
    base, mark, query = settings.DATABASE_URL.partition("?")
    return f"{base.rpartition('/')[0]}/{connection.settings_dict['NAME']}{mark}{query}"
