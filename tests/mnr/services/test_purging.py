"""Removal for good: by two people, from every place, with the trail and the snapshots honest."""

import pytest
from django.db import Error, connection, transaction

from mnr.models import CaseImport, Job, Quarantine, Redaction, Submission
from mnr.permissions import Denied, WrongState
from mnr.reports import purge, storage
from mnr.roles import Role
from mnr.services import audit, jobs, leftovers, purging, quarantine, reports, snapshots
from mnr.services.errors import Refused
from tests import factories
from tests.mnr.services.canaries import CANARY, told_update
from tests.mnr.test_withheld_everywhere import world  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return factories.duty_officer()


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


def withhold(row, reason="names"):
    return quarantine.set_quarantine(
        kind=quarantine.kind_of(row),
        object_id=row.pk,
        reason=reason,
        by=factories.person(Role.ADM),
    )


def remove(row, officer, chair):
    """All of it: asked for, confirmed, done by its job."""
    held = withhold(row)
    purging.request_purge(row=held, by=officer)
    purging.confirm_purge(row=held, by=chair)
    jobs.run(Job.objects.get(kind=purging.JOB, state="queued").pk)
    held.refresh_from_db()
    return held


def test_the_word_is_nowhere(world, officer, chair, state):  # noqa: F811
    snapshot = world["snapshot"]
    report = reports.queue_report(snapshot=snapshot, by=officer)
    file = f"%PDF {CANARY}".encode()
    reports.mark_ready(report, sha256=storage.store(file), pages=1, size=1, seconds=1)
    case = CaseImport.objects.create(
        country="Talvia", digest="0" * 64, content={"actions": [{"title": f"Act {CANARY}"}]}
    )
    copied = {"item": "update", "text": f"They wrote: {world['update'].achievements}"}
    factories.release_about(world["update"], about="comment", held=copied)
    digest = snapshot.digest
    assert leftovers.standing([CANARY])
    for row in world["objects"]:
        held = remove(row, officer, chair)
        assert held.state == "purged"
    assert leftovers.standing([CANARY]) == {}
    assert held.left_over == {}
    for path in state.rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes(), path
    case.refresh_from_db()
    assert case.content == {"actions": [{"title": "[removed]"}]}
    snapshot.refresh_from_db()
    assert snapshot.digest == digest
    told = snapshots.read(snapshot)
    assert "[removed]" in str(told)
    assert told["capabilities"]
    verified = audit.verify()
    assert (verified.problem, verified.checked > 0) == ("", True)


def test_a_purged_snapshot_shows_any_later_change(world, officer, chair):  # noqa: F811
    remove(world["update"], officer, chair)
    snapshot = world["snapshot"]
    snapshot.refresh_from_db()
    (redaction,) = Redaction.objects.all()
    assert redaction.previous_digest == snapshot.digest
    assert redaction.digest == audit.digest(snapshot.content) == snapshots.digest_now(snapshot)
    assert sorted({path[0] for path in redaction.paths}) == ["capabilities"]
    snapshot.content = snapshot.content.replace("[removed]", "another text")
    with pytest.raises(ValueError, match="digest"):
        snapshots.read(snapshot)


def test_figures_states_and_dates_stay(world, officer, chair):  # noqa: F811
    before = snapshots.read(world["snapshot"])
    remove(world["update"], officer, chair)
    world["snapshot"].refresh_from_db()
    after = snapshots.read(world["snapshot"])
    assert str(after).replace("[removed]", "").count("'") >= 100
    for name in ("in_place", "in_use", "confidence", "state", "dated_on"):
        assert values(after, name) == values(before, name)


def values(content, name):
    if isinstance(content, dict):
        found = [content[name]] if name in content else []
        return found + [each for inner in content.values() for each in values(inner, name)]
    if isinstance(content, list):
        return [each for inner in content for each in values(inner, name)]
    return []


def test_only_named_texts_of_a_snapshot_can_be_removed(world, officer, chair):  # noqa: F811
    """The owner's function refuses to write anything but the mark, and anything more."""
    held = remove(world["update"], officer, chair)
    snapshot = world["snapshot"]
    snapshot.refresh_from_db()
    for paths, content in (
        ('[["country", "name"]]', snapshot.content),
        ("[]", snapshot.content.replace("on_track", "off_track")),
        ('[["capabilities", "0", "number"]]', snapshot.content),
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT mnr_redact_snapshot(%s, %s, %s, %s)",
                [held.pk, snapshot.pk, paths, content],
            )


def test_two_people_and_no_more_than_what_was_asked_for(officer, chair):
    row = withhold(told_update("draft"))
    with pytest.raises(WrongState):
        purging.confirm_purge(row=row, by=chair)
    for role in (Role.SEC, Role.ADM, Role.CHR):
        with pytest.raises(Denied):
            purging.request_purge(row=row, by=factories.person(role))
    purging.request_purge(row=row, by=officer)
    with pytest.raises(Refused, match="asked for already"):
        purging.request_purge(row=row, by=officer)
    with pytest.raises(Denied):
        purging.confirm_purge(row=row, by=officer)
    purging.confirm_purge(row=row, by=chair)
    with pytest.raises(WrongState):
        purging.confirm_purge(row=row, by=chair)


def test_who_asked_cannot_confirm_even_in_another_role(officer):
    row = withhold(told_update("draft"))
    chair = factories.person(Role.CHR)
    Quarantine.objects.filter(pk=row.pk).update(
        purge_requested_by=chair, purge_requested_at="2026-01-01T00:00Z"
    )
    with pytest.raises(Denied, match="somebody else"):
        purging.confirm_purge(row=row, by=chair)
    with pytest.raises(Error, match="quarantine_purge_by_two"), transaction.atomic():
        Quarantine.objects.filter(pk=row.pk).update(
            purge_confirmed_by=chair, purge_confirmed_at="2026-01-01T00:00Z"
        )


def test_a_legal_hold_stops_it_at_every_step(officer, chair):
    row = withhold(told_update("draft"))
    hold = {"quarantine": row, "by": officer}
    quarantine.set_hold(**hold, reason="Police, number 12.")
    with pytest.raises(Refused, match="legal hold"):
        purging.request_purge(row=row, by=officer)
    quarantine.set_hold(**hold, reason="")
    purging.request_purge(row=row, by=officer)
    quarantine.set_hold(**hold, reason="Police, number 13.")
    with pytest.raises(WrongState, match="legal hold"):
        purging.confirm_purge(row=row, by=chair)
    quarantine.set_hold(**hold, reason="")
    purging.confirm_purge(row=row, by=chair)
    with pytest.raises(Refused, match="confirmed already"):
        quarantine.set_hold(**hold, reason="Too late.")


def test_it_is_done_once(officer, chair):
    held = remove(told_update("draft"), officer, chair)
    assert purging.purge(held).purged_at == held.purged_at


def test_what_was_removed_can_be_written_anew(officer, chair):
    update = told_update("draft")
    remove(update, officer, chair)
    update.refresh_from_db()
    assert (update.is_withheld, update.achievements) == (False, "[removed]")
    update.achievements = "The unit works."
    update.save()


def test_copies_elsewhere_are_named(officer, chair):
    update = told_update("draft")
    other = told_update("draft", period=update.period, number=5)
    held = remove(update, officer, chair)
    assert held.left_over["mnr_progressupdate.achievements"] == 1
    assert CANARY in type(other).objects.get(pk=other.pk).achievements


def test_a_restored_backup_loses_it_again(world, officer, chair):  # noqa: F811
    update, before = world["update"], transaction.savepoint()
    remove(update, officer, chair)
    assert not Submission.objects.filter(content__achievements__contains=CANARY).exists()
    transaction.savepoint_rollback(before)
    assert CANARY in type(update).objects.get(pk=update.pk).achievements
    (entry,) = purge.noted()
    assert set(entry) == {"quarantine", "kind", "object", "reason", "requested_by", "confirmed_by"}
    assert purging.replay(entry).state == "purged"
    assert "[removed]" in type(update).objects.get(pk=update.pk).achievements
    assert purging.replay(entry) is None
