"""The jobs page: metadata alone, everybody's own, and trying again."""

import pytest
from django.urls import reverse

from mnr.models import AuditEvent, Job
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return factories.person(Role.AGY, organisation=factories.organisation())


def job(by=None, state="failed", **fields):
    return Job.objects.create(
        kind="build_report", state=state, requested_by=by, arguments={"report": "told-4711"}
    )


def test_all_for_the_secretariat_and_ones_own_for_others(client, own):
    mine, theirs = job(own), job(factories.person(full_name="Somebody Else"))
    client.force_login(own)
    page = client.get(reverse("job_list")).content.decode()
    assert reverse("job_retry", args=[mine.pk]) in page
    assert "Somebody Else" not in page
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse("job_list")).content.decode()
    assert reverse("job_retry", args=[theirs.pk]) in page
    assert "told-4711" not in page


def test_a_failed_job_is_tried_again_once(client, own):
    row = job(own)
    client.force_login(own)
    assert client.post(reverse("job_retry", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)
    assert client.post(reverse("job_retry", args=[row.pk])).status_code == 409
    assert AuditEvent.objects.filter(action="job.retry").count() == 1


def test_somebody_elses_job_is_not_there(client, own):
    row = job(factories.person())
    client.force_login(own)
    assert client.post(reverse("job_retry", args=[row.pk])).status_code == 404


def test_a_state_can_be_chosen(client):
    job(state="failed"), job(state="done")
    client.force_login(factories.person(Role.ADM))
    page = client.get(reverse("job_list"), {"state": "done"}).content.decode()
    assert "Try again" not in page
    assert client.get(reverse("job_list"), {"state": "other"}).status_code == 200


def test_the_list_costs_little(client, django_assert_max_num_queries):
    for _time in range(5):
        job(factories.person())
    client.force_login(factories.person(Role.SEC))
    with django_assert_max_num_queries(15):
        client.get(reverse("job_list"))
