"""Odd times in a token that is genuine."""

import time

import pytest

from mnr import id_tokens


@pytest.mark.parametrize("at", [float("nan"), -1e300, -1, 1e300, True, "now", None, -(10**400)])
def test_a_time_that_is_none_proves_nothing(at):
    assert id_tokens.authenticated_at({"auth_time": at}) is None


def test_a_time_is_told_and_never_one_to_come():
    now = time.time()
    assert id_tokens.authenticated_at({"auth_time": now - 60}) == now - 60
    assert id_tokens.authenticated_at({"auth_time": now + 1}) <= time.time()
