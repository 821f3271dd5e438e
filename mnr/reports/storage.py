"""Finished reports as files, each named by its digest: written whole or not at all."""

import errno
import hashlib
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

ABANDONED_SECONDS = 3600
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(Exception):
    """The disk is full."""


class Damaged(Exception):
    """The file is not there, or is not what was stored."""


def store(data: bytes) -> str:
    """Keep a file and return its digest. Safe to call twice, and in two places at once."""
    digest = hashlib.sha256(data).hexdigest()
    folder = Path(settings.REPORTS_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(folder)
        _write(path(digest), data)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom from error
        raise
    return digest


def path(digest: str) -> Path:
    """Where the file of a digest is kept."""
    return Path(settings.REPORTS_DIR) / f"{digest}.pdf"


def read(digest: str) -> bytes:
    """The file of a digest; raises Damaged unless it is exactly what was stored."""
    try:
        data = path(digest).read_bytes()
    except OSError as error:
        raise Damaged from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged
    return data


def holds(digest: str) -> bool:
    """Whether the file is there and unharmed."""
    try:
        return bool(digest and read(digest))
    except Damaged:
        return False


def discard(digest: str) -> None:
    """Remove the file of a digest for good, if there is one."""
    path(digest).unlink(missing_ok=True)


def discard_unnamed(named: set[str]) -> None:
    """Remove the files of digests that are not among these: what a killed worker left behind."""
    for file in Path(settings.REPORTS_DIR).glob("*.pdf"):
        if file.stem not in named:
            file.unlink(missing_ok=True)


def _write(target, data):
    """Write beside the target, make it last, then put it in place in one step."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _clear_abandoned(folder):
    """Remove what a killed worker left half written."""
    for part in folder.glob("*.part"):
        with suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > ABANDONED_SECONDS:
                part.unlink()
