"""The cache while Redis is away."""

import pytest
from django.conf import settings
from redis import exceptions

from mnr.cache import ReadSafeCache


@pytest.fixture
def cache(tmp_path):
    """A cache whose Redis is not there."""
    options = settings.CACHES["default"]["OPTIONS"]
    return ReadSafeCache(f"unix://{tmp_path}/none.sock?db=1", {"OPTIONS": options})


def test_reads_find_nothing(cache):
    assert cache.get("key") is None
    assert cache.get("key", "default") == "default"
    assert cache.get_many(["key"]) == {}
    assert "key" not in cache


def test_writes_fail(cache):
    with pytest.raises(exceptions.ConnectionError):
        cache.add("key", 1)
