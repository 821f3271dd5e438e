"""The review page: everything on one screen, what changed, and the steps that people may take."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import Comment, Evidence, EvidenceCheck, ProgressUpdate
from mnr.roles import Role
from mnr.services import assessments, comments, updates
from mnr.services.assessments import Answered
from tests import factories

pytestmark = pytest.mark.django_db


class Quarter:
    """An update of the police in the services' own way, and the people around it."""

    def __init__(self):
        self.period = factories.period("2026-Q3")
        self.police = factories.organisation("National Police", short_name="Police")
        factories.assignment(self.police, 4)
        justice = factories.organisation("Ministry of Justice")
        self.agent = factories.person(Role.AGY, organisation=self.police)
        self.lead = factories.person(Role.DOM, organisation=justice, domain="criminal_justice")
        self.secretary = factories.person(Role.SEC)
        check = EvidenceCheck.objects.get(code="4.1")
        self.update = updates.start_update(
            period=self.period, capability=check.capability, organisation=self.police, by=self.agent
        )

    def write(self, **values):
        base = {"confidence": "on_track", "achievements": "The unit has ten officers."}
        self.update = updates.save_update(
            update=self.update,
            version=self.update.version,
            values=base | values,
            by=self.agent,
        )
        return self

    def assess(self, in_use=1, answer="partly"):
        checks = EvidenceCheck.objects.filter(capability=self.update.capability)
        self.update = assessments.save_assessment(
            update=self.update,
            version=self.update.version,
            values={"in_place": 2, "in_use": in_use, "departure_reason": "Staff were moved."},
            answers={check.pk: Answered(answer) for check in checks},
            by=self.agent,
        )
        return self

    def step(self, service, by, **values):
        self.update = service(
            update=self.update, version=self.update.version, by=by, **values
        )
        return self

    def send(self):
        return self.step(updates.submit_update, self.agent)

    def endorse(self):
        return self.step(updates.endorse_update, self.lead)

    def send_back(self, reason="Say where the unit works."):
        return self.step(updates.return_update, self.lead, reason=reason)


@pytest.fixture
def quarter():
    return Quarter()


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
        assert "What was achieved Changed since 1" not in page
        assert "[removed: ten ] [added: twelve ]" in page
        assert "Wording of submission 1" in page

    def test_what_changed_since_the_last_period_is_marked(self, sent, read):
        earlier(sent, achievements="The unit has five officers.", assessed=(3, 3))
        page = words(read(sent.lead, sent.update))
        assert "Since 2026-Q2" in page
        assert "In use: down from 3 Established to 1 Initial" in page
        assert "[removed: five ] [added: ten ]" in page
        assert "What was achieved Changed since 2026-Q2" in page

    def test_the_reader_chooses_what_is_marked(self, sent, read):
        earlier(sent, achievements="The unit has five officers.")
        page = words(read(sent.lead, sent.update, against="nothing"))
        assert "[added:" not in page
        assert "What was achieved Changed since 2026-Q2" in page

    def test_without_a_new_assessment_the_old_one_is_named(self, quarter, read):
        earlier(quarter, assessed=(2, 2))
        page = words(read(quarter.lead, quarter.write().send().update))
        assert "brings no assessment. The earlier one goes on standing: 2 Developing" in page
        assert "assessed in 2026-Q2" in page
        assert "Assessment taken out" not in page

    def test_a_nil_return_says_so(self, quarter, read):
        quarter.write(is_nil=True).send()
        assert "A nil return" in words(read(quarter.lead, quarter.update))

    def test_a_former_leads_unpublished_assessment_stays_hidden_from_the_agency(
        self, sent, read
    ):
        past = factories.period("2026-Q2", "planned")
        factories.enter(factories.enter(sent.period, "closed"), "frozen")
        factories.enter(past, "open")
        other = factories.organisation()
        factories.update(
            "accepted", past, 4, other, assessed=(4, 4), lead=False, achievements="Hidden words."
        )
        assert "up from" not in words(read(sent.agent, sent.update))
        assert "down from 4 Mature" not in words(read(sent.agent, sent.update))


def earlier(quarter, assessed=None, **fields):
    """The same organisation's accepted update of the period before."""
    now = quarter.period
    past = factories.period("2026-Q2", "planned")
    for state in ("closed",):
        factories.enter(now, state)
    factories.enter(past, "open")
    update = factories.update("accepted", past, 4, quarter.police, assessed, **fields)
    factories.enter(past, "closed")
    quarter.update.refresh_from_db()
    return update
