"""How often somebody may ask, counted where every process sees it."""

import time

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from mnr.cache import MINUTE, count_this_minute


class PerMinute(BaseThrottle):
    """So many requests a minute, for each token and for each person with all their tokens."""

    def allow_request(self, request, view):
        limit = settings.MNR_API_PER_MINUTE
        counted = [(f"person-{request.user.pk}", 2 * limit)]
        if request.auth is not None:
            counted.append((f"token-{request.auth.pk}", limit))
        within = [
            count_this_minute(f"api-{who}") <= most for who, most in counted
        ]  # each is counted
        return all(within)

    def wait(self):
        return MINUTE - time.time() % MINUTE
