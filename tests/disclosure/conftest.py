"""Programs alone and moves alone, whatever the size of a table."""

import pytest

from mnr.disclosure import optimal, protecting


@pytest.fixture(params=["programs", "moves"])
def way(request, monkeypatch):
    """Each test runs twice: by programs alone, and by moves as if the table were a large one.

    Tests that do not ask for this treat a table as an edition would.
    """
    if request.param == "programs":
        monkeypatch.setattr(protecting, "_exact", lambda groups, rules: set(range(len(groups))))
    if request.param == "moves":
        monkeypatch.setattr(protecting, "BLOCK", 0)
        monkeypatch.setattr(optimal, "SMALL", 0)
    return request.param
