"""Whatever a service changes stands in the trail, whichever test calls it."""

import pytest

from tests.recorded import watching


@pytest.fixture(autouse=True)
def everything_is_recorded(request):
    """Fails a test whose services changed an audited row without an event beside it."""
    names = {marker.name for marker in request.node.iter_markers()}
    if "django_db" not in names or "changes_nothing" in names:
        yield
        return
    request.getfixturevalue("_django_db_helper")
    with watching() as missing:
        yield
    assert not missing, f"changed without an event: {missing}"
