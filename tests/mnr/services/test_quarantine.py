"""Quarantine: hidden at once and everywhere, without preview, and given back unharmed."""

import pytest
from django.core import mail
from django.db import Error, connection, transaction

from mnr.models import (
    AuditEvent,
    Comment,
    ContentReport,
    Evidence,
    GuardRelease,
    Job,
    Obstacle,
    Organisation,
    ProgressUpdate,
    Quarantine,
    RatingQuestion,
    User,
    WithheldText,
)
from mnr.permissions import Denied, WrongState
from mnr.roles import Action, Role
from mnr.services import drafts, jobs, quarantine, reports, snapshots, updates
from mnr.services.errors import Refused
from tests import factories
from tests.mnr.services.canaries import CANARY, holds_canary, tell_canary, told_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.duty_officer()


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


def withhold(row, by, reason="names"):
    kind = quarantine.kind_of(row)
    return quarantine.set_quarantine(kind=kind, object_id=row.pk, reason=reason, by=by)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_text_of_an_update_leaves_the_tables(secretariat):
    update = told_update("submitted")
    row = withhold(update, secretariat)
    assert not holds_canary(*PLACES)
    assert WithheldText.objects.filter(quarantine=row, text__contains=CANARY).count() == 11
    update.refresh_from_db()
    assert (update.is_withheld, update.state) == (True, "submitted")
    assert update.achievements == "Withheld: under review"


PLACES = (
    ProgressUpdate,
    Obstacle,
    RatingQuestion,
    GuardRelease,
    Comment,
    Evidence,
    Organisation,
    User,
)


@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "accepted", "published"])
def test_it_is_given_back_as_it_was(state, secretariat, officer):
    update = told_update("accepted" if state == "published" else state)
    if state == "published":
        for step in ("closed", "frozen", "approved", "published"):
            factories.enter(update.period, step)
    before = drafts.current_content(update)
    row = withhold(update, secretariat)
    assert CANARY not in str(drafts.current_content(update))
    quarantine.release(quarantine=row, reason="mistake", by=officer)
    assert drafts.current_content(update) == before
    assert not WithheldText.objects.exists()
    assert not ProgressUpdate.objects.get(pk=update.pk).is_withheld


def test_every_kind_of_object(secretariat, officer):
    for row in tell_canary():
        assert holds_canary(type(row)), row
        held = withhold(row, secretariat)
        assert not holds_canary(type(row)), row
        row.refresh_from_db()
        assert row.is_withheld
        quarantine.release(quarantine=held, reason="mistake", by=officer)
        assert holds_canary(type(row)), row


@pytest.mark.changes_nothing
def test_nobody_takes_it_a_step_further(secretariat, officer):
    update = told_update("draft")
    author = factories.person(Role.AGY, organisation=update.organisation)
    version = update.version
    held = withhold(update, secretariat)
    update.refresh_from_db()
    assert update.version == version + 1
    with pytest.raises(WrongState, match="Withheld"):
        updates.save_update(update=update, version=update.version, values={}, by=author)
    with pytest.raises(WrongState, match="Withheld"):
        updates.delete_draft(update=update, version=update.version, by=author)
    quarantine.release(quarantine=held, reason="mistake", by=officer)
    update.refresh_from_db()
    updates.save_update(update=update, version=update.version, values={}, by=author)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mnr_progressupdate SET achievements = 'again'",
        "UPDATE mnr_progressupdate SET is_withheld = false",
        "DELETE FROM mnr_obstacle",
        "UPDATE mnr_obstacle SET text = 'again'",
        "DELETE FROM mnr_ratingquestion",
        "UPDATE mnr_ratingquestion SET answer = 'again'",
        "DELETE FROM mnr_quarantine",
        "UPDATE mnr_quarantine SET object_id = gen_random_uuid()",
        "UPDATE mnr_quarantine SET purge_requested_by_id = set_by_id, purge_requested_at = now(),"
        " purge_confirmed_by_id = set_by_id, purge_confirmed_at = now()",
        "UPDATE mnr_quarantine SET has_legal_hold = true",
        "UPDATE mnr_quarantine SET state = 'released'",
        "UPDATE mnr_quarantine SET state = 'purged', purged_at = now()",
    ],
)
def test_what_the_database_refuses(statement, secretariat):
    withhold(told_update("draft"), secretariat)
    with pytest.raises(Error), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT mnr_give_back(%s)",
        "SELECT mnr_destroy(%s)",
        "SELECT mnr_redact_submission(%s, 1, '[]')",
        "SELECT mnr_redact_snapshot(%s, 1, '[]', '{}')",
    ],
)
def test_the_functions_ask_for_the_state_that_they_need(statement, secretariat):
    row = withhold(told_update("draft"), secretariat)
    with pytest.raises(Error, match="is not"), transaction.atomic():
        sql(statement, row.pk)


def test_only_texts_of_people_can_be_withheld(secretariat):
    row = withhold(told_update("draft"), secretariat)
    places = '[{"table": "mnr_user", "row": "1", "marks": {"email": ["", ""]}}]'
    with pytest.raises(Error, match="no text of people"), transaction.atomic():
        sql("SELECT mnr_withhold(%s, %s)", row.pk, places)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mnr_progressupdate SET achievements = 'other'",
        "UPDATE mnr_snapshot SET content = '{}'",
        "UPDATE mnr_submission SET content = '{}'",
        "DELETE FROM mnr_withheldtext",
        "UPDATE mnr_withheldtext SET text = 'other'",
        "INSERT INTO mnr_redaction (quarantine_id) VALUES (gen_random_uuid())",
        "DELETE FROM mnr_redaction",
    ],
)
def test_the_setting_of_the_functions_alone_opens_nothing(statement, secretariat):
    """Only as the owner, whom the application cannot become."""
    update = told_update("accepted")
    for step in ("closed", "frozen"):
        factories.enter(update.period, step)
    withhold(update, secretariat)
    sql("SET LOCAL mnr.withholding = 'on'")
    with pytest.raises(Error), transaction.atomic():
        sql(statement)


def test_it_is_withheld_once(secretariat):
    update = told_update("draft")
    withhold(update, secretariat)
    with pytest.raises(Refused, match="withheld already"):
        withhold(update, secretariat)


@pytest.mark.parametrize(
    ("role", "relation", "may"),
    [
        (Role.ADM, "far", True),
        (Role.SEC, "far", True),
        (Role.CHR, "far", True),
        (Role.AUD, "far", True),
        (Role.CMM, "far", False),
        (Role.IND, "own", False),
        (Role.AGY, "own", True),
        (Role.AGY, "far", False),
        (Role.DOM, "domain", True),
        (Role.DOM, "far", False),
    ],
)
def test_who_may_withhold(role, relation, may):
    update = told_update("submitted")
    body = update.organisation if relation == "own" else factories.organisation()
    domain = update.capability.domain.key if relation == "domain" else "victim"
    person = factories.person(role, organisation=body, domain=domain)
    if may:
        assert withhold(update, person).is_withheld
    else:
        with pytest.raises(Denied):
            withhold(update, person)
        assert not Quarantine.objects.exists()


def test_only_who_is_on_duty_decides(secretariat, officer):
    row = withhold(told_update("draft"), secretariat)
    for act in (
        lambda by: quarantine.release(quarantine=row, reason="mistake", by=by),
        lambda by: quarantine.set_hold(quarantine=row, reason="Police asked.", by=by),
        lambda by: quarantine.view_text(quarantine=row, by=by),
    ):
        for role in (Role.SEC, Role.ADM, Role.CHR, Role.AUD):
            with pytest.raises(Denied):
                act(factories.person(role))
    assert len(quarantine.view_text(quarantine=row, by=officer)) == 11
    assert AuditEvent.objects.filter(action=Action.QUARANTINE_VIEW).count() == 1


def test_illegal_material_is_shown_to_nobody(secretariat, officer):
    update = told_update("draft")
    report = {"kind": "update", "object_id": update.pk, "by": secretariat}
    quarantine.report_content(**report, reason="illegal")
    row = withhold(update, secretariat, reason="other")
    with pytest.raises(Refused, match="shown to nobody"):
        quarantine.view_text(quarantine=row, by=officer)


def test_a_hold_stops_release_until_it_ends(secretariat, officer):
    row = withhold(told_update("draft"), secretariat)
    quarantine.set_hold(quarantine=row, reason="The police asked for it.", by=officer)
    with pytest.raises(Refused, match="legal hold"):
        quarantine.release(quarantine=row, reason="mistake", by=officer)
    quarantine.set_hold(quarantine=row, reason="", by=officer)
    quarantine.release(quarantine=row, reason="mistake", by=officer)


def test_the_duty_officer_hears_of_a_report_and_the_reporter_of_its_end(secretariat, officer):
    update = told_update("submitted")
    quarantine.report_content(
        kind="update", object_id=update.pk, reason="case", note="Second line.", by=secretariat
    )
    work()
    (alarm,) = mail.outbox
    assert alarm.to == [officer.email]
    for told in (CANARY, str(update.pk), "Second line.", update.organisation.name):
        assert told not in alarm.body + alarm.subject
    quarantine.release(quarantine=withhold(update, secretariat), reason="mistake", by=officer)
    work()
    assert mail.outbox[-1].to == [secretariat.email]
    assert ContentReport.objects.get().outcome == "unfounded"


def test_giving_back_takes_a_reason_which_stays_and_stands_in_the_trail(secretariat, officer):
    row = withhold(told_update("draft"), secretariat)
    for reason in ("", "because"):
        with pytest.raises(Refused, match="Say why it may stay"):
            quarantine.release(quarantine=row, reason=reason, by=officer)
    quarantine.release(quarantine=row, reason="answered", by=officer)
    row.refresh_from_db()
    assert row.given_back == "answered"
    event = AuditEvent.objects.filter(action=Action.QUARANTINE_RELEASE).get()
    assert event.changes["given_back"] == [None, "answered"]


def test_answering_reports_takes_a_reason_too(secretariat, officer):
    update = told_update("submitted")
    report = quarantine.report_content(
        kind="update", object_id=update.pk, reason="case", by=secretariat
    )
    with pytest.raises(Refused, match="Say why it may stay"):
        quarantine.dismiss_reports(report=report, reason="", by=officer)
    quarantine.dismiss_reports(report=report, reason="nothing", by=officer)
    report.refresh_from_db()
    assert (report.outcome, report.given_back) == ("unfounded", "nothing")


def test_who_hid_it_hears_that_it_is_shown_again_once(secretariat, officer):
    told = told_update("submitted")
    quarantine.release(quarantine=withhold(told, secretariat), reason="nothing", by=officer)
    work()
    answers = [letter for letter in mail.outbox if letter.to == [secretariat.email]]
    assert [letter.subject for letter in answers] == ["What you hid is shown again"]
    assert str(told.pk) not in answers[0].body
    mail.outbox.clear()
    quarantine.report_content(kind="update", object_id=told.pk, reason="case", by=secretariat)
    quarantine.release(quarantine=withhold(told, secretariat), reason="nothing", by=officer)
    quarantine.release(quarantine=withhold(told, officer), reason="nothing", by=officer)
    work()
    answers = [letter for letter in mail.outbox if "shown again" in letter.subject]
    assert answers == []  # who reported it too has one answer; nobody writes to oneself


def test_said_again_it_is_one_report(secretariat):
    update = told_update("submitted")
    report = {"kind": "update", "object_id": update.pk, "by": secretariat}
    first = quarantine.report_content(**report, reason="case")
    assert quarantine.report_content(**report, reason="names") == first
    assert ContentReport.objects.get().reason == "case"
    assert Job.objects.filter(kind="tell_duty_officers").count() == 1
    quarantine.report_content(**report, reason="illegal")  # that must not be lost
    assert ContentReport.objects.get().reason == "illegal"
    assert Job.objects.filter(kind="tell_duty_officers").count() == 2
    quarantine.report_content(**report | {"by": factories.person(Role.CHR)}, reason="case")
    assert ContentReport.objects.count() == 2


def work():
    for job in Job.objects.filter(state="queued").exclude(kind=reports.JOB).order_by("created_at"):
        jobs.run(job.pk)


def test_what_is_frozen_is_read_without_it_and_not_edited(secretariat, officer):
    update = told_update("accepted")
    factories.enter(update.period, "closed")
    factories.enter(update.period, "frozen")
    snapshot = update.period.snapshots.get()
    content, before = snapshot.content, snapshots.read(snapshot)
    assert CANARY in str(before)
    row = withhold(update, secretariat)
    snapshot.refresh_from_db()
    assert snapshot.content == content
    told = str(snapshots.read(snapshot))
    assert CANARY not in told
    assert "Withheld: under review" in told
    quarantine.release(quarantine=row, reason="mistake", by=officer)
    assert snapshots.read(snapshot) == before


def test_reports_built_with_it_are_taken_from_download(secretariat, officer):
    update = told_update("accepted")
    factories.enter(update.period, "closed")
    factories.enter(update.period, "frozen")
    report = reports.queue_report(snapshot=update.period.snapshots.get(), by=secretariat)
    begun = type(report).objects.get(pk=report.pk)
    reports.mark_ready(report, sha256="a" * 64, pages=2, size=10, seconds=1)
    row = withhold(update, secretariat)
    report.refresh_from_db()
    assert (report.status, report.sha256) == ("queued", "")
    assert [file.sha256 for file in row.files.all()] == ["a" * 64]
    with pytest.raises(reports.Overtaken):
        reports.mark_ready(begun, sha256="a" * 64, pages=2, size=10, seconds=1)
    reports.mark_ready(report, sha256="b" * 64, pages=2, size=10, seconds=1)
    quarantine.release(quarantine=row, reason="mistake", by=officer)
    report.refresh_from_db()
    assert report.status == "queued"


def test_the_trail_names_no_word_of_it(secretariat, officer):
    update = told_update("submitted")
    quarantine.report_content(kind="update", object_id=update.pk, reason="case", by=secretariat)
    row = withhold(update, secretariat)
    quarantine.view_text(quarantine=row, by=officer)
    quarantine.release(quarantine=row, reason="mistake", by=officer)
    events = AuditEvent.objects.filter(object_type__in=["quarantine", "contentreport"])
    assert [event.action for event in events.order_by("number")] == [
        "content.report",
        "quarantine.set",
        "quarantine.view",
        "quarantine.release",
    ]
    assert CANARY not in str([event.changes for event in events])
