"""The period board, and what the secretariat and the chair do from it."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import Extension, ReportingPeriod
from mnr.roles import Role
from tests import factories
from tests.mnr.views import years
from tests.mnr.views.boards import future, row_of, words

pytestmark = pytest.mark.django_db


def running(**dates):
    """An open period that was due three days ago."""
    return factories.period(
        "2026-Q3",
        opens_on=factories.ago(30),
        due_on=factories.ago(3),
        review_due_on=factories.ago(-10),
        freeze_on=factories.ago(-14),
        meeting_on=None,
        **dates,
    )


class TestWhatItShows:
    def test_who_sent_who_is_silent_and_on_whom_each_waits(self, read, secretariat):
        period = running()
        bodies = {state: factories.organisation(short_name=state.title()) for state in STATES}
        for state, body in bodies.items():
            factories.update(state, period, 4, body, lead=state == "draft")
        silent = factories.organisation(short_name="Silent")
        factories.assignment(silent, 5)
        lead = factories.person(
            Role.DOM, organisation=factories.organisation(), domain="criminal_justice"
        )
        page = read(secretariat)
        assert "Late: was due 3 days ago" in row_of(page, silent)
        assert "the organisation: an update" in row_of(page, silent)
        assert "finishing and sending the draft" in row_of(page, bodies["draft"])
        assert f"the domain lead ( {lead} ): endorsement" in row_of(page, bodies["submitted"])
        assert "the secretariat: acceptance" in row_of(page, bodies["endorsed"])
        assert "the organisation: correction" in row_of(page, bodies["returned"])
        assert "Nothing: it is done" in row_of(page, bodies["accepted"])
        assert "3 of 6 updates are still to be sent, 3 of them are late" in words(page)

    def test_it_says_since_when_somebody_is_silent(self, read, secretariat):
        body = factories.organisation(short_name="Police")
        past = factories.period("2026-Q1")
        factories.update("accepted", past, 4, body)
        for state in ("closed", "frozen"):
            factories.enter(past, state)
        factories.period("2026-Q3")
        assert row_of(read(secretariat), body).endswith("2026-Q1")

    def test_leads_of_the_same_organisation_are_not_the_ones_it_waits_for(self, read, secretariat):
        body = factories.organisation(short_name="Police")
        factories.update("submitted", factories.period("2026-Q3"), 4, body)
        lead = factories.person(Role.DOM, organisation=body, domain="criminal_justice")
        assert str(lead) not in row_of(read(secretariat), body)

    def test_more_time_moves_the_day_on_which_it_is_late(self, read, secretariat):
        period, body = running(), factories.organisation(short_name="Police")
        factories.assignment(body, 4)
        Extension.objects.create(
            period=period,
            organisation=body,
            until=factories.ago(-2),
            reason="The register moves.",
            by=secretariat,
        )
        row = row_of(read(secretariat), body)
        assert "Late" not in row
        assert "Has time until" in row

    def test_what_was_sent_late_says_by_how_much(self, read, secretariat):
        period, body = running(), factories.organisation(short_name="Police")
        update = factories.update("submitted", period, 4, body)
        update.submissions.create(
            number=1, content={}, submitted_by=update.submitted_by, submitted_at=timezone.now()
        )
        assert "Sent 3 days late" in row_of(read(secretariat), body)

    def test_every_date_says_what_it_does(self, read, secretariat):
        factories.period("2026-Q3")
        page = words(read(secretariat))
        for text in ("Organisations send their updates by this day.", "The figures are fixed on"):
            assert text in page

    def test_without_a_period_the_secretariat_can_begin(self, read, secretariat, press):
        assert "Plan the first reporting period" in words(read(secretariat))
        page = press(secretariat, "period_first", code="")
        assert ReportingPeriod.objects.get().state == "planned"
        assert "is planned. Open it when you are ready." in words(page)

    def test_a_planned_period_can_be_opened_by_hand(self, read, secretariat, press):
        factories.period("2026-Q3", "planned")
        assert "Open it for updates" in words(read(secretariat, "2026-Q3"))
        page = press(secretariat, "period_open")
        assert "2026-Q3 is open for updates." in words(page)


STATES = ("draft", "submitted", "endorsed", "accepted", "returned")


class TestFilter:
    @pytest.fixture(autouse=True)
    def two(self):
        period = factories.period("2026-Q3")
        self.police = factories.organisation(short_name="Police")
        self.helpline = factories.organisation(short_name="Helpline")
        factories.update("submitted", period, 4, self.police)
        factories.update("accepted", period, 11, self.helpline)

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ({}, "both"),
            ({"domain": "victim"}, "Helpline"),
            ({"state": "submitted"}, "Police"),
            ({"domain": "victim", "state": "submitted"}, "none"),
            ({"state": "nonsense"}, "none"),
            ({"domain": "nonsense"}, "none"),
        ],
    )
    def test_by_domain_and_state(self, read, secretariat, query, shown):
        page, _by, bodies = read(secretariat, "2026-Q3", **query).text.partition("By organisation")
        assert ">Police<" in bodies  # that table follows no filter
        assert ">Helpline<" in bodies
        assert (">Police<" in page) == (shown in ("both", "Police"))
        assert (">Helpline<" in page) == (shown in ("both", "Helpline"))
        assert ("No update fits" in page) == (shown == "none")

    def test_another_period_is_chosen_by_its_form(self, read, secretariat):
        response = read(secretariat, period="2026-Q3")
        assert response.headers["Location"] == reverse("board_period", args=["2026-Q3"])
        assert read(secretariat, "2019-Q1").status_code == 404


class TestWhoSeesWhat:
    @pytest.fixture(autouse=True)
    def everybody(self):
        self.period = factories.period("2026-Q3")
        self.own = factories.organisation(short_name="OwnBody")
        self.near = factories.organisation(short_name="NearBody")
        self.far = factories.organisation(short_name="FarBody")
        factories.update("draft", self.period, 4, self.own)
        factories.update("submitted", self.period, 5, self.near)
        factories.update("submitted", self.period, 16, self.far)

    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            (Role.SEC, {"OwnBody", "NearBody", "FarBody"}),
            (Role.CHR, {"OwnBody", "NearBody", "FarBody"}),
            (Role.CMM, {"OwnBody", "NearBody", "FarBody"}),
            (Role.AUD, {"OwnBody", "NearBody", "FarBody"}),
            (Role.DOM, {"OwnBody", "NearBody"}),
            (Role.AGY, {"OwnBody"}),
            (Role.IND, {"OwnBody"}),
            (Role.CSO, {"OwnBody"}),
        ],
    )
    def test_the_rows_that_the_policy_gives(self, read, role, seen):
        person = factories.person(role, organisation=self.own, domain="criminal_justice")
        page = read(person)
        assert {
            row.assignment.organisation.short_name for row in page.context["board"].rows
        } == seen
        for name in {"OwnBody", "NearBody", "FarBody"} - seen:
            assert name not in page.text

    def test_administrators_have_no_board(self, read):
        assert read(factories.person(Role.ADM)).status_code == 403

    def test_agencies_learn_no_names_of_people_elsewhere(self, read):
        lead = factories.person(Role.DOM, organisation=self.near, domain="industry")
        agent = factories.person(Role.AGY, organisation=self.far)
        page = read(agent)
        assert "the domain lead" in words(page)
        assert str(lead) not in page.text

    def test_only_the_secretariat_and_the_chair_are_offered_steps(self, read, secretariat):
        assert "Close it for updates" in words(read(secretariat))
        for role in (Role.CMM, Role.AUD, Role.AGY):
            page = words(read(factories.person(role, organisation=self.own)))
            assert "Close it for updates" not in page


class TestSteps:
    def test_closing_says_what_it_means_and_what_is_missing(self, client, secretariat, press):
        period, body = factories.period("2026-Q3", **future()), factories.organisation()
        factories.assignment(body, 4)
        client.force_login(secretariat)
        page = words(client.get(reverse("period_close", args=["2026-Q3"])))
        assert "It cannot be undone" in page
        assert "1 update is not sent" in page
        assert "Updates are due only in" in page
        press(secretariat, "period_close")
        period.refresh_from_db()
        assert period.state == "closed"

    def test_sent_twice_it_closes_once_without_a_fuss(self, secretariat, press):
        factories.period("2026-Q3")
        token = uuid.uuid4()
        pages = [press(secretariat, "period_close", once=token) for _ in range(2)]
        assert [page.status_code for page in pages] == [200, 200]

    def test_a_running_extension_is_named_before_and_after(self, client, secretariat, press):
        period, body = running(), factories.organisation(short_name="Police")
        factories.assignment(body, 4)
        page = press(
            secretariat,
            "period_extend",
            organisation=body.pk,
            until=factories.ago(-5).isoformat(),
            reason="The register moves.",
        )
        assert "Police has time until" in words(page)
        assert "Police has more time until" in words(
            client.get(reverse("period_close", args=["2026-Q3"]))
        )
        page = press(secretariat, "period_close")
        assert page.status_code == 422
        assert "Police has more time until" in words(page)
        period.refresh_from_db()
        assert period.state == "open"

    def test_a_wrong_day_keeps_what_was_typed(self, secretariat, press):
        running()
        body = factories.organisation()
        factories.assignment(body, 4)
        page = press(
            secretariat,
            "period_extend",
            organisation=body.pk,
            until="2031-01-01",
            reason="The register moves.",
        )
        assert page.status_code == 422
        assert "Choose a day from" in words(page)
        assert "The register moves." in page.text

    def test_a_step_out_of_turn_is_a_conflict(self, client, secretariat):
        factories.period("2026-Q3", "frozen")
        client.force_login(secretariat)
        for name in ("period_open", "period_close", "period_waive", "period_freeze"):
            assert client.get(reverse(name, args=["2026-Q3"])).status_code == 409


def test_queries_do_not_grow_with_periods_or_organisations(client):
    codes, bodies = years.codes(41), years.organisations(18)
    rows = years.quarters(codes[:9], bodies)
    people = years.readers(bodies[0])
    people.pop(Role.ADM)  # has no board
    few = years.counts(client, people, addresses(rows))
    years.organisations(22)
    for state in ("closed", "frozen"):
        factories.enter(rows[-1], state)
    rows = years.quarters(codes[9:], bodies)
    assert years.counts(client, people, addresses(rows)) == few
    assert max(max(page.values()) for page in few) <= 20


def addresses(rows):
    """The boards of the open period, of the frozen one before it and of a published one."""
    return [reverse("board_period", args=[row.code]) for row in (rows[-1], rows[-2], rows[0])]
