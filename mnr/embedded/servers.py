"""The two servers: each starts, says when it is ready, and stops."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
from psycopg.conninfo import make_conninfo
from redis.backoff import NoBackoff
from redis.retry import Retry

from mnr.database_roles import APPLICATION, OWNER, PORTAL
from mnr.embedded import engines
from mnr.embedded.owner import CannotStart, Owner

PATIENCE = 60
ONCE = Retry(NoBackoff(), 0)
NAME = "mnr"  # of the database
ROLES = (OWNER, APPLICATION, PORTAL)


@dataclass(frozen=True)
class Place:
    """Where servers live, whose they are, and whether a power cut may lose their data."""

    owner: Owner
    home: Path
    sockets: Path
    logs: Path
    fast: bool


class Server:
    """A server with a folder for its data, a socket and a log."""

    title: str
    stop_signals: tuple[signal.Signals, ...]

    def __init__(self, place: Place) -> None:
        self.place = place
        self.owner = place.owner
        self.data = place.home / self.title.lower()  # only this server writes to it
        self.log = place.logs / f"{self.title.lower()}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid_file(self) -> Path:
        """The file in which the server notes its process."""
        raise NotImplementedError

    def launch(self, *words: str | Path) -> None:
        """Start the program, and wait until it answers."""
        command = self.owner.command(*words, at_death=self.stop_signals[0].name.removeprefix("SIG"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.data,
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the command, the servers stop after it
            )
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise CannotStart(f"{self.title} did not start. Its log says why: {self.log}")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """Whether the server answers."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stop it: politely first."""
        if process := self.process:
            _stop(process.pid, self.stop_signals, lambda: process.poll() is None)

    def stop_leftover(self) -> None:
        """Stop a server that outlived its launcher, and forget its process number."""
        try:
            pid = int(self.pid_file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        _stop(pid, self.stop_signals, lambda: self._is_ours(pid))
        self.pid_file.unlink(missing_ok=True)

    def _is_ours(self, pid: int) -> bool:
        """Whether the process stands in our data folder: numbers are used again."""
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == self.data
        except OSError:
            return False


class Postgres(Server):
    """PostgreSQL on a socket that only the launcher's account may use, as any of three roles."""

    title = "PostgreSQL"
    stop_signals = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)  # fast, at once, by force

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def start(self) -> dict[str, str]:
        """Start it, with database and roles made where they are missing; gives its addresses."""
        programs = engines.postgres_binaries(self.owner, self.place.home / "engines")
        self._initialise(programs)
        self._check_version(programs)
        self.launch(programs / "postgres", "-D", self.data, *self._options())
        self._create_what_is_missing()
        place = f"postgresql:///{NAME}?host={quote(str(self.place.sockets))}"
        return {
            "DATABASE_URL": f"{place}&user={APPLICATION}",
            "DATABASE_OWNER_URL": f"{place}&user={OWNER}",
        }

    def is_ready(self) -> bool:
        try:
            return self.pid_file.read_text().splitlines()[7].strip() == "ready"
        except (OSError, IndexError):
            return False

    def _initialise(self, programs: Path) -> None:
        if self.data.exists():
            return
        unfinished = self.data.with_suffix(".new")  # an interrupted beginning is begun again
        shutil.rmtree(unfinished, ignore_errors=True)
        self.owner.folder(unfinished)
        words = ["-D", str(unfinished), "--username", OWNER, "--auth=peer"]
        words += ["--encoding=UTF8", "--locale=C.UTF-8"]
        words += ["--no-sync"] if self.place.fast else []
        made = subprocess.run(
            self.owner.command(programs / "initdb", *words),
            cwd=unfinished,
            check=False,
            capture_output=True,
            text=True,
        )
        if made.returncode:
            self.log.write_text(made.stdout + made.stderr)
            raise CannotStart(f"The database could not be made. The log says why: {self.log}")
        unfinished.rename(self.data)

    def _check_version(self, programs: Path) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        shown = subprocess.run(
            [programs / "postgres", "--version"], check=True, capture_output=True, text=True
        )
        version = shown.stdout.split()[2].split(".")[0]
        if version != made_by:
            raise CannotStart(
                f"The data in {self.data} were made by PostgreSQL {made_by}, and PostgreSQL "
                f"{version} is installed. Move the folder away, or install PostgreSQL {made_by}."
            )

    def _options(self) -> list[str]:
        person = pwd.getpwuid(os.geteuid()).pw_name
        entries, people = self.place.home / "pg_hba.conf", self.place.home / "pg_ident.conf"
        _write(entries, f"local all {','.join(ROLES)} peer map={NAME}\n")
        _write(people, "".join(f"{NAME} {person} {role}\n" for role in ROLES))
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.place.sockets,
            "hba_file": entries,
            "ident_file": people,
            # no line of its log quotes what somebody typed
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
        }
        if self.place.fast:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _create_what_is_missing(self) -> None:
        where = make_conninfo(host=str(self.place.sockets), user=OWNER, dbname="postgres")
        with psycopg.connect(where, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not known.fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")
            there = {role for (role,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in ROLES:
                if role not in there:
                    connection.execute(f"CREATE ROLE {role} LOGIN")


class Valkey(Server):
    """Valkey, or Redis, on a socket that only the launcher's account may use."""

    title = "Valkey"
    stop_signals = (signal.SIGTERM, signal.SIGKILL)

    @property
    def pid_file(self) -> Path:
        return self.data / "valkey.pid"

    @property
    def socket(self) -> Path:
        """The address of the server."""
        return self.place.sockets / "valkey.sock"

    def start(self) -> dict[str, str]:
        """Start it, keeping messages unless it is for tests; gives its address."""
        program = engines.valkey_binary(self.owner, self.place.home / "engines")
        self.owner.folder(self.data)
        options: dict[str, str | Path] = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.data,
            "pidfile": self.pid_file,
            "appendonly": "no" if self.place.fast else "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        self.launch(
            program, *(word for name, value in options.items() for word in (f"--{name}", value))
        )
        return {"REDIS_URL": f"unix://{self.socket}"}

    def is_ready(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), retry=ONCE) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _write(path: Path, text: str) -> None:
    """A file that the server's account can read, whatever the umask is."""
    path.write_text(text)
    path.chmod(0o644)


def _stop(pid: int, signals: tuple[signal.Signals, ...], is_running: Callable[[], bool]) -> None:
    """Ask a process to stop, more firmly each time it has not after a while."""
    for number in signals:
        if not is_running():
            return
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + PATIENCE / 2
        while is_running() and time.monotonic() < until:
            time.sleep(0.02)
