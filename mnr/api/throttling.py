"""How often somebody may ask, counted where every process sees it."""

import time
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

MINUTE = 60


class PerMinute(BaseThrottle):
    """So many requests a minute, for each token and for each person with all their tokens."""

    def allow_request(self, request, view):
        limit = settings.MNR_API_PER_MINUTE
        counted = [(f"person-{request.user.pk}", 2 * limit)]
        if request.auth is not None:
            counted.append((f"token-{request.auth.pk}", limit))
        within = [_count(who) <= most for who, most in counted]  # each is counted
        return all(within)

    def wait(self):
        return MINUTE - time.time() % MINUTE


def _count(who) -> int:
    """How many requests there were in this minute, with this one."""
    key = f"api-{who}-{int(time.time() // MINUTE)}"
    for _attempt in range(2):
        cache.add(key, 0, timeout=2 * MINUTE)
        with suppress(ValueError):  # the cache was emptied between the two: counted anew
            return cache.incr(key)
    return 1
