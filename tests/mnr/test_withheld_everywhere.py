"""A word that every role finds somewhere before quarantine is nowhere afterwards: a crawl."""

import re

import pytest
from django.urls import reverse

from mnr.models import Comment, PlanAction
from mnr.reports import committee, document
from mnr.roles import Role
from mnr.services import drafts, quarantine, updates
from tests import factories
from tests.mnr.services.canaries import CANARY, told_update
from tests.mnr.services.canaries import document as told_document

pytestmark = pytest.mark.django_db

MOST_PAGES = 150
LINK = re.compile(r'href="(/[^"#]*)')
LEFT_OUT = ("/static/", "/account/", "/quarantine/", "/content/", "/removals/")


@pytest.fixture
def world():
    """Objects of each kind that tell the word, in a frozen and in an open period."""
    body = factories.organisation(f"Body {CANARY}", short_name="Body")
    past = factories.period("2026-Q2", "open")
    author = factories.person(Role.AGY, organisation=body, full_name=f"Author {CANARY}")
    update = told_update("draft", period=past, organisation=body, confidence="on_track")
    evidence = told_document(body)
    update.evidence.add(evidence)
    update = updates.submit_update(update=update, version=update.version, by=author)
    update = updates.withdraw_update(update=update, version=update.version, by=author)
    values = {"achievements": f"Once more {CANARY}"}
    update = updates.save_update(update=update, version=update.version, values=values, by=author)
    update = updates.submit_update(update=update, version=update.version, by=author)
    comment = Comment.objects.create(
        update=update, item="update", text=CANARY, by=factories.person(Role.SEC)
    )
    lead = factories.person(
        Role.DOM, organisation=factories.organisation(), domain="criminal_justice"
    )
    update = updates.endorse_update(update=update, version=update.version, by=lead)
    update = updates.accept_update(
        update=update, version=update.version, by=factories.person(Role.SEC)
    )
    for step in ("closed", "frozen"):
        factories.enter(past, step)
    present = told_update("submitted", period=factories.period("2026-Q3"), organisation=body)
    action = PlanAction.objects.create(
        capability=update.capability, organisation=body, title=f"Act {CANARY}", status="done"
    )
    return {
        "objects": [update, present, evidence, comment, body, author, action],
        "snapshot": past.snapshots.get(),
        "update": update,
        "people": {Role.AGY: author, Role.DOM: lead},
    }


def crawl(client, start="/"):
    """The addresses of pages that hold the word."""
    waiting, seen, found = [start, reverse("my_work")], set(), set()
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0).replace("&amp;", "&")
        if url in seen or url.startswith(LEFT_OUT) or "sort=" in url:  # the same in another order
            continue
        seen.add(url)
        answer = client.get(url)
        text = answer.content.decode(errors="ignore")
        if CANARY in text:
            found.add(url)
        waiting += LINK.findall(text)
    return found


@pytest.mark.parametrize(
    "role",
    [
        *(Role.SEC, Role.DOM, Role.AGY),
        *(pytest.param(role, marks=pytest.mark.full) for role in (Role.CHR, Role.AUD, Role.CMM)),
    ],
)
def test_no_page_of_any_role_tells_it(role, world, client):
    person = world["people"].get(role) or factories.person(role)
    client.force_login(person)
    assert crawl(client)
    administrator = factories.person(Role.ADM)
    for row in world["objects"]:
        quarantine.set_quarantine(
            kind=quarantine.kind_of(row), object_id=row.pk, reason="names", by=administrator
        )
    assert crawl(client) == set()


def test_the_report_leaves_it_out_and_says_so(world):
    before = document.render(committee.committee_edition(world["snapshot"]))
    assert CANARY in before
    for row in world["objects"]:
        quarantine.set_quarantine(
            kind=quarantine.kind_of(row),
            object_id=row.pk,
            reason="names",
            by=factories.person(Role.ADM),
        )
    after = document.render(committee.committee_edition(world["snapshot"]))
    assert CANARY not in after
    assert "Withheld: under review" in after


def test_its_state_stays_visible(world, client):
    update = world["update"]
    quarantine.set_quarantine(
        kind="update", object_id=update.pk, reason="names", by=factories.person(Role.ADM)
    )
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse("update_detail", args=[update.pk])).content.decode()
    assert "Withheld: under review" in page
    assert "Accepted" in page
    assert CANARY not in str(drafts.current_content(update)["achievements"])
