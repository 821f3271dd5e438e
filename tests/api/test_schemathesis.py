"""What the API answers to whatever its own description allows: schemathesis makes the requests.

With every commit two for each operation, always the same; the long form is `-m full`.
"""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from mnr.api.description import description
from tests import factories
from tests.api.registers import ALL
from tests.factories import entries

pytestmark = pytest.mark.django_db
load_all_checks()
HELD_TO = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)


@pytest.fixture(autouse=True)
def stay_connected():
    """A request of a server ends its connection, and with it the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described():
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(description(), default=str)))
    schema.app = get_wsgi_application()
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def rows(own, agent):
    """{part of an address: the key of a row}, so that some addresses lead somewhere."""
    update = factories.update(period=factories.period("2026-Q3"), organisation=own, number=4)
    found = {f"/{each.path}/": str(entries.entry(each, own).pk) for each in ALL}
    return found | {"/updates/": str(update.pk), "/organisations/": str(own.pk)}


def test_strangers_get_nothing_from_any_operation(client, described):
    for operation in described:
        path = operation.full_path.replace("{", "").replace("}", "")
        for headers in ({}, {"Authorization": "Bearer mnr_nobody"}):
            answer = client.generic(operation.method.upper(), path, headers=headers)
            assert answer.status_code in (401, 404), (operation.label, answer.status_code)
            if "{" not in operation.full_path:
                assert answer.status_code == 401, operation.label


@pytest.mark.parametrize("most", [2, pytest.param(40, marks=pytest.mark.full)])
def test_every_answer_is_as_described(most, described, rows, agent):
    _token, text = factories.token(agent)
    headers = {"Authorization": f"Bearer {text}", "Accept-Encoding": "identity"}
    wrong = []
    for operation in described:
        key = next((key for path, key in rows.items() if path in operation.full_path), None)
        try:
            ask(operation, key, headers, most)
        except FailureGroup as found:
            wrong += [f"{operation.label}: {each}" for each in found.exceptions]
    assert not wrong, "\n\n".join(wrong)


def ask(operation, key, headers, most):
    """Some requests that the description allows; to rows that are there, where it can be."""

    @settings(
        max_examples=most,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def is_answered_as_described(case):
        if key and "id" in case.path_parameters:
            case.path_parameters["id"] = key
        case.validate_response(case.call(headers=headers), checks=HELD_TO)

    is_answered_as_described()
