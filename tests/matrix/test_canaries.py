"""What somebody can reach holds exactly the texts that the matrix lets them read."""

import logging
import re

import pytest
from django.core import mail
from django.urls import reverse

from mnr.roles import Role
from mnr.services import invitations
from tests import factories
from tests.matrix.canaries import WORD
from tests.matrix.crawl import crawl
from tests.matrix.pages import addresses, of_the_api

pytestmark = pytest.mark.django_db
OFTEN = (Role.ADM, Role.DOM, Role.AGY)  # the others in the full run
ROLES = [
    pytest.param(role, marks=[] if role in OFTEN else pytest.mark.full)
    for role in Role
    if role is not Role.ANO
]


def found(pages):
    """{word: the first address at which it stands}."""
    words = {}
    for url, page in pages.items():
        for word in WORD.findall(page.text):
            words.setdefault(word.lower(), url)
    return words


@pytest.mark.parametrize("deep", [False, pytest.param(True, marks=pytest.mark.full)])
@pytest.mark.parametrize("role", ROLES)
def test_everybody_reads_what_they_may_and_nothing_else(role, deep, aviary, client, caplog, tell):
    client.force_login(aviary.people[role])
    answers = [url for _name, url in of_the_api(aviary)]
    seeds = ["/", reverse("my_work"), *addresses(aviary), *answers]
    with caplog.at_level(logging.DEBUG):
        pages = crawl(client, *seeds, with_queries=deep)
    words = found(pages)
    told = {word: (aviary.canaries[word].name, url) for word, url in words.items()}
    forbidden = {
        word: where for word, where in told.items() if not aviary.canaries[word].may([role.value])
    }
    assert not forbidden
    may = {word for word, canary in aviary.canaries.items() if canary.may([role.value])}
    hidden = {aviary.canaries[word].name for word in may - set(words)}
    assert not hidden - NOT_SHOWN.keys()
    assert not WORD.search(caplog.text), "a text stands in a log"
    assert not blind_alleys(pages), "a link that its reader may not follow"
    assert not deep or not unlinked(pages), "a page that no list leads to"
    tell(
        f"canaries: {role} finds {len(words)} of the {len(may)} words it may read, none of the "
        f"{len(aviary.canaries) - len(may)} others, on {len(pages)} pages"
    )


DETAILS = re.compile(r"^/(updates|evidence|people|organisations|reports|capabilities)/[^/]+/$")


def blind_alleys(pages):
    """Links on pages that somebody may read to pages that they may not."""
    return {
        link: url
        for url, page in pages.items()
        if page.status == 200
        for link in page.links
        if link in pages and pages[link].status >= 400
    }


def unlinked(pages):
    """Pages about one row that their reader may read, and to which nothing leads."""
    linked = {link for page in pages.values() if page.status == 200 for link in page.links}
    return sorted(
        url
        for url, page in pages.items()
        if DETAILS.match(url) and page.status == 200 and url not in linked
    )


NOT_SHOWN = {
    "extension.reason": "Everybody sees until when; why is shown where it is given.",
    "comment.text, returned": "A returned update is with its authors: its pages are theirs.",
}


def test_strangers_read_nothing(aviary, client):
    answers = [url for _name, url in of_the_api(aviary)]
    assert not found(crawl(client, "/", *addresses(aviary), *answers))


def test_mails_hold_nobodys_texts(aviary):
    body = aviary.rows["organisation"][0]
    invitation = factories.invitation(body, state="sent", by=aviary.people[Role.SEC])
    invitations.mail_invitation(invitation=str(invitation.pk), progress=None)
    (message,) = mail.outbox
    of_body = {word for word, canary in aviary.canaries.items() if "organisation" in canary.name}
    assert {*WORD.findall(f"{message.subject} {message.body}")} <= of_body
