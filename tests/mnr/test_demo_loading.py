"""Loading the demonstration: repeatable, into an empty database only, in the sizes asked for."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import transaction

from mnr.demo import builder, dates
from mnr.models import (
    Country,
    Evidence,
    Organisation,
    ProgressUpdate,
    ReportingPeriod,
    Snapshot,
    User,
)
from mnr.services.errors import Refused
from tests import factories


def written():
    """What a load wrote, without the times of the trail and the numbers of the rows."""
    return {
        "snapshots": list(Snapshot.objects.order_by("pk").values_list("digest", flat=True)),
        "people": list(User.objects.order_by("pk").values_list("pk", "email", "full_name")),
        "updates": list(
            ProgressUpdate.objects.order_by("pk").values_list(
                "pk", "state", "achievements", "saved_at", "submitted_at", "accepted_by"
            )
        ),
        "evidence": list(Evidence.objects.order_by("pk").values_list("pk", "title", "dated_on")),
    }


def loaded(**options):
    with transaction.atomic():
        builder.load(**{"past": 2, "today": date(2026, 11, 24)} | options)
        found = written()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_country():
    first = loaded()
    assert loaded() == first
    other = loaded(seed=2)
    assert [name for name in first if first[name] == other[name]] == []


@pytest.mark.django_db
def test_it_grows_as_asked():
    call_command("load_demo", organisations=45, periods=0, verbosity=0)
    assert Organisation.objects.count() == 45
    assert ReportingPeriod.objects.get().state == "open"


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{"count": 17}, {"count": 99}, {"past": -1}, {"past": 81}])
def test_sizes_out_of_range_are_refused(options):
    with pytest.raises(Refused, match="The demonstration has from"):
        builder.load(**options)
    assert not Country.objects.exists()


@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_periods_fit_any_day_of_the_year(settings, months):
    settings.MNR_PERIOD_MONTHS = months
    for day in range(0, 366, 5):
        today = date(2027, 1, 1) + timedelta(days=day)
        *past, current = dates.slots(today=today, past=3)
        assert current.dates["opens_on"] < today < current.dates["due_on"]
        assert all(slot.dates["meeting_on"] <= today for slot in past)
        assert current.dates["freeze_on"] > current.dates["ends_on"]
        for name in ("due_on", "review_due_on", "freeze_on", "meeting_on"):
            assert current.dates[name].weekday() < 5
        for one, following in pairwise([*past, current]):
            assert one.dates["ends_on"] + timedelta(days=1) == following.dates["starts_on"]


@pytest.mark.django_db
def test_it_does_not_mix_with_others():
    factories.organisation()
    with pytest.raises(Refused, match="already holds people or organisations"):
        builder.load()
    assert not Country.objects.exists()


@pytest.mark.django_db
def test_a_failure_leaves_nothing_behind(monkeypatch):
    def fail(**options):
        raise OSError("stopped")

    monkeypatch.setattr("mnr.demo.quarter.snapshots.make_snapshot", fail)
    with pytest.raises(OSError, match="stopped"):
        builder.load(past=1)
    assert not Country.objects.exists()
    assert not User.objects.exists()
