"""The ways in which tables are protected, whatever their size: by programs, by moves, and both."""

import pytest

from mnr.disclosure import optimal, protecting


@pytest.fixture(params=["programs", "moves", "both"])
def way(request, monkeypatch):
    """Each test runs three times: by programs alone, as if the table were a very large one, and
    as it would be treated."""
    if request.param == "programs":
        monkeypatch.setattr(protecting, "_exact", lambda groups, rules: set(range(len(groups))))
    if request.param == "moves":
        monkeypatch.setattr(protecting, "BLOCK", 0)
        monkeypatch.setattr(optimal, "SMALL", 0)
    return request.param
