"""One platform on one state folder: its servers, its lock and the note of where they listen."""

import fcntl
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

from mnr.embedded import owner as accounts
from mnr.embedded.owner import CannotStart, Owner
from mnr.embedded.servers import Place, Postgres, Valkey

SERVERS: dict[str, type[Postgres] | type[Valkey]] = {
    "DATABASE_URL": Postgres,
    "REDIS_URL": Valkey,
}
SHARED = ("SECRET_KEY_FILE", "SITE_URL")  # what a command in a second terminal needs as well
OUTSIDE = Path("/var/lib/mnr")
# The system allows 107 bytes for folder and name, and addresses no blanks.
PLAIN_SOCKET_FOLDER = re.compile(r"[a-zA-Z0-9_./+-]{1,80}")


@contextmanager
def started(state: Path, fast: bool = False) -> Iterator[dict[str, str]]:
    """Run the servers that the environment does not name, and give their addresses."""
    state = state.absolute()
    _make_state(state)
    with ExitStack() as stack:
        stack.enter_context(_locked(state))
        home, owner = _home(state)
        sockets = stack.enter_context(_socket_folder(home, owner))
        logs = state / "log"
        logs.mkdir(mode=0o700, exist_ok=True)
        place = Place(owner, home, sockets, logs, fast)
        addresses: dict[str, str] = {}
        for name, kind in SERVERS.items():
            if not os.environ.get(name):
                server = kind(place)
                server.stop_leftover()
                stack.callback(server.stop)
                addresses |= server.start()
        stack.enter_context(_noted(state, addresses))
        yield addresses


def _make_state(state: Path) -> None:
    if not state.parent.is_dir():
        raise CannotStart(
            f"The folder {state.parent} does not exist. Make it, or correct the path."
        )
    if not state.exists():
        own_folder(state, 0o711)


def own_folder(path: Path, mode: int) -> None:
    """A new folder of ours, with this mode whatever the umask is."""
    path.mkdir()
    path.chmod(mode)


def home_of(state: Path, owner: Owner) -> Path:
    """Where the servers keep their data: within the state folder if their account gets there."""
    if owner.reaches(state):
        return state / "embedded"
    return OUTSIDE / sha256(bytes(state)).hexdigest()[:12]


def _home(state: Path) -> tuple[Path, Owner]:
    owner = accounts.choose(state / "embedded" / "postgresql")
    home = home_of(state, owner)
    owner = accounts.choose(home / "postgresql")
    if home.parent == OUTSIDE:
        told = f"The account {owner.name} cannot reach {state}: the databases are kept in {home}."
        print(told, file=sys.stderr)
        if not OUTSIDE.exists():
            own_folder(OUTSIDE, 0o711)
    if not home.exists():
        own_folder(home, 0o711)
    if not owner.reaches(home):
        raise CannotStart(
            f"The account {owner.name} cannot reach {home}. "
            "Set MNR_STATE_DIR to a folder that every account may enter, such as /srv/mnr."
        )
    return home, owner


@contextmanager
def _locked(state: Path) -> Iterator[None]:
    """Only one platform at a time; the system lifts the lock when its holder dies."""
    with (state / "embedded.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"A platform already runs on {state} (process {lock.read().strip() or 'unknown'}). "
                "Stop it first, or set MNR_STATE_DIR to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def _socket_folder(home: Path, owner: Owner) -> Iterator[Path]:
    """An empty folder for the sockets: in /tmp where our own path is too long or too odd."""
    note = home / "sockets.txt"
    folder = home / "run"
    shutil.rmtree(folder, ignore_errors=True)  # sockets of a launcher that was killed
    if not PLAIN_SOCKET_FOLDER.fullmatch(str(folder)):
        if note.exists():
            shutil.rmtree(note.read_text(), ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix="mnr-", dir="/tmp"))  # TMPDIR may be long
        note.write_text(str(folder))
        os.chown(folder, owner.uid, owner.gid)
    yield owner.folder(folder)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _noted(state: Path, addresses: dict[str, str]) -> Iterator[None]:
    """Tell commands in other terminals where the platform is; settings read this."""
    shared = {name: os.environ[name] for name in SHARED if os.environ.get(name)}
    note = state / "running.json"
    unfinished = note.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps({"pid": os.getpid(), "environment": addresses | shared}))
    unfinished.rename(note)
    yield
    note.unlink(missing_ok=True)
