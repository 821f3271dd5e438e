"""The review page: everything on one screen, what changed, and the steps that people may take."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import Comment, Evidence, ProgressUpdate
from mnr.roles import Role
from mnr.services import comments, updates
from tests import factories
from tests.mnr.views.reviewed import Reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter():
    return Reviewed()


@pytest.fixture
def sent(quarter):
    return quarter.write().assess().send()


@pytest.fixture
def read(client):
    def read(person, update, **query):
        client.force_login(person)
        return client.get(reverse("update_review", args=[update.pk]), query)

    return read


@pytest.fixture
def press(client):
    """press(person, name, update, …): send one of the page's forms."""

    def press(person, name, update, **data):
        client.force_login(person)
        fields = {"version": update.version, "once": uuid.uuid4()} | data
        return client.post(reverse(name, args=[update.pk]), fields, follow=True)

    return press


def words(response):
    """The text of a page, its spaces evened out."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.text, flags=re.S)
    return " ".join(text.split())


def state_of(update):
    return ProgressUpdate.objects.get(pk=update.pk).state


class TestWhatItShows:
    def test_everything_of_the_update_on_one_screen(self, quarter, read):
        document = Evidence.objects.create(
            organisation=quarter.police,
            title="Decree on the unit",
            publisher="Government",
            dated_on="2026-05-04",
            url="https://law.example/decree",
        )
        quarter.write(next_steps="Train them.", decisions_asked="Pay the posts.").assess()
        quarter.update = updates.save_update(
            update=quarter.update,
            version=quarter.update.version,
            values={},
            obstacles=[("Posts are not paid.", None)],
            evidence=[document],
            by=quarter.agent,
        )
        page = words(read(quarter.lead, quarter.send().update))
        for text in (
            "The unit has ten officers.",
            "Train them.",
            "Pay the posts.",
            "Posts are not paid.",
            "Decree on the unit",
            "On track",
            "2 Developing",
            "Staff were moved.",
            "Check 4.1",
            "Partly",
            f"by {quarter.agent}",
            "the domain lead: endorsement",
        ):
            assert text in page

    def test_a_first_update_has_nothing_to_compare_with(self, sent, read):
        page = words(read(sent.lead, sent.update))
        assert "first update on the capability" in page
        assert "Changed since" not in page

    def test_what_changed_since_the_last_submission_is_marked(self, sent, read):
        sent.send_back().write(achievements="The unit has twelve officers.").assess(in_use=2)
        response = read(sent.lead, sent.send().update)
        page = words(response)
        assert "Since submission 1" in page
        assert f"Returned by {sent.lead}: Say where the unit works." in page
        assert "In use: up from 1 Initial to 2 Developing" in page
        assert "Texts changed: What was achieved" in page
        assert "What was achieved Changed since submission 1" in page
        assert "[removed: ten ] [added: twelve ]" in page
        assert "Wording of submission 1" in page

    def test_what_changed_since_the_last_period_is_marked(self, read):
        sent = Reviewed(achievements="The unit has five officers.", assessed=(3, 3))
        sent.write().assess(lowering_reason="Officers left.").send()
        page = words(read(sent.lead, sent.update))
        assert "Since 2026-Q2" in page
        assert "In use: down from 3 Established to 1 Initial" in page
        assert "[removed: five ] [added: ten ]" in page
        assert "What was achieved Changed since 2026-Q2" in page

    def test_the_reader_chooses_what_is_marked(self, read):
        sent = Reviewed(achievements="The unit has five officers.").write().send()
        page = words(read(sent.lead, sent.update, against="nothing"))
        assert "[added:" not in page
        assert "What was achieved Changed since 2026-Q2" in page

    def test_without_a_new_assessment_the_old_one_is_named(self, read):
        sent = Reviewed(assessed=(2, 2)).write().send()
        page = words(read(sent.lead, sent.update))
        assert "brings no assessment. The earlier one goes on standing:" in page
        assert "2 Developing assessed in 2026-Q2" in page
        assert "Assessment taken out" not in page

    def test_a_nil_return_says_so(self, quarter, read):
        quarter.write(is_nil=True).send()
        assert "A nil return" in words(read(quarter.lead, quarter.update))

    def test_a_former_leads_unpublished_assessment_is_not_shown_to_the_agency(self, read):
        other = factories.organisation()
        sent = Reviewed(organisation=other, assessed=(4, 4), achievements="Hidden words.")
        sent.write().assess(lowering_reason="We count anew.").send()
        assert "down from 4 Mature" in words(read(sent.lead, sent.update))
        mine = words(read(sent.agent, sent.update))
        assert "down from" not in mine
        assert "Hidden words." not in mine


class TestSteps:
    def test_the_lead_endorses_and_the_next_update_follows(self, sent, press):
        other = factories.update("submitted", number=5, organisation=sent.police)
        page = press(sent.lead, "update_endorse", sent.update)
        assert state_of(sent.update) == "endorsed"
        assert page.redirect_chain[-1][0] == reverse("update_review", args=[other.pk])
        assert "of Police is endorsed. The secretariat has it now." in words(page)

    def test_after_the_last_one_ones_own_work_follows(self, sent, press):
        page = press(sent.lead, "update_endorse", sent.update)
        assert page.redirect_chain[-1][0] == reverse("my_work")

    def test_the_secretariat_accepts(self, sent, press):
        page = press(sent.secretary, "update_accept", sent.endorse().update)
        assert state_of(sent.update) == "accepted"
        assert "is accepted. It will stand in the report." in words(page)

    def test_sent_twice_it_acts_once_and_leads_to_the_same_page(self, sent, press):
        token = uuid.uuid4()
        for _ in range(2):
            page = press(sent.lead, "update_return", sent.update, reason="Say where.", once=token)
            assert page.redirect_chain[-1][0] == reverse("my_work")
        assert state_of(sent.update) == "returned"

    @pytest.mark.parametrize("name", ["update_endorse", "update_return"])
    def test_what_changed_since_it_was_opened_is_shown_anew(self, sent, press, name):
        stale = ProgressUpdate.objects.get(pk=sent.update.pk)
        sent.step(updates.withdraw_update, sent.agent)
        sent.write(achievements="Entirely other words.").send()
        page = press(sent.lead, name, stale, reason="My long reason.")
        assert page.status_code == 409
        assert "This update changed since you opened it." in words(page)
        assert "Entirely other words." in words(page)
        assert f'name="version" value="{sent.update.version}"' in page.text
        assert ("My long reason." in page.text) == (name == "update_return")
        assert state_of(sent.update) == "submitted"

    def test_what_its_authors_took_back_is_not_shown(self, sent, press):
        stale = ProgressUpdate.objects.get(pk=sent.update.pk)
        sent.step(updates.withdraw_update, sent.agent).write(achievements="Draft words.")
        page = press(sent.lead, "update_endorse", stale)
        assert page.status_code == 409
        assert "with its authors again" in words(page)
        assert "Draft words." not in page.text

    def test_a_return_needs_a_reason(self, sent, press):
        page = press(sent.lead, "update_return", sent.update, reason=" ")
        assert page.status_code == 422
        assert "There is a problem" in words(page)
        assert '<a href="#id_reason">' in page.text
        assert state_of(sent.update) == "submitted"

    def test_in_a_closed_period_it_also_needs_a_day(self, sent, press):
        factories.enter(sent.period, "closed")
        reason = {"reason": "Say where the unit works."}
        page = press(sent.lead, "update_return", sent.update, **reason)
        assert page.status_code == 422
        assert "Say where the unit works." in page.text
        yesterday = factories.ago(1).isoformat()
        page = press(sent.lead, "update_return", sent.update, **reason, editable_until=yesterday)
        assert "say until which day, from today on" in words(page)
        until = timezone.localdate() + timedelta(days=5)
        press(sent.lead, "update_return", sent.update, **reason, editable_until=until.isoformat())
        sent.update.refresh_from_db()
        assert (sent.update.state, sent.update.editable_until) == ("returned", until)

    def test_a_step_out_of_turn_is_a_conflict(self, sent, press):
        sent.step(updates.endorse_update, sent.lead)
        assert press(sent.lead, "update_endorse", sent.update).status_code == 409


class TestWhyNot:
    def test_a_lead_does_not_endorse_their_own_organisation(self, sent, read, press):
        own = factories.person(Role.DOM, organisation=sent.police, domain="criminal_justice")
        page = words(read(own, sent.update))
        assert "Domain leads cannot endorse their own organisation’s update." in page
        assert f"Ask {sent.lead}" in page
        assert "Endorse and pass" not in page
        assert press(own, "update_endorse", sent.update).status_code == 403

    def test_the_secretariat_waits_for_the_endorsement(self, sent, read):
        page = words(read(sent.secretary, sent.update))
        assert "It waits for the domain lead: endorsement." in page
        assert "Return it to its authors instead" in page

    def test_authors_auditors_and_the_chair_read_without_deciding(self, sent, read):
        sent.endorse()
        sent.update.state = "accepted"
        sent.update.accepted_by, sent.update.accepted_at = sent.secretary, timezone.now()
        sent.update.save()
        for person in (sent.agent, factories.person(Role.AUD), factories.person(Role.CHR)):
            page = words(read(person, sent.update))
            assert "Nothing is left to decide here." in page
            assert "Return it" not in page

    @pytest.mark.parametrize("role", [Role.ADM, Role.AGY, Role.IND, Role.CMM])
    def test_others_do_not_learn_that_it_is_there(self, sent, read, role):
        person = factories.person(role, organisation=factories.organisation())
        assert read(person, sent.update).status_code in (403, 404)


class TestComments:
    def add(self, client, person, update, **data):
        client.force_login(person)
        return client.post(reverse("comment_create", args=[update.pk]), data, follow=True)

    @pytest.mark.parametrize("item", ["achievements", "4.1", "assessment", "update"])
    def test_one_stands_beside_its_item(self, sent, client, item):
        page = self.add(client, sent.lead, sent.update, item=item, text="Since when?")
        assert page.redirect_chain[-1][0].endswith(f"#item-{item}")
        section = page.text.partition(f'id="item-{item}"')[2].partition("</section>")[0]
        assert "Since when?" in section

    def test_an_empty_one_is_asked_for_at_its_item(self, sent, client):
        page = self.add(client, sent.lead, sent.update, item="4.1", text="")
        assert page.status_code == 422
        assert 'href="#comment-on-4.1-text"' in page.text
        assert not Comment.objects.exists()

    def test_one_on_nothing_is_refused(self, sent, client):
        page = self.add(client, sent.lead, sent.update, item="16.1", text="Since when?")
        assert page.status_code == 422

    def test_it_is_marked_as_dealt_with(self, sent, client):
        comment = comments.add_comment(
            update=sent.update, item="achievements", text="Since when?", by=sent.lead
        )
        client.force_login(sent.agent)
        page = client.post(reverse("comment_resolve", args=[comment.pk]), follow=True)
        assert "Dealt with" in words(page)
        comment.refresh_from_db()
        assert comment.resolved_by == sent.agent

    def test_it_leads_back_to_the_page_it_was_written_on_and_nowhere_else(self, sent, client):
        client.force_login(sent.lead)
        address = reverse("comment_create", args=[sent.update.pk])
        for target, expected in (("/board/", "/board/"), ("https://evil.example/", "/updates/")):
            response = client.post(address, {"item": "update", "text": "Good.", "next": target})
            assert response.headers["Location"].startswith(expected)

    def test_the_chair_reads_the_update_without_its_comments(self, sent, client, read):
        comments.add_comment(update=sent.update, item="update", text="A remark.", by=sent.lead)
        sent.endorse().step(updates.accept_update, sent.secretary)
        assert "A remark." not in read(factories.person(Role.CHR), sent.update).text
        assert "A remark." in read(factories.person(Role.AUD), sent.update).text


class TestHistory:
    def test_reviewers_see_submissions_and_not_the_drafts_between(self, sent, client):
        sent.send_back().write(achievements="Words that were taken out again.")
        sent.write(achievements="The unit has twelve officers.").send()
        seen = self.page(client, sent.lead, sent.update)
        assert "Returned it for correction" in seen
        assert "Say where the unit works." in seen
        assert "Sent it to the domain lead, submission 2" in seen
        assert "Texts changed: What was achieved" in seen
        assert "taken out again" not in seen
        assert "Saved the draft 2 times in a row" in seen

    def test_its_authors_see_their_drafts_too(self, sent, client):
        sent.send_back().write(achievements="Words that were taken out again.").send()
        seen = self.page(client, sent.agent, sent.update)
        assert "[added: Words ]" in seen
        assert "The platform" not in seen

    def test_remarks_are_told_to_those_who_may_read_them(self, sent, client):
        comments.add_comment(update=sent.update, item="4.1", text="Since when?", by=sent.lead)
        assert "Commented on: Check 4.1" in self.page(client, sent.lead, sent.update)
        sent.endorse().step(updates.accept_update, sent.secretary)
        chair = factories.person(Role.CHR)
        assert "Commented" not in self.page(client, chair, sent.update)

    def page(self, client, person, update):
        client.force_login(person)
        return words(client.get(reverse("update_history", args=[update.pk])))


def test_the_page_takes_few_queries_whatever_its_size(client, django_assert_max_num_queries):
    sent = Reviewed(achievements="The unit has five officers.", assessed=(1, 1))
    sent.write().assess().send().send_back().write(achievements="Now twelve.").send()
    for item in ("achievements", "4.1", "4.2"):
        comments.add_comment(update=sent.update, item=item, text="Since when?", by=sent.lead)
    client.force_login(sent.lead)
    with django_assert_max_num_queries(20):  # four of them ask what the indicators say
        assert client.get(reverse("update_review", args=[sent.update.pk])).status_code == 200
