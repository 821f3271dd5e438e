"""Reasons and notes, which nobody releases, tell nothing of single persons."""

import pytest
from django.utils import timezone

from mnr.models import Invitation
from mnr.roles import Role
from mnr.services import (
    access_reviews,
    invitations,
    organisations,
    people,
    periods,
    releases,
    separations,
    updates,
)
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
ASKS = "Anna Berg, aged 12, from Northtown was heard."
TODAY = timezone.localdate


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


def extend(by):
    period, body = factories.period("2026-Q4"), factories.organisation()
    given = {"until": period.freeze_on, "reason": ASKS, "by": by}
    periods.extend_deadline(period=period, organisation=body, **given)


def waive(by):
    period, body = factories.period(), factories.organisation()
    row = factories.assignment(body, 4)
    given = {"capability": row.capability, "reason": ASKS, "by": by}
    periods.waive_update(period=period, organisation=body, **given)


def grant(by):
    given = {"role": Role.CMM, "starts_on": TODAY(), "ends_on": TODAY(), "reason": ASKS, "by": by}
    people.grant_role(user=factories.person(), **given)


def close(by):
    people.deactivate_person(user=factories.person(), reason=ASKS, by=factories.person(Role.ADM))


def reduce(by):
    chair = factories.person(Role.CHR)
    given = {"starts_on": TODAY(), "ends_on": TODAY(), "reason": ASKS, "by": chair}
    separations.request_reduction(pair="lead_secretariat", **given)


def review(by):
    access_reviews.close_review(note=ASKS, by=by)


def send_back(by):
    update = factories.update("submitted")
    updates.return_update(update=update, version=update.version, reason=ASKS, by=by)


def invite(by):
    row = Invitation(email="bo@example.org", full_name="Bo New", reason=ASKS)
    invitations.invite(invitation=row, by=by)


def describe(by):
    body = factories.organisation()
    body.role_text = ASKS
    organisations.save_organisation(organisation=body, by=by)


def mean(by):
    update = factories.update("submitted")
    comment = {"item": "update", "text": ASKS, "reason": ASKS, "by": by}
    releases.hold_comment(update=update, **comment)


@pytest.mark.parametrize(
    "act", [extend, waive, grant, close, reduce, review, send_back, invite, describe, mean]
)
def test_it_is_refused_with_the_words_that_help(act, secretariat):
    with pytest.raises(Refused, match="age") as refused:
        act(secretariat)
    assert refused.value.field
    assert "Anna" not in str(refused.value)
