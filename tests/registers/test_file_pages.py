"""Taking files away and sending them in, on pages and from the shell."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from mnr.models import AuditEvent, ImportRun, Job
from mnr.registers import imports, reading
from mnr.roles import Role
from mnr.services import jobs
from tests import factories
from tests.factories import entries
from tests.registers.files import csv_of
from tests.registers.shapes import SHAPES

pytestmark = pytest.mark.django_db

REGISTERS = SHAPES


def upload(data, name="file.csv"):
    return {"file": SimpleUploadedFile(name, data)}


def work():
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk)


def test_from_the_list_to_the_file_and_back(client, register, entry, contributor):
    client.force_login(contributor)
    answer = client.post(register.url("export"), {"kind": "xlsx", "all": "1"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.filter(action="export.unpublished").count() == 1
    assert client.get(register.url("import")).status_code == 200
    sent = client.post(register.url("import"), upload(answer.content, "file.xlsx"))
    assert sent.status_code == 302
    work()
    run = ImportRun.objects.get()
    assert (run.state, run.same, run.file) == ("read", 1, None)
    page = client.get(sent.url)
    assert "there is nothing to store" in page.text
    assert "Store all of it" not in page.text
    client.post(sent.url)
    run.refresh_from_db()
    assert run.state == "read"
    client.post(sent.url, {"drop": "1"})
    run.refresh_from_db()
    assert (run.state, run.rows, run.planned) == ("dropped", None, None)
    entry.refresh_from_db()
    assert entry.version == 1


def test_what_changes_is_shown_in_words_and_stored_without_them(
    client, register, entry, contributor
):
    client.force_login(contributor)
    lines = reading.read(client.post(register.url("export"), {"kind": "csv"}).content)
    label, before = register.label("source"), entry.source
    lines[0].cells[label] = "Changed by a file"
    data = csv_of(list(lines[0].cells), list(lines[0].cells.values()))
    sent = client.post(register.url("import"), upload(data))
    work()
    page = client.get(sent.url).text
    run = ImportRun.objects.get()
    assert run.outcomes[0][3] == [[label, before, "Changed by a file"]]
    assert all(words in page for words in (label, before, "Changed by a file", "Store all of it"))
    client.post(sent.url)
    work()
    run.refresh_from_db()
    assert (run.state, run.changed, run.outcomes[0][3]) == ("stored", 1, [[label, "", ""]])
    assert client.get(sent.url).status_code == 200


def test_mistakes_are_shown_with_their_places(client, register, entry, contributor):
    client.force_login(contributor)
    data = client.post(register.url("export"), {"kind": "csv"}).content.decode()
    spoiled = data.replace(entry.organisation.name, "Nobody").encode()
    sent = client.post(register.url("import"), upload(spoiled))
    work()
    page = client.get(sent.url).content.decode()
    assert "Nobody" in page
    assert register.label("organisation") in page
    assert "Nothing was stored" in page
    assert client.post(sent.url).status_code == 302
    assert ImportRun.objects.get().state == "wrong"


def test_a_run_is_its_senders_alone(client, register, entry, contributor):
    run = imports.send(register=register, data=csv_of(["Source"], ["x"]), by=contributor)
    colleague = factories.person(Role.AGY, organisation=entry.organisation)
    client.force_login(colleague)
    address = register.url("import_run", run)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    client.force_login(factories.person(Role.SEC))
    assert client.get(address).status_code == 403


def test_a_file_is_taken_nowhere_else(client, register, entry, contributor):
    client.force_login(contributor)
    answer = client.post(register.url("create"), upload(b"a,b\n1,2\n"))
    assert answer.status_code == 400


def test_the_shell_says_the_same(register, entry, contributor, tmp_path):
    file = tmp_path / "file.csv"
    out, by = io.StringIO(), {"by": contributor.email}
    call_command("export_register", register.path, output=file, stdout=out, **by)
    call_command("import_register", register.path, file, dry_run=True, stdout=out, **by)
    call_command("import_register", register.path, file, stdout=out, **by)
    call_command("registers", stdout=out)
    told = out.getvalue()
    assert "1 left alone" in told
    assert f"{register.path}\t1" in told
    with pytest.raises(CommandError, match="required: --by"):
        call_command("import_register", register.path, file)
    file.write_bytes(csv_of(["No such column"], ["x"]))
    with pytest.raises(CommandError, match="no column “No such column”"):
        call_command("import_register", register.path, file, **by)
    with pytest.raises(CommandError, match="There is no register"):
        call_command("export_register", "nowhere/nothing", output=file, **by)


def test_what_is_sent_is_dropped_if_nobody_confirms(register, entry, contributor):
    run = imports.send(register=register, data=csv_of(["Identifier"], [entry.pk]), by=contributor)
    work()
    run.refresh_from_db()
    assert run.state in ("read", "wrong")
    ImportRun.objects.filter(state="read").update(asked_at=entry.recorded_at - imports.KEPT * 2)
    imports.tidy()
    run.refresh_from_db()
    assert run.rows is None


def test_no_cell_begins_a_formula(client, register, own, contributor):
    for text in ("=1+1", "+1", "-1", "@x", "＝1"):
        found = {"source": text, "organisation": factories.organisation()}
        row = entries.entry(register, found.pop("organisation"), **found)
        factories.person(Role.AGY, organisation=row.organisation)
    client.force_login(factories.person(Role.SEC))
    answer = client.post(register.url("export"), {"kind": "csv"}).content.decode()
    assert len(reading.read(answer.encode())) == 5
    cells = [cell for line in answer.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell[:1] in "=+-@＝" and cell]


def test_a_file_that_is_too_large_is_told_how_large_it_may_be(client, register, contributor):
    client.force_login(contributor)
    answer = client.post(register.url("import"), upload(b"a" * 9_000_000))
    assert answer.status_code == 413
    assert "larger than 5 MB" in answer.text
    answer = client.post(register.url("create"), {"source": "a" * 9_000_000})
    assert answer.status_code == 413
    assert "MB" not in answer.text
