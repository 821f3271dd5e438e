"""The account that the servers run as: oneself, or an unprivileged one where oneself is root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")


class CannotStart(Exception):
    """The servers cannot be started; the message says why and what to do."""


@dataclass(frozen=True)
class Owner:
    """An account of this machine."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Whether a process must change its account to become this one."""
        return self.uid != os.geteuid()

    def command(self, *words: str | Path, at_death: str = "TERM") -> list[str]:
        """The command line that runs as this account and ends when its parent dies."""
        change = ["--no-new-privs", "--pdeathsig", at_death]
        if self.is_other:
            change += ["--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"]
        return ["setpriv", *change, "--", *map(str, words)]

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter the folder or run the file."""
        asked = subprocess.run(self.command("test", "-x", path), check=False)
        return asked.returncode == 0

    def folder(self, path: Path) -> Path:
        """A folder for this account alone, made where it is missing."""
        if not path.exists():
            path.mkdir(mode=0o700)
            os.chown(path, self.uid, self.gid)
        return path


def choose(data: Path) -> Owner:
    """Who the servers run as; data that exist keep their owner."""
    if not shutil.which("setpriv"):
        raise CannotStart("setpriv is missing. Install it with: apt-get install util-linux")
    if os.geteuid() != 0:
        return _owner(pwd.getpwuid(os.geteuid()))
    if data.exists() and data.stat().st_uid != 0:
        return _owner(pwd.getpwuid(data.stat().st_uid))
    for name in UNPRIVILEGED:
        try:
            return _owner(pwd.getpwnam(name))
        except KeyError:
            continue
    raise CannotStart(
        "PostgreSQL refuses to run as root, and neither postgres nor nobody exists. "
        "Start as an ordinary user."
    )


def _owner(entry: pwd.struct_passwd) -> Owner:
    return Owner(entry.pw_name, entry.pw_uid, entry.pw_gid)
