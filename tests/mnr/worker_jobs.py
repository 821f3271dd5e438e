"""Kinds of jobs for tests with real workers; they tell what they do in a file."""

import os
import signal
import time
from pathlib import Path

from mnr.services import jobs

LONGEST_HOLD = 90


def tell(path, word):
    """Add a line in one write, so that processes do not mix theirs."""
    with Path(path).open("a", encoding="utf-8") as stream:
        stream.write(f"{word}\n")


@jobs.job("test_note", queue="reports")
def note(*, path, word, progress):
    """Write a word, and be done."""
    tell(path, word)


@jobs.job("test_hold", queue="reports")
def hold(*, path, progress):
    """Say which process works, then wait to be let go."""
    tell(path, f"began {os.getpid()}")
    progress(50, "holding")
    deadline = time.monotonic() + LONGEST_HOLD
    while not Path(f"{path}.go").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    tell(path, "ended")


@jobs.job("test_poison", queue="reports")
def poison(*, path, progress):
    """Kill the process that does it."""
    tell(path, "began")
    os.kill(os.getpid(), signal.SIGKILL)
