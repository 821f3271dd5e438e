"""Every event names where it was made: a request, a background job, or a command at the shell."""

import csv
import io
import sys

import pytest
from django.core.management import call_command
from django.urls import reverse

from mnr import origins
from mnr.celery import app
from mnr.models import AuditEvent
from mnr.roles import Role
from mnr.selectors import doers
from mnr.services import audit, jobs, people, quarantine
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return factories.organisation("Ministry of Own Affairs")


@pytest.fixture
def at_the_shell(monkeypatch):
    """at_the_shell(words) is a process that was started with these words."""
    return lambda *words: monkeypatch.setattr(sys, "argv", list(words))


@pytest.fixture
def rename():
    """A task, for this test alone."""

    @app.task(name="tests.rename")
    def task(name):
        audit.record("org.edit", None)

    yield task
    app.tasks.unregister("tests.rename")


def newest():
    return AuditEvent.objects.first().origin


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (
            ("/opt/mnr/manage.py", "freeze_period", "2026-Q2", "--by", "a@b.example"),
            "freeze_period",
        ),
        (("/usr/lib/django/__main__.py", "shell"), "shell"),
        (("bench/trail.py", "300"), "trail.py"),
        (("manage.py",), "manage.py"),
        (("",), "python"),
        (("manage.py", "x" * 300), "x" * 80),
    ],
)
def test_a_command_is_named_without_its_arguments(at_the_shell, body, words, named):
    at_the_shell(*words)
    audit.record("org.edit", body)
    assert newest() == f"shell:{named}"


def test_a_command_of_ours_leaves_its_name(at_the_shell):
    words = {name: f"{name} of the country" for name in ("law", "hotline", "police_unit")}
    at_the_shell("manage.py", "set_procedure")
    people = {"duty_officer": "Ana Ba, +1", "deputy": "Cy De, +2"}
    call_command("set_procedure", **words, **people)
    assert {event.origin for event in AuditEvent.objects.all()} == {"shell:set_procedure"}


def test_a_task_is_named(rename):
    rename("x")
    assert newest() == "job:tests.rename"
    rename.apply(("x",))
    assert newest() == "job:tests.rename"
    assert origins.now().startswith("shell:")


def test_a_job_is_named_by_its_kind_and_at_the_shell_by_the_command(monkeypatch, at_the_shell):
    monkeypatch.setitem(jobs.HANDLERS, "rename", jobs.Handler(work, "default", 3, None, None))
    jobs.run_job(jobs.queue("rename").pk)
    assert newest() == "job:rename"
    at_the_shell("manage.py", "build_report")
    jobs.run(jobs.queue("rename").pk)
    assert newest() == "shell:build_report"


def work(*, progress):
    audit.record("org.edit", None)


def test_a_request_is_no_shell(client):
    client.post(reverse("account_login"), {"login": "a@b.example", "password": "wrong"})
    assert newest() == "web"
    assert origins.now() != "web"


def test_the_pages_and_the_table_name_it(client, body, at_the_shell):
    person = factories.person(Role.SEC, full_name="Mara Holm")
    at_the_shell("manage.py", "import_case")
    audit.record("org.edit", body, None, {"name": ["a", "b"]})
    audit.record("org.edit", body, person, {"name": ["b", "c"]})
    with origins.during(origins.JOB, "build_report"):
        audit.record("org.edit", body, None, {"name": ["c", "d"]})
    with origins.during(origins.WEB):
        audit.record("org.edit", body, None, {"name": ["d", "e"]})
    client.force_login(factories.person(Role.AUD))
    for address in (
        reverse("audit_list") + "?kind=organisation",
        reverse("object_history", args=[f"organisation:{body.pk}"]),
    ):
        page = client.get(address)
        assert [(line.who, line.where) for line in page.context["lines"]] == [
            ("Somebody who was not signed in", ""),
            ("Background job: build_report", ""),
            ("Mara Holm", "Operator at the shell: import_case"),
            ("Operator at the shell: import_case", ""),
        ]
        assert page.text.count("<bdi>Operator at the shell: import_case</bdi>") == 2
        assert "<bdi>Background job: build_report</bdi>" in page.text
    answer = client.post(reverse("audit_export"), {"kind": "organisation"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["origin"] for row in rows] == [
        "web",
        "job:build_report",
        "shell:import_case",
        "shell:import_case",
    ]
    assert rows[1]["actor"] == "Background job: build_report"
    assert "names the command" in client.get(reverse("audit_proof")).text


def test_events_from_before_are_the_platforms(client, body, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(origins, "now", lambda: "")
        audit.record("org.edit", body, None, {"name": ["a", "b"]})
    client.force_login(factories.person(Role.AUD))
    page = client.get(reverse("audit_list"), {"kind": "organisation"})
    assert page.context["lines"][0].who == "The platform"


def test_events_name_people_as_they_were_called_then(client, body):
    """Whoever takes another's name takes none of their deeds."""
    writer = factories.person(Role.SEC, full_name="Mara Holm")
    other = factories.person(full_name="Ane Dahl")
    for name in ("Ida Brandt", "Ane Dahl"):
        audit.record("org.edit", body, writer, {"name": ["a", "b"]})
        people.edit_self(user=writer, full_name=name, language="en", by=writer)
    audit.record("org.edit", body, writer, {"name": ["b", "c"]})
    audit.record("org.edit", body, other, {"name": ["c", "d"]})
    client.force_login(factories.person(Role.AUD))
    page = client.get(reverse("object_history", args=[f"organisation:{body.pk}"]))
    assert [line.who for line in page.context["lines"]] == [
        "Ane Dahl",
        "Ane Dahl",
        "Ida Brandt (now Ane Dahl)",
        "Mara Holm (now Ane Dahl)",
    ]
    quarantine.set_quarantine(
        kind="person", object_id=writer.pk, reason="personal", by=factories.person(Role.ADM)
    )
    page = client.get(reverse("object_history", args=[f"organisation:{body.pk}"]))
    assert "Mara Holm" not in page.text
    assert "Ida Brandt" not in page.text


def test_what_a_token_does_is_told_as_such(client, body):
    update = factories.update(organisation=body)
    writer = factories.person(Role.AGY, organisation=body)
    row, text = factories.token(writer)
    client.patch(
        f"/api/v1/updates/{update.pk}/",
        {"version": update.version, "next_steps": "Ask the courts."},
        content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )
    event = AuditEvent.objects.get(actor_id=writer.pk)
    assert event.origin == f"token:{row.ending}"
    assert doers.place_of(event) == f"Personal token ending in {row.ending}"
    with origins.during(origins.WEB):
        audit.record("org.edit", body, writer)
    assert newest() == "web"
