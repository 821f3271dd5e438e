"""Remarks on single items: who may make them, on what, and that they stay."""

import pytest
from django.db import IntegrityError, transaction

from mnr.models import Comment
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services.comments import add_comment, resolve_comment
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return factories.person(
        Role.DOM, organisation=factories.organisation(), domain="criminal_justice"
    )


@pytest.fixture
def sent():
    return factories.update("submitted")


def remark(update, by, item="achievements", text=" Which regions? "):
    return add_comment(update=update, item=item, text=text, by=by)


@pytest.mark.parametrize("item", ["update", "achievements", "assessment", "4.1"])
def test_a_part_or_a_check_can_be_remarked_on(sent, lead, item):
    assert (remark(sent, lead, item=item).item, Comment.objects.get().text) == (
        item,
        "Which regions?",
    )


@pytest.mark.parametrize(
    ("item", "text", "field"),
    [("budget", "Why?", "item"), ("5.1", "Why?", "item"), ("update", " ", "text")],
)
def test_a_remark_needs_a_known_item_and_words(sent, lead, item, text, field):
    with pytest.raises(Refused) as refused:
        remark(sent, lead, item=item, text=text)
    assert refused.value.field == field
    assert not Comment.objects.exists()


def test_drafts_and_frozen_periods_take_no_remarks(lead):
    with pytest.raises(WrongState):
        remark(factories.update(), lead)
    accepted = factories.update("accepted", number=5)
    for step in ("closed", "frozen"):
        factories.enter(accepted.period, step)
    with pytest.raises(WrongState):
        remark(accepted, lead)


@pytest.mark.parametrize("role", [Role.AUD, Role.CMM, Role.ADM])
def test_readers_do_not_remark(sent, role):
    with pytest.raises(Denied):
        remark(sent, factories.person(role))


def test_strangers_do_not_remark(sent):
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    with pytest.raises(Denied):
        remark(sent, stranger)


def test_settled_once_by_its_authors_it_stays_visible(sent, lead):
    comment = remark(sent, lead)
    author = factories.person(Role.AGY, organisation=sent.organisation)
    first = resolve_comment(comment=comment, by=author)
    again = resolve_comment(comment=comment, by=lead)
    assert (first.resolved_by, again.resolved_by) == (author, author)
    assert Comment.objects.get().text == "Which regions?"


def test_the_database_takes_no_empty_remark_and_no_half_settlement(sent, lead):
    comment = remark(sent, lead)
    for change in ({"text": ""}, {"resolved_by": lead}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**change)


def test_strangers_settle_nothing_and_nothing_is_settled_once_frozen(sent, lead):
    comment = remark(sent, lead)
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    with pytest.raises(Denied):
        resolve_comment(comment=comment, by=stranger)
    for step in ("closed", "frozen"):
        factories.enter(sent.period, step)
    with pytest.raises(WrongState):
        resolve_comment(comment=comment, by=lead)
    assert Comment.objects.get().resolved_at is None
