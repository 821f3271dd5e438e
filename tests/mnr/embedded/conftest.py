"""A state folder that every account may enter, as that of a platform is."""

import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def folder(monkeypatch):
    """A folder outside pytest's own, which only its owner may enter."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    folder = Path(tempfile.mkdtemp(prefix="mnr-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
