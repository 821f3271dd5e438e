"""Everywhere people write they are told of better words, and nothing is held back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mnr.models import Comment, Evidence, ImportRun, Job, Obstacle
from mnr.roles import Role
from mnr.services import jobs
from tests import factories
from tests.factories import entries
from tests.registers.files import csv_of
from tests.terminology.conftest import BETTER, POOR

pytestmark = pytest.mark.django_db


def words(answer):
    return " ".join(answer.content.decode().split())


def advised(answer):
    """How often the page advises on the poor words."""
    return words(answer).count("<mark>child pornography</mark>")


def test_a_piece_of_text_is_looked_at_as_somebody_writes(desk):
    answer = desk.post(reverse("term_advice"), {"text": f"<b>{POOR}</b> Revenge porn."})
    page = words(answer)
    assert "<mark>child pornography</mark>" in page
    assert BETTER in page
    assert "To be confirmed" in page.split("Revenge porn")[1]
    assert "<b>" not in page
    assert words(desk.post(reverse("term_advice"), {"text": "All is well."})) == ""
    assert words(desk.post(reverse("term_advice"), {"text": POOR * 1000})) == ""
    assert desk.get(reverse("term_advice")).status_code == 405


def test_an_entry_is_saved_and_its_page_and_form_advise(desk, register, body):
    found = entries.values(register, body, title=POOR, public_text=POOR, source=POOR)
    answer = desk.post(register.url("create"), entries.typed(register, found))
    assert answer.status_code == 302, answer.context["form"].errors
    made = register.model.objects.get()
    assert made.public_text == POOR
    detail = desk.get(register.url("detail", made))
    assert advised(detail) == 1  # of the text; titles are quoted
    assert "Public text:" in words(detail)
    assert advised(desk.get(register.url("update", made))) == 1


def test_a_form_that_is_shown_again_advises(desk, register):
    answer = desk.post(register.url("create"), {"public_text": POOR})
    assert (answer.status_code, advised(answer)) == (422, 1)


def test_advice_shows_no_text_that_its_reader_may_not_read(client, register):
    row = entries.entry(register, internal_note=POOR, public_text="Well.")
    client.force_login(factories.person(Role.SEC))
    assert advised(client.get(register.url("detail", row))) == 1
    client.force_login(factories.person(Role.CHR))
    assert "child pornography" not in words(client.get(register.url("detail", row)))


def test_a_file_is_advised_on_apart_from_its_mistakes(desk, writer, register, body, tmp_path):
    heads = ["Responsible organisation", "Capability", "Title", "Kind", "Status", "Public text"]
    row = [body.name, "21", POOR, "Law or regulation", "Being revised", POOR]
    data = csv_of(heads, row)
    sent = desk.post(register.url("import"), {"file": SimpleUploadedFile("a.csv", data)})
    _work()
    run = ImportRun.objects.get()
    assert (run.state, run.created, run.problems) == ("read", 1, [])
    assert [line[1:4] for line in run.advice] == [[2, "Public text", "child pornography"]]
    page = words(desk.get(sent.url))
    assert BETTER in page
    assert "What is wrong" not in page
    desk.post(sent.url)
    _work()
    assert register.model.objects.get().public_text == POOR
    file, out = tmp_path / "a.csv", io.StringIO()
    file.write_bytes(csv_of(heads, [*row[:2], "Another", *row[3:]]))
    call_command("import_register", register.path, file, by=writer.email, dry_run=True, stdout=out)
    assert f"advice, row 2, Public text: “child pornography”, better “{BETTER}" in out.getvalue()


def _work():
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk)


@pytest.fixture
def update(body):
    row = factories.update(organisation=body, number=21, achievements=POOR)
    Obstacle.objects.create(update=row, text=POOR, order=1)
    return row


def test_an_update_is_advised_on_while_it_is_written_and_before_it_is_sent(
    desk, update, django_assert_num_queries
):
    edit, check = (reverse(name, args=[update.pk]) for name in ("update_edit", "update_check"))
    assert advised(desk.get(edit)) == 2
    assert advised(desk.get(check)) == 2
    with CaptureQueriesContext(connection) as few:
        desk.get(edit)
    for number in range(2, 12):
        Obstacle.objects.create(update=update, text=POOR, order=number)
    with django_assert_num_queries(len(few)):
        assert advised(desk.get(edit)) == 12
    sent = desk.post(check, {"version": update.version})
    assert sent.url == reverse("update_sent", args=[update.pk])


def test_a_remark_and_a_document_are_saved_with_a_word_of_advice(desk, client, update, body):
    document = {"organisation": body.pk, "title": POOR, "publisher": "Gazette"}
    document |= {"dated_on": "30 September 2026", "url": "https://gazette.example/5"}
    answer = desk.post(reverse("evidence_create"), document, follow=True)
    assert Evidence.objects.get().title == POOR
    assert f"Better: {BETTER}" in words(answer)
    factories.reach(update, "submitted")
    client.force_login(factories.person(Role.SEC))
    remark = {"item": "achievements", "text": POOR}
    answer = client.post(reverse("comment_create", args=[update.pk]), remark, follow=True)
    assert Comment.objects.get().text == POOR
    assert f"Better: {BETTER}" in words(answer)
