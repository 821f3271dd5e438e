"""References to documents: own ones only, findable, versioned, never deleted."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mnr.models import AuditEvent, Evidence
from mnr.permissions import Denied
from mnr.roles import Role
from mnr.services.errors import EditConflict
from mnr.services.evidence import save_evidence, withdraw_evidence
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    own = factories.organisation()
    person = factories.person(Role.AGY, organisation=own)
    person.own = own
    return person


def document(organisation, **fields):
    values = {
        "title": "Mandate of the unit",
        "publisher": "Ministry",
        "dated_on": factories.ago(100),
        "url": "https://gazette.example/12",
    }
    return Evidence(organisation=organisation, **(values | fields))


def test_recorded_with_its_recorder_and_its_history(writer):
    row = save_evidence(evidence=document(writer.own), by=writer)
    assert (row.recorded_by, row.version) == (writer, 1)
    assert AuditEvent.objects.get().changes["title"] == [None, "Mandate of the unit"]


def test_a_change_is_a_new_version_and_names_what_changed(writer):
    row = save_evidence(evidence=document(writer.own), by=writer)
    row.title = "Second mandate"
    row = save_evidence(evidence=row, version=1, by=writer)
    assert row.version == 2
    assert AuditEvent.objects.first().changes == {
        "title": ["Mandate of the unit", "Second mandate"]
    }


@pytest.mark.changes_nothing
def test_the_second_of_two_is_told(writer):
    row = save_evidence(evidence=document(writer.own), by=writer)
    save_evidence(evidence=Evidence.objects.get(), version=1, by=writer)
    row.title = "Mine"
    with pytest.raises(EditConflict):
        save_evidence(evidence=row, version=1, by=writer)
    assert Evidence.objects.get().title == "Mandate of the unit"


@pytest.mark.parametrize("role", [Role.SEC, Role.AUD, Role.CMM, Role.CHR, Role.ADM])
def test_only_those_who_report_record_documents(writer, role):
    with pytest.raises(Denied):
        save_evidence(evidence=document(writer.own), by=factories.person(role))


def test_a_document_does_not_move_to_another_organisation(writer):
    row = save_evidence(evidence=document(writer.own), by=writer)
    with pytest.raises(Denied):
        save_evidence(evidence=document(factories.organisation()), by=writer)
    row.organisation = factories.organisation()
    with pytest.raises(Denied):
        save_evidence(evidence=row, version=1, by=writer)
    assert Evidence.objects.get().organisation == writer.own


@pytest.mark.parametrize(
    "fields",
    [
        {"url": ""},
        {"url": "http://gazette.example/12"},
        {"url": "https://user:secret@gazette.example"},
        {"valid_from": factories.ago(1), "valid_until": factories.ago(2)},
    ],
)
def test_a_document_can_be_found_and_its_dates_are_in_order(writer, fields):
    with pytest.raises(ValidationError):
        save_evidence(evidence=document(writer.own, **fields), by=writer)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"url": ""}, "evidence_can_be_found"),
        ({"url": "http://gazette.example/12"}, "evidence_https_only"),
        (
            {"valid_from": factories.ago(1), "valid_until": factories.ago(2)},
            "evidence_dates_in_order",
        ),
    ],
)
def test_the_database_holds_the_same(writer, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        document(writer.own, **fields).save()


def test_withdrawn_once_and_still_named_by_earlier_updates(writer):
    row = save_evidence(evidence=document(writer.own), by=writer)
    update = factories.update(organisation=writer.own)
    update.evidence.set([row])
    withdraw_evidence(evidence=row, by=writer)
    withdraw_evidence(evidence=row, by=writer)
    row.refresh_from_db()
    assert (row.withdrawn_on, row.version) == (factories.ago(0), 2)
    assert list(update.evidence.all()) == [row]
    with pytest.raises(Denied):
        withdraw_evidence(
            evidence=row, by=factories.person(Role.AGY, organisation=factories.organisation())
        )
