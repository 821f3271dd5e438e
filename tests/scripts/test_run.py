"""scripts/run, whole: it serves, it names what has died, and it leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

SECONDS = 300  # a start makes a database, beside other tests
TAKEN_FROM_US = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "SITE_URL",
    "MNR_ALLOWED_HOSTS",
)


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def state():
    """A state folder that the servers' account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="mnr-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def run(state, port):
    """Start scripts/run with a state folder and a port of its own; stop it in the end."""
    running = []

    def start(*words):
        environment = {
            name: value for name, value in os.environ.items() if name not in TAKEN_FROM_US
        }
        running.append(
            subprocess.Popen(
                ["scripts/run", "--no-demo", "--port", str(port), *words],
                cwd=settings.BASE_DIR,
                env=environment | {"MNR_STATE_DIR": str(state)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.terminate()
        process.communicate(timeout=SECONDS)


def read_until(process, words):
    until = time.monotonic() + SECONDS
    for line in process.stderr:
        assert time.monotonic() < until
        if words in line:
            return line
    raise AssertionError(f"It ended without saying {words!r}.")


def process_with(state, words):
    """The process of this platform whose command line has the words."""
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda folder: int(folder.name)):
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
        except OSError:
            continue
        if words.encode() in command and f"MNR_STATE_DIR={state}".encode() in environment:
            return int(folder.name)
    return None


def test_stopping_is_no_failure_and_what_died_is_said(run, state, port):
    """Twice with the same state folder: the second start finds what the first one made."""
    platform = run()
    read_until(platform, "Ready in")
    assert "begin_country" in platform.stdout.readline() + "".join(
        platform.stdout.readline() for _line in range(2)
    )
    platform.send_signal(signal.SIGINT)
    assert platform.wait(SECONDS) == 0

    platform = run()
    assert f"http://localhost:{port}" in read_until(platform, "Ready in")
    with pytest.raises(urllib.error.HTTPError) as page:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/there-is-no-such-page")
    page.value.close()
    assert page.value.code == 404

    os.kill(process_with(state, "celery -A mnr worker"), signal.SIGKILL)
    said = read_until(platform, "Its log says why")
    assert said.startswith("run: The worker ended with code 137.")
    assert said.rstrip().endswith(f"{state}/log/worker.log")
    assert platform.wait(SECONDS) == 1
    for words in ("gunicorn", "celery", "postgres", "valkey"):
        assert process_with(state, words) is None


def test_a_taken_port_is_named_with_another(run, port):
    with socket.create_server(("127.0.0.1", port)):
        platform = run()
        assert f"scripts/run --port {port + 1}" in read_until(platform, f"Port {port} is taken")
        assert platform.wait(SECONDS) == 1


def test_a_missing_case_is_named(run):
    platform = run("--case", "none.json")
    assert read_until(platform, "There is no file none.json.")
    assert platform.wait(SECONDS) == 2


@pytest.mark.parametrize("words", [["--port", "many"], ["--what"]])
def test_wrong_words_are_refused(run, words):
    assert run(*words).wait(SECONDS) > 0
