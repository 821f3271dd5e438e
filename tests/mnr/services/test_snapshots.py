"""Snapshots: canonical, chained, complete, and never changed."""

import json

import pytest
from django.db import DatabaseError, transaction

from mnr.models import Snapshot
from mnr.roles import Role
from mnr.services import audit, snapshots
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot():
    """A quarter with one accepted assessment, frozen."""
    period = factories.period("2026-Q1", "open")
    factories.update("accepted", period, 4, assessed=(3, 2))
    for state in ("closed", "frozen"):
        factories.enter(period, state)
    return period.snapshots.get()


def again(snapshot, note="The level of 4 was wrong."):
    return snapshots.make_snapshot(period=snapshot.period, by=factories.person(Role.SEC), note=note)


def test_it_reads_back_what_was_frozen(snapshot):
    content = snapshots.read(snapshot)
    assert content["period"]["code"] == "2026-Q1"
    assert len(content["capabilities"]) == 21
    four = content["capabilities"][3]
    assert (four["number"], four["assessment"]["level"]) == (4, 2)


def test_its_text_is_canonical_and_has_its_digest(snapshot):
    assert snapshot.content == audit.canonical(json.loads(snapshot.content))
    assert snapshot.digest == audit.digest(snapshot.content)


def test_the_same_tables_give_the_same_content(snapshot):
    first = snapshots.snapshot_content(snapshot.period)
    assert audit.canonical(first) == audit.canonical(snapshots.snapshot_content(snapshot.period))


def test_a_correction_is_the_next_version_and_holds_the_digest_of_the_one_before(snapshot):
    second = again(snapshot)
    assert (second.version, second.previous_digest) == (2, snapshot.digest)
    assert snapshots.latest(snapshot.period) == second
    assert snapshots.read(second)["note"] == "The level of 4 was wrong."


def test_a_correction_without_a_note_is_refused_by_the_database(snapshot):
    with pytest.raises(DatabaseError), transaction.atomic():
        again(snapshot, note="")


@pytest.mark.parametrize("change", [{"content": "{}"}, {"digest": "0" * 64}, {"note": "x"}])
def test_the_database_refuses_to_change_one(snapshot, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(**change)


def test_an_altered_one_is_not_read(snapshot):
    snapshot.content = snapshot.content.replace("2026-Q1", "2026-Q2")
    with pytest.raises(ValueError, match="digest"):
        snapshots.read(snapshot)


def test_the_levels_of_earlier_periods_are_in_it_with_target_and_confidence(snapshot):
    later = factories.period("2026-Q2", "frozen").snapshots.get()
    history = snapshots.read(later)["capabilities"][3]["levels"]
    assert history == [
        {
            "period": "2026-Q1",
            "in_place": 3,
            "in_use": 2,
            "target_level": None,
            "target_on": None,
            "confidence": "on_track",
        }
    ]


def test_it_names_every_organisation_that_it_refers_to(snapshot):
    former = snapshot.period.updates.get().organisation
    former.assignments.update(ended_on=snapshot.period.ends_on)
    later = factories.period("2026-Q2", "frozen").snapshots.get()
    content = snapshots.read(later)
    assert content["capabilities"][3]["assessment"]["organisation"] == str(former.pk)
    assert str(former.pk) in {row["id"] for row in content["organisations"]}


def test_it_names_no_person(snapshot):
    update = snapshot.period.updates.get()
    for person in (update.submitted_by, update.accepted_by, snapshot.made_by):
        assert person.full_name not in snapshot.content
        assert person.email not in snapshot.content
        assert str(person.pk) not in snapshot.content
