"""The launcher on the command line."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from mnr.embedded import started

SECONDS = 30


def launch(state, *command):
    """The launcher, beside which the command runs."""
    words = ["-m", "mnr.embedded", "run", "--fast", "--state", str(state), "--", *command]
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until(is_so):
    until = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def processes_of(state):
    """Processes that stand in the state folder or name it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + bytes((process / "cwd").readlink())
        except OSError:
            continue
        if bytes(state) in words:
            found.append(process.name)
    return found


def test_the_command_has_the_addresses_and_gives_the_exit_code(folder):
    script = 'test -S "${REDIS_URL#unix://}" && echo "$DATABASE_URL in $MNR_STATE_DIR" && exit 7'
    with launch(folder / "state", "sh", "-c", script) as launcher:
        said, _ = launcher.communicate(timeout=SECONDS)
    assert said.startswith("postgresql:///mnr?host=")
    assert said.endswith(f" in {folder}/state\n")
    assert launcher.returncode == 7
    assert not processes_of(folder)


def test_without_a_folder_everything_is_gone_afterwards(folder):
    words = ["-m", "mnr.embedded", "run", "--fast", "--", "sh", "-c", "echo $MNR_STATE_DIR"]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert not Path(done.stdout.strip()).exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_then_the_servers(folder, number):
    state = folder / "state"
    with launch(state, "sleep", "1000") as launcher:
        wait_until((state / "running.json").exists)
        launcher.send_signal(number)
        assert launcher.wait(SECONDS) == 128 + number
    assert not processes_of(state)


def test_the_command_may_trap_a_signal_that_was_ignored_before_us(folder):
    """As behind `&` in a script, where a shell ignores Ctrl-C."""
    state = folder / "state"
    trapping = f"trap 'exit 9' INT; touch {folder}/up; while :; do sleep 0.1; done"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    with launch(state, "sh", "-c", trapping) as launcher:
        signal.signal(signal.SIGINT, before)
        wait_until((folder / "up").exists)
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(SECONDS) == 9


def test_a_killed_launcher_takes_everything_with_it_and_the_next_start_works(folder):
    state = folder / "state"
    with launch(state, "sleep", "1000") as launcher:
        wait_until((state / "running.json").exists)
        launcher.kill()
    with started(state, fast=True) as addresses:
        assert len(addresses) == 3
    wait_until(lambda: not processes_of(state))


def test_killed_servers_start_again(folder):
    state = folder / "state"
    with launch(state, "sleep", "1000") as launcher:
        wait_until((state / "running.json").exists)
        for pid in processes_of(state):
            if pid != str(launcher.pid):
                os.kill(int(pid), signal.SIGKILL)
        launcher.kill()
    with started(state, fast=True) as addresses:
        assert len(addresses) == 3
