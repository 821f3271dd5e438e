"""Entries that must not be seen: reported, withheld everywhere at once, given back or destroyed."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from mnr.models import AuditContent, Quarantine
from mnr.permissions import WrongState
from mnr.registers import registry, writing
from mnr.roles import Role
from mnr.services import purging, quarantine, text_places
from mnr.services.entries import entry_content, save_entry
from tests import factories
from tests.factories import entries
from tests.registers.shapes import SHAPES

pytestmark = pytest.mark.django_db

REGISTERS = SHAPES
CANARY = "kvitravn canary"
TRIGGERS = """
SELECT c.relname, encode(tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE tgname = 'mnr_entry_withheld'
"""


def withhold(entry):
    return quarantine.set_quarantine(
        kind="entry", object_id=entry.pk, reason="names", by=factories.person(Role.ADM)
    )


def told(register, own):
    """An entry whose every text tells the word."""
    row = entries.entry(register, own)
    for name in entries.free_texts(register):
        setattr(row, name, f"{CANARY} {name}"[: register.field(name).max_length])
    return save_entry(entry=row, by=factories.person(Role.AGY, organisation=own))


def test_the_database_guards_the_texts_of_every_register():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        found = {table: tuple(names.split("\\000")[:-1]) for table, names in cursor.fetchall()}
    assert found == {
        register.model._meta.db_table: text_places.texts_of_entry(register.model)
        for register in registry.everything
    }


def test_every_register_can_be_withheld_and_given_back_as_it_was(own):
    officer = factories.duty_officer()
    for register in registry.everything:
        entry = told(register, own)
        before = entry_content(entry)
        row = withhold(entry)
        entry.refresh_from_db()
        assert entry.is_withheld
        assert CANARY not in str(entry_content(entry)), register.path
        quarantine.release(quarantine=row, reason="mistake", by=officer)
        entry.refresh_from_db()
        assert entry_content(entry) == before, register.path


def test_nobody_reads_or_changes_it(client, register, own, contributor):
    entry = told(register, own)
    withhold(entry)
    entry.refresh_from_db()
    with pytest.raises(WrongState):
        save_entry(entry=entry, by=contributor)
    with pytest.raises(IntegrityError), transaction.atomic():
        register.model.objects.filter(pk=entry.pk).update(source="Somebody else’s")
    history = reverse("object_history", args=[f"{register.model._meta.model_name}:{entry.pk}"])
    addresses = [register.url("list"), register.url("detail", entry), history]
    addresses.append(reverse("capability_detail", args=[entry.capability.number]))
    for reader in (contributor, factories.person(Role.SEC)):
        client.force_login(reader)
        for address in addresses:
            page = client.get(address)
            assert (page.status_code, CANARY in page.content.decode()) == (200, False), address
        if register.search_fields:
            found = client.get(register.url("list"), {"q": CANARY})
            assert found.context["table"] == []
        rows = list(register.visible(reader))
        assert CANARY.encode() not in writing.as_csv(register, rows)
        assert b"Withheld: under review" in writing.as_csv(register, rows)
    assert "Withheld: under review" in client.get(register.url("detail", entry)).content.decode()


def test_whoever_reads_it_reports_it_and_others_do_not(client, register, own, contributor):
    entry = told(register, own)
    report = reverse("content_report", args=["entry", entry.pk])
    client.force_login(contributor)
    assert report in client.get(register.url("detail", entry)).content.decode()
    assert client.get(report).status_code == 200
    client.force_login(factories.person(Role.AGY, organisation=factories.organisation()))
    assert client.get(report).status_code == 404


def test_two_people_destroy_it_and_the_trail_forgets_its_words(register, own):
    entry = told(register, own)
    row = withhold(entry)
    row = purging.request_purge(row=row, by=factories.duty_officer())
    row = purging.confirm_purge(row=row, by=factories.person(Role.CHR))
    row = purging.purge(row)
    entry.refresh_from_db()
    assert (row.state, row.left_over) == (Quarantine.State.PURGED, {})
    assert entry.public_text == text_places.REMOVED
    assert not AuditContent.objects.filter(text__contains=CANARY).exists()
