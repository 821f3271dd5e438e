"""What strangers and machines see: the front page, health, and pages for problems."""

import io
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from mnr.models import Job
from mnr.permissions import Denied
from mnr.roles import Role
from mnr.views import problems
from tests import factories
from tests.mnr.views import years

pytestmark = pytest.mark.django_db


def test_the_front_page_needs_no_account_and_makes_its_promise(client):
    page = client.get(reverse("front"))
    assert page.status_code == 200
    for words in ("aggregates and governance only", "not endorsed", "Sign in", "Child Helpline"):
        assert words in page.text


def test_the_front_page_tells_no_level(client):
    years.tell(factories.period(), 4, factories.organisation("Ministry of Other Affairs"))
    page = client.get(reverse("front")).text
    assert "Ministry of Other Affairs" not in page
    assert "2026-Q3" not in page


def test_it_lives(client):
    assert client.get(reverse("health_live")).json() == {"status": "ok"}


def test_it_is_ready_and_tells_how_long_work_waits(client):
    answer = client.get(reverse("health_ready"))
    assert answer.status_code == 200
    assert answer.json()["oldest_waiting_job_seconds"] is None
    job = Job.objects.create(kind="build_report")
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=2))
    assert client.get(reverse("health_ready")).json()["oldest_waiting_job_seconds"] >= 120


def test_it_is_not_ready_without_redis(client, settings):
    place = {**settings.CACHES["default"], "LOCATION": "redis://:secret@127.0.0.1:1/0"}
    settings.CACHES = {"default": place}
    answer = client.get(reverse("health_ready"))
    assert answer.status_code == 503
    assert answer.json()["redis"] == "not ready"
    assert "secret" not in answer.text


def test_it_is_not_ready_before_it_is_migrated(client):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")  # only the owner touches what was migrated
        cursor.execute("DELETE FROM django_migrations WHERE app = 'mnr'")
    answer = client.get(reverse("health_ready"))
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "not ready"


def test_a_refusal_says_why():
    request = RequestFactory().get("/")
    page = problems.forbidden(request, Denied("Ask the secretariat for a membership."))
    assert page.status_code == 403
    assert "Ask the secretariat for a membership." in page.text


def test_what_is_not_there_is_not_found(client):
    page = client.get("/nothing/")
    assert page.status_code == 404
    assert "Page not found" in page.text


def test_our_mistake_has_a_reference_that_the_log_knows(caplog):
    page = problems.server_error(RequestFactory().get("/broken/"))
    assert page.status_code == 500
    reference = caplog.records[-1].args[0]
    assert reference in page.text
    assert "no route" in caplog.text
    assert "/broken/" not in caplog.text  # an address may hold what somebody typed


def test_a_request_that_cannot_be_read():
    assert problems.bad_request(RequestFactory().get("/"), ValueError()).status_code == 400


def test_refusals_and_missing_pages_leave_no_line_in_the_log(client):
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    logging.getLogger("django").addHandler(handler)
    try:
        client.force_login(factories.person(Role.ADM))
        assert client.get(reverse("board")).status_code == 403
        assert client.get("/nothing/").status_code == 404
    finally:
        logging.getLogger("django").removeHandler(handler)
    assert lines.getvalue() == ""
