"""Rights begin and end on their day, also for pages that are open and work that is under way."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.celery import app as celery
from mnr.models import Job, Membership, User
from mnr.roles import Action, Role
from mnr.services import jobs, people, reports
from mnr.services.jobs import HANDLERS
from tests import factories
from tests.matrix import closed_world, oracle

pytestmark = pytest.mark.django_db

ACTIONS = {row["action"] for row in oracle.policy()}


@pytest.fixture
def writer():
    """Somebody who reports, and a draft of theirs."""
    body = factories.organisation()
    person = factories.person(Role.AGY, organisation=body)
    return person, factories.update("draft", organisation=body, lead=False)


def member(starts, ends):
    person = factories.person()
    factories.role(person, Role.CMM, starts=starts, ends=ends)
    return person


@pytest.mark.parametrize(
    ("starts", "ends", "status"),
    [(1, 30, 403), (0, 30, 200), (-1, 30, 200), (-30, 1, 200), (-30, 0, 200), (-30, -1, 403)],
)
def test_a_role_counts_from_its_first_day_to_its_last(client, starts, ends, status):
    client.force_login(member(starts, ends))
    assert client.get(reverse("board")).status_code == status


def test_what_is_typed_on_a_page_of_before_is_not_saved_after_the_role(client, writer):
    person, draft = writer
    client.force_login(person)
    page = reverse("update_edit", args=[draft.pk])
    assert client.get(page).status_code == 200
    people.end_role(membership=Membership.objects.get(user=person), by=factories.person(Role.SEC))
    data = {"version": draft.version, "achievements": "Too late."}
    assert client.post(page, data).status_code == 403
    draft.refresh_from_db()
    assert draft.achievements != "Too late."


def test_what_is_typed_on_a_page_of_before_is_not_saved_after_the_close(client, writer):
    person, draft = writer
    client.force_login(person)
    page = reverse("update_edit", args=[draft.pk])
    assert client.get(page).status_code == 200
    factories.enter(draft.period, "closed")
    data = {"version": draft.version, "achievements": "Too late."}
    assert client.post(page, data).status_code == 409
    draft.refresh_from_db()
    assert draft.achievements != "Too late."


def test_a_closed_account_is_signed_out_with_the_next_click(client, writer):
    person, _draft = writer
    factories.person(Role.AGY, organisation=factories.organisation())
    client.force_login(person)
    assert client.get(reverse("my_work")).status_code == 200
    people.deactivate_person(user=person, by=factories.person(Role.SEC))
    answer = client.get(reverse("my_work"))
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")
    User.objects.filter(pk=person.pk).update(is_active=True)
    assert client.get(reverse("my_work")).status_code == 302, "the old session came back to life"


def test_an_update_is_public_the_moment_its_period_is_published(client):
    period = factories.period("2026-Q2", "open")
    update = factories.update("accepted", period, lead=False)
    for step in ("closed", "frozen", "approved"):
        factories.enter(period, step)
    stranger = factories.person(Role.IND, organisation=factories.organisation())
    client.force_login(stranger)
    page = reverse("update_detail", args=[update.pk])
    assert client.get(page).status_code == 404
    factories.enter(period, "published")
    assert client.get(page).status_code == 200


@pytest.fixture
def asked():
    """A report that a secretary asked for, and that no worker has begun."""
    secretary = factories.person(Role.SEC)
    factories.person(Role.SEC)
    period = factories.period("2026-Q2", "frozen")
    report = reports.request_report(snapshot=period.snapshots.get(), by=secretary)
    return secretary, report


def run(report):
    jobs.run(report.job_id)
    report.refresh_from_db()
    return report.status, Job.objects.get(pk=report.job_id).state


def test_a_worker_asks_again_whether_the_person_may(asked):
    secretary, report = asked
    membership = Membership.objects.get(user=secretary)
    people.end_role(membership=membership, by=factories.person(Role.ADM))
    assert run(report) == ("failed", "failed")
    assert "no longer" in report.error


def test_somebody_who_may_can_ask_for_the_same_again(asked, monkeypatch):
    secretary, report = asked
    other = factories.person(Role.SEC)
    Membership.objects.filter(user=secretary).update(ends_on=timezone.localdate())
    membership = Membership.objects.get(user=secretary)
    people.end_role(membership=membership, by=factories.person(Role.ADM))
    run(report)
    reports.retry_report(report=report, by=other)
    assert Job.objects.get(pk=report.job_id).requested_by == other


def test_every_job_asks_for_the_right_that_is_listed():
    celery.loader.import_default_modules()
    for kind, does in closed_world.JOBS.items():
        action = HANDLERS[kind].action
        assert (action or does) == does, kind
        assert (does in ACTIONS) == (action is not None), kind
        assert action is None or isinstance(action, Action)
