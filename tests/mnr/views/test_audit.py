"""The trail's page: for chair and auditor, and without what organisations wrote."""

import pytest
from django.urls import reverse

from mnr.roles import Action, Role
from mnr.services import audit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail():
    body = factories.organisation("Ministry of Own Affairs")
    mara = factories.person(Role.AGY, organisation=body, full_name="Mara Holm")
    period = factories.period()
    update = factories.update("draft", period, 4, body)
    audit.record(Action.UPDATE_EDIT, update, mara, {"achievements": ["", "A secret draft."]})
    audit.record(Action.PERIOD_OPEN, period, None, {"state": ["planned", "open"]})


def read(client, role, **query):
    client.force_login(factories.person(role))
    return client.get(reverse("audit_list"), query)


@pytest.mark.parametrize("role", [Role.CHR, Role.AUD])
def test_it_says_who_did_what_but_not_what_stands_in_a_draft(
    client, trail, role, django_assert_max_num_queries
):
    read(client, role)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("audit_list"))
    assert "Mara Holm" in page.text
    assert ": changed" in " ".join(page.text.split())
    assert "A secret draft" not in page.text
    assert "<bdi>Planned</bdi> → <bdi>Open for updates</bdi>" in page.text
    assert reverse("audit_list") in [entry["url"] for entry in page.context["navigation"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"person": "mara"}, ["update.edit"]),
        ({"kind": "reportingperiod"}, ["period.open"]),
        ({"action": "period.open", "person": "mara"}, []),
    ],
)
def test_it_is_narrowed(client, trail, query, found):
    page = read(client, Role.AUD, **query)
    assert [line.event.action for line in page.context["lines"]] == found


def test_the_secretariat_does_not_read_all_of_it(client):
    assert read(client, Role.SEC).status_code == 403
