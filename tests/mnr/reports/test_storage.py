"""Files of reports: whole or not there, and never other than what was stored."""

import errno
import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mnr.reports import storage

DATA = b"%PDF-1.7 a report"
DIGEST = hashlib.sha256(DATA).hexdigest()


def files(settings):
    return sorted(path.name for path in Path(settings.REPORTS_DIR).iterdir())


def test_a_file_is_named_by_its_digest_and_read_back(settings):
    assert storage.store(DATA) == DIGEST
    assert storage.read(DIGEST) == DATA
    assert files(settings) == [f"{DIGEST}.pdf"]


def test_stored_many_times_at_once_it_is_one_file(settings):
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(storage.store, [DATA] * 24)) == {DIGEST}
    assert files(settings) == [f"{DIGEST}.pdf"]


def test_one_changed_byte_is_damage(settings):
    storage.store(DATA)
    storage.path(DIGEST).write_bytes(DATA[:-1] + b"T")
    assert not storage.holds(DIGEST)
    with pytest.raises(storage.Damaged):
        storage.read(DIGEST)


def test_no_file_is_damage():
    assert not storage.holds(DIGEST)
    assert not storage.holds("")


@pytest.mark.parametrize("call", ["fsync", "fdopen"])
def test_a_full_disk_leaves_nothing_behind(call, settings, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(storage.NoRoom):
        storage.store(DATA)
    assert files(settings) == []


def test_what_a_killed_worker_left_is_cleared_away(settings):
    storage.store(b"another")
    left = Path(settings.REPORTS_DIR) / "x.part"
    left.write_bytes(b"half")
    storage.store(DATA)
    assert left.exists()  # it may be another worker's, still writing
    os.utime(left, (0, time.time() - storage.ABANDONED_SECONDS - 1))
    storage.store(DATA)
    assert not left.exists()
