"""The two ways in which tables are protected: small ones by programs, large ones by moves."""

import pytest

from mnr.disclosure import optimal, protecting


@pytest.fixture(params=["programs", "moves"])
def way(request, monkeypatch):
    """Each test runs twice: as small tables are treated, and as if the table were a large one."""
    if request.param == "moves":
        monkeypatch.setattr(protecting, "BLOCK", 0)
        monkeypatch.setattr(optimal, "SMALL", 0)
    return request.param
