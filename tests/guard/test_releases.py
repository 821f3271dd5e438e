"""What the guard asks about waits for a second person, and nobody else reads it before."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse

from mnr import permissions
from mnr.models import AuditEvent, Comment, Evidence, GuardRelease, Job, ProgressUpdate
from mnr.roles import Role
from mnr.services import comments, evidence, jobs, notices, releases, updates
from mnr.services.errors import Incomplete, Refused
from mnr.services.released import release_text
from tests import factories

pytestmark = pytest.mark.django_db
ASKS = "The girl aged 9 quoted in the published judgment is not named."


@pytest.fixture
def draft():
    """A draft that is complete but for its text that asks."""
    update = factories.update("draft", confidence="on_track", achievements=ASKS)
    ProgressUpdate.objects.filter(pk=update.pk).update(achievements=ASKS)
    update.refresh_from_db()
    return update


@pytest.fixture
def author(draft):
    return factories.person(Role.AGY, organisation=draft.organisation)


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


def lead_of(update):
    """The domain's lead, of another organisation."""
    own = factories.organisation()
    return factories.person(Role.DOM, organisation=own, domain=update.capability.domain.key)


def asked(draft, author, reason="It is quoted from a published judgment."):
    (row,) = releases.ask_for_update(update=draft, reasons={"achievements": reason}, by=author)
    return row


def test_an_update_is_not_sent_until_its_text_is_released(draft, author, secretariat):
    with pytest.raises(Incomplete, match="the age of one child"):
        updates.submit_update(update=draft, version=draft.version, by=author)
    row = asked(draft, author)
    with pytest.raises(Incomplete, match="waits for a second person"):
        updates.submit_update(update=draft, version=draft.version, by=author)
    releases.decide(release=row, is_released=True, by=secretariat)
    assert updates.submit_update(update=draft, version=draft.version, by=author).is_reviewable


def test_a_release_is_bound_to_the_very_text(draft, author, secretariat):
    releases.decide(release=asked(draft, author), is_released=True, by=secretariat)
    values = {"achievements": ASKS.replace("9", "8")}
    changed = updates.save_update(update=draft, version=draft.version, values=values, by=author)
    with pytest.raises(Incomplete, match="the age of one child"):
        updates.submit_update(update=changed, version=changed.version, by=author)


def test_what_was_changed_since_is_not_released(draft, author, secretariat):
    row = asked(draft, author)
    values = {"achievements": ASKS.replace("9", "8")}
    updates.save_update(update=draft, version=draft.version, values=values, by=author)
    with pytest.raises(Refused, match="changed since"):
        releases.decide(release=row, is_released=True, by=secretariat)


def test_nobody_releases_their_own_text_nor_by_the_database(draft, secretariat):
    row = factories.text_release(draft, ASKS, author=secretariat)
    with pytest.raises(permissions.Denied):
        releases.decide(release=row, is_released=True, by=secretariat)
    with pytest.raises(IntegrityError, match="release_decided_by_another"), transaction.atomic():
        GuardRelease.objects.update(state="released", decided_by=secretariat, decided_at=Now())


def test_a_refusal_needs_words_and_they_reach_the_author(client, draft, author, secretariat):
    row = asked(draft, author)
    with pytest.raises(Refused, match="Tell the author"):
        releases.decide(release=row, is_released=False, by=secretariat)
    releases.decide(release=row, is_released=False, answer="Write an age group.", by=secretariat)
    client.force_login(author)
    assert "Write an age group." in client.get(reverse("own_texts")).content.decode()
    page = client.get(reverse("update_meant", args=[draft.pk])).content.decode()
    assert "Write an age group." in page


def test_a_comment_that_asks_is_seen_by_nobody_until_it_is_released(secretariat):
    update = factories.update("submitted")
    lead = lead_of(update)
    comment = {"update": update, "item": "update", "text": ASKS, "by": lead}
    with pytest.raises(Refused, match="the age of one child"):
        comments.add_comment(**comment)
    row = releases.hold_comment(**comment, reason="It is quoted.")
    assert not Comment.objects.exists()
    release_text(release=row, by=secretariat)
    assert Comment.objects.get().by == lead
    row.refresh_from_db()
    assert row.held is None


def test_a_document_that_asks_is_recorded_when_it_is_released(draft, author, secretariat):
    document = Evidence(
        organisation=draft.organisation,
        title="Judgment on the girl aged 9",
        publisher="High Court",
        dated_on="2026-01-05",
        registry_number="HC 12",
    )
    with pytest.raises(Refused):
        evidence.save_evidence(evidence=document, by=author)
    row = releases.hold_evidence(evidence=document, version=None, reason="Its title.", by=author)
    assert not Evidence.objects.exists()
    release_text(release=row, by=secretariat)
    assert Evidence.objects.get().title == document.title


def test_the_trail_tells_kinds_and_positions_and_no_text(draft, author, secretariat):
    releases.decide(release=asked(draft, author), is_released=True, by=secretariat)
    events = AuditEvent.objects.filter(action__startswith="guard.").order_by("number")
    assert [event.action for event in events] == ["guard.ask", "guard.release"]
    assert "child_age" in str([event.changes for event in events])
    assert "girl" not in str([event.changes for event in events])


def test_the_pages_lead_from_my_work_to_the_release(client, draft, author, secretariat):
    client.force_login(author)
    check = client.get(reverse("update_check", args=[draft.pk])).content.decode()
    meant = reverse("update_meant", args=[draft.pk])
    assert meant in check
    client.post(meant, {"achievements": "It is quoted from a published judgment."})
    row = GuardRelease.objects.get()
    client.force_login(secretariat)
    assert reverse("release_list") in client.get(reverse("my_work")).content.decode()
    assert str(row.pk) in client.get(reverse("release_list")).content.decode()
    page = reverse("release_detail", args=[row.pk])
    assert ASKS in client.get(page).content.decode()
    assert client.post(page, {"refuse": "1"}).status_code == 422
    assert client.post(page, {"release": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "released"
    assert "the age of one child" in client.get(reverse("release_list")).content.decode()


def test_the_form_of_a_comment_shows_the_words_and_a_box_for_the_reason(client):
    update = factories.update("submitted")
    lead = lead_of(update)
    client.force_login(lead)
    page = reverse("comment_create", args=[update.pk])
    answer = client.post(page, {"item": "update", "text": ASKS})
    assert answer.status_code == 422
    assert "the age of one child" in answer.content.decode()
    assert 'name="meant"' in answer.content.decode()
    answer = client.post(page, {"item": "update", "text": ASKS, "meant": "It is quoted."})
    assert answer.status_code == 302
    assert GuardRelease.objects.get().reason == "It is quoted."


def held_comments(count):
    update = factories.update("submitted")
    comment = {"update": update, "item": "update", "text": ASKS, "by": lead_of(update)}
    return [releases.hold_comment(**comment, reason="It is quoted.") for _each in range(count)]


def test_a_text_that_must_not_be_kept_is_deleted_when_it_is_sent_back(client, secretariat):
    kept, gone = held_comments(2)
    client.force_login(secretariat)
    for row, choice in ((kept, {}), (gone, {"must_go": "on"})):
        page = reverse("release_detail", args=[row.pk])
        assert 'name="must_go"' in client.get(page).content.decode()
        client.post(page, {"refuse": "1", "answer": "Write an age group.", **choice})
        row.refresh_from_db()
    assert (kept.state, kept.held["text"]) == ("refused", ASKS)
    assert (gone.state, gone.held) == ("refused", None)


def test_a_text_of_a_draft_offers_no_deletion(client, draft, author, secretariat):
    client.force_login(secretariat)
    page = reverse("release_detail", args=[asked(draft, author).pk])
    assert 'name="must_go"' not in client.get(page).content.decode()


def test_what_was_sent_back_is_deleted_after_thirty_days(secretariat):
    waiting, fresh, old = held_comments(3)
    for row in (fresh, old):
        releases.decide(release=row, is_released=False, answer="No.", by=secretariat)
    GuardRelease.objects.filter(pk=old.pk).update(decided_at=Now() - timedelta(days=31))
    releases.tidy()
    assert {row.pk for row in GuardRelease.objects.exclude(held=None)} == {waiting.pk, fresh.pk}


def page_of(client, person, name):
    client.force_login(person)
    return " ".join(client.get(reverse(name)).content.decode().split())


def test_my_work_and_the_account_lead_authors_to_what_became_of_their_texts(client, secretariat):
    waiting, back, let, old = held_comments(4)
    for row, released in ((back, False), (let, True), (old, False)):
        releases.decide(release=row, is_released=released, answer="No.", by=secretariat)
    GuardRelease.objects.filter(pk=old.pk).update(decided_at=Now() - timedelta(days=31))
    for author in {row.author for row in (waiting, back, let, old)}:
        page = page_of(client, author, "my_work")
        assert "Texts you asked to have released" in page
        for row, words in ((waiting, "You asked"), (back, "Sent back"), (let, "Released")):
            link = f"{reverse('own_texts')}#text-{row.pk}"
            assert link in page
            assert words in page.partition(link)[2][:600]
        assert f"#text-{old.pk}" not in page
        assert reverse("own_texts") in page_of(client, author, "profile")
    assert "Texts you asked" not in page_of(client, secretariat, "my_work")


@pytest.mark.parametrize(("is_released", "subject"), [(True, "was released"), (False, "sent back")])
def test_a_mail_tells_the_author_without_the_text(secretariat, is_released, subject):
    (row,) = held_comments(1)
    releases.decide(release=row, is_released=is_released, answer="An age group.", by=secretariat)
    jobs.run(Job.objects.get(kind=notices.JOB).pk)
    (message,) = mail.outbox
    assert message.to == [row.author.email]
    assert subject in message.subject
    assert reverse("own_texts") in message.body
    for word in ("girl", "age group", "sign out everywhere"):
        assert word not in message.body


def test_an_author_who_opens_the_release_is_led_to_their_texts(client, secretariat):
    (row,) = held_comments(1)
    mine = factories.text_release(row.update, author=secretariat)
    for author, their in ((row.author, row), (secretariat, mine)):
        client.force_login(author)
        answer = client.get(reverse("release_detail", args=[their.pk]))
        assert answer.url == f"{reverse('own_texts')}#text-{their.pk}"
        page = client.get(answer.url).content.decode()
        assert f'id="text-{their.pk}"' in page


def test_whoever_is_held_up_hears_where_the_text_is(client):
    update = factories.update("submitted")
    client.force_login(lead_of(update))
    said = {"item": "update", "text": ASKS, "meant": "It is quoted."}
    answer = client.post(reverse("comment_create", args=[update.pk]), said, follow=True)
    assert "My work, under “Texts you asked to have released”" in answer.content.decode()


def test_asking_without_a_reason_says_what_is_missing(client, draft, author):
    client.force_login(author)
    meant = reverse("update_meant", args=[draft.pk])
    assert "(optional)" not in client.get(meant).content.decode()
    answer = client.post(meant, {"achievements": ""})
    assert answer.status_code == 422
    assert "Say why it is meant, or change the text" in answer.content.decode()
    assert not GuardRelease.objects.exists()


def test_a_text_that_waits_already_leaves_nothing_to_press(client, draft, author):
    asked(draft, author)
    client.force_login(author)
    page = client.get(reverse("update_meant", args=[draft.pk])).content.decode()
    assert "This text waits for release." in page
    assert "Ask a second person" not in page
    assert "Change the texts" in page


def test_the_list_says_what_each_text_is_part_of_and_the_words_back_are_not_optional(
    client, draft, author, secretariat
):
    row = asked(draft, author)
    page = page_of(client, secretariat, "release_list")
    assert f"Update, 4 {draft.capability.words.title}, {draft.period.code}" in page
    assert "the age of one child" in page
    page = client.get(reverse("release_detail", args=[row.pk])).content.decode()
    label = page.partition('for="id_answer"')[2].partition("</label>")[0]
    assert "(optional)" not in label
