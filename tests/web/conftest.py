"""A real web server behind https, started once."""

import pytest

from tests.web.site import Serving


@pytest.fixture(scope="session")
def serving(django_db_setup, django_db_blocker, tmp_path_factory):
    """The server and where it logs."""
    state = tmp_path_factory.mktemp("web")
    with django_db_blocker.unblock():
        server = Serving(state)
    with server as site:
        yield server, site


@pytest.fixture
def site(serving, transactional_db):
    """The server, asked by a stranger."""
    return serving[1]


@pytest.fixture
def log(serving):
    """The lines that the server has logged so far."""
    return serving[0].log
