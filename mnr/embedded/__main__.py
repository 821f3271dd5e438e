"""The launcher on the command line: start the servers, run a command, stop them."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from mnr.embedded import CannotStart, started
from mnr.embedded import owner as accounts
from mnr.embedded.session import home_of


def main() -> int:
    """Run the command that stands after `--`, and give its exit code."""
    asked, signals = arguments(), Signals()
    try:
        with state_folder(asked.state) as state, started(state, asked.fast) as addresses:
            environment = os.environ | addresses | {"MNR_STATE_DIR": str(state)}
            return run(asked.command, environment, signals)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m mnr.embedded", description=__doc__)
    run = parser.add_subparsers(required=True).add_parser("run", help="run a command beside them")
    run.add_argument("--state", type=Path, help="folder to keep everything in; else a passing one")
    run.add_argument("--fast", action="store_true", help="for tests: a power cut loses the data")
    run.add_argument("command", nargs="+", metavar="-- COMMAND")
    return parser.parse_args()


@contextmanager
def state_folder(asked: Path | None) -> Iterator[Path]:
    """The folder asked for, or one that is gone afterwards."""
    if asked:
        yield asked
        return
    state = Path(tempfile.mkdtemp(prefix="mnr-"))
    state.chmod(0o711)
    try:
        yield state
    finally:
        for folder in (home_of(state, accounts.choose(state)), state):
            shutil.rmtree(folder, ignore_errors=True)


class Signals:
    """Passes signals on to the command. One that comes before it has started is kept for it.

    They are asked for before anything starts: none is lost while the servers do, and a shell that
    finds a signal ignored, as behind `&`, cannot trap it.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.early: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.pass_on)

    def pass_on(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGINT and sys.stdin.isatty() and self.process:
            return  # a terminal tells both of us
        if self.process:
            self.process.send_signal(number)
        else:
            self.early.append(number)

    def begin(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        for number in self.early:  # it came while the command started
            process.send_signal(number)


def run(command: list[str], environment: dict[str, str], signals: Signals) -> int:
    """Run the command; pass signals on, and end it with us should we be killed."""
    if signals.early:
        return 128 + signals.early[0]
    words = ["setpriv", "--pdeathsig", "TERM", "--", *command]
    process = subprocess.Popen(words, env=environment)
    signals.begin(process)
    code = process.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
