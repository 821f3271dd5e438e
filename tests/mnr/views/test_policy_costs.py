"""No page about the policy costs a contributor more queries than an administrator or secretary."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def queries(client, person, name, *args):
    """How many a page takes that the person may read."""
    client.force_login(person)
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "name", ["separation_list", "policy_explain", "person_list", "person_rights", "hand_over_list"]
)
def test_a_contributor_costs_no_more(name, client):
    factories.country()
    body = factories.organisation()
    factories.assignment(body, 4)
    agent = factories.person(Role.AGY, organisation=body)
    for _ in range(10):
        factories.person(Role.AGY, organisation=body)
    highest = factories.person(Role.SEC if name == "hand_over_list" else Role.ADM)
    args = [[agent.pk], [highest.pk]] if name == "person_rights" else [[], []]
    assert queries(client, agent, name, *args[0]) <= queries(client, highest, name, *args[1]) <= 15
