"""One snapshot and its document, made once for all tests of reports."""

import pytest
from django.db import transaction

from mnr.models import Snapshot
from mnr.reports import build
from tests.mnr.reports.samples import two_quarters


@pytest.fixture(scope="package")
def snapshot(django_db_setup, django_db_blocker):
    """A snapshot that no table holds any more: a report needs nothing else."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = two_quarters()
        transaction.set_rollback(True)
    return Snapshot(content=made.content, digest=made.digest, summary=made.summary)


@pytest.fixture(scope="package")
def rendered(snapshot):
    """The committee's report of the snapshot."""
    return build.render(snapshot)
