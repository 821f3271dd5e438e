"""A real web server behind https, started once."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from mnr.services import procedure
from tests.web.site import Serving, Site


@pytest.fixture(scope="session")
def serving(django_db_setup, django_db_blocker, tmp_path_factory):
    """The server and where it logs."""
    state = tmp_path_factory.mktemp("web")
    with django_db_blocker.unblock():
        procedure.begin_procedure(values=dict.fromkeys(procedure.FIELDS, "Filled in."))
        server = Serving(state)
        server.start()
        call_command("flush", verbosity=0, interactive=False)  # it was asked for at the start only
    yield server, Site(server.port)
    server.stop()


@pytest.fixture
def site(serving, transactional_db):
    """The server, asked by a stranger whom nobody has counted yet."""
    return Site(serving[1].port, address=f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::7")


@pytest.fixture
def log(serving):
    """The lines that the server has logged so far."""
    return serving[0].log
