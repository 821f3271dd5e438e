"""Ending an extension, and what closing leaves correctable."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mnr.models import AuditEvent, Extension
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import extensions, periods, updates
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


def running_period(due=3):
    """A period that was due so many days ago."""
    return factories.period(
        "2026-Q3",
        opens_on=factories.ago(60),
        due_on=factories.ago(due),
        review_due_on=factories.ago(min(due, -2)),
        freeze_on=factories.ago(-30),
        meeting_on=None,
    )


def extended(period, by, days=20):
    until = timezone.localdate() + timedelta(days=days)
    body = factories.organisation()
    return periods.extend_deadline(
        period=period, organisation=body, until=until, reason="Flood.", by=by
    )


@pytest.mark.parametrize("due", [3, 0, -5])
def test_an_ended_extension_no_longer_keeps_the_period_open(secretariat, due):
    period = running_period(due)
    extension = extended(period, secretariat)
    with pytest.raises(Refused):
        periods.close_period(period=period, by=secretariat)
    ended = extensions.end_extension(extension=extension, by=secretariat)
    assert ended.until == max(period.due_on, factories.ago(1))
    assert Extension.objects.get().reason == "Flood."
    assert AuditEvent.objects.filter(action="period.extend_deadline").count() == 2
    with pytest.raises(Refused, match="ended already"):
        extensions.end_extension(extension=extension, by=secretariat)
    assert periods.close_period(period=period, by=secretariat).state == "closed"


def test_an_extension_can_be_made_shorter(secretariat):
    period = running_period()
    extension = extended(period, secretariat)
    until = timezone.localdate()
    periods.extend_deadline(
        period=period,
        organisation=extension.organisation,
        until=until,
        reason="Less is enough.",
        by=secretariat,
    )
    assert Extension.objects.get().until == until


def test_only_the_secretariat_ends_one_and_only_while_the_period_is_open(secretariat):
    period = running_period()
    extension = extended(period, secretariat)
    with pytest.raises(Denied):
        extensions.end_extension(extension=extension, by=factories.person(Role.CHR))
    factories.enter(period, "closed")
    with pytest.raises(WrongState, match="closed for updates"):
        extensions.end_extension(extension=extension, by=secretariat)


def test_what_was_returned_stays_correctable_when_the_period_closes(secretariat):
    period = running_period()
    returned = factories.update("returned", period=period)
    begun = factories.update("returned", period=period, number=5)
    begun.state = "draft"
    begun.save()
    never_sent = factories.update("draft", period=period, number=6)
    periods.close_period(period=period, by=secretariat)
    for row in (returned, begun, never_sent):
        row.refresh_from_db()
    until = timezone.localdate() + timedelta(days=7)
    assert [row.editable_until for row in (returned, begun, never_sent)] == [until, until, None]
    events = AuditEvent.objects.filter(action="period.close_entry", object_type="progressupdate")
    assert events.count() == 2
    author = factories.person(Role.AGY, organisation=returned.organisation)
    saved = updates.save_update(
        update=returned, version=returned.version, values={"achievements": "More."}, by=author
    )
    assert updates.submit_update(update=saved, version=saved.version, by=author).state


def test_a_late_review_day_gives_more_time(secretariat):
    period = running_period()
    period.review_due_on = factories.ago(-25)
    period.save()
    returned = factories.update("returned", period=period)
    periods.close_period(period=period, by=secretariat)
    returned.refresh_from_db()
    assert returned.editable_until == period.review_due_on
