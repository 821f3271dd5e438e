"""The cache: quick when Redis is there, empty when it is not."""

import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from redis import exceptions

logger = logging.getLogger(__name__)
MINUTE = 60  # seconds
AWAY = (exceptions.ConnectionError, exceptions.TimeoutError)


class ReadSafeCache(RedisCache):
    """Redis as a cache whose loss no reader notices.

    Writes still fail: the throttle of the sign-in page counts here, and it must not open
    when it cannot count.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except AWAY as error:
            return self._missed(error, default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        try:
            return super().get_many(keys, version)
        except AWAY as error:
            return self._missed(error, {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().has_key(key, version)
        except AWAY as error:
            return self._missed(error, False)

    def _missed(self, error: Exception, answer: Any) -> Any:
        logger.warning("The cache cannot be read: %s", type(error).__name__)
        return answer


def count_this_minute(what: str) -> int:
    """How often this was counted in this minute, with now; every process counts together.

    Raises RedisError if the cache is away: whoever limits by it then lets nothing through.
    """
    key = f"{what}-{int(time.time() // MINUTE)}"
    for _attempt in range(2):
        cache.add(key, 0, timeout=2 * MINUTE)
        with suppress(ValueError):  # the cache was emptied between the two: counted anew
            return cache.incr(key)
    return 1
