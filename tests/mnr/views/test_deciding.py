"""Freezing, approving and publishing a period, from its board."""

import pytest
from django.urls import reverse

from mnr.models import Report, ReportingPeriod, Waiver
from mnr.services import periods, snapshots
from tests import factories
from tests.mnr.views.boards import row_of, words

pytestmark = pytest.mark.django_db


class TestFreezing:
    @pytest.fixture
    def missing(self):
        """A closed period with one update endorsed and one not begun."""
        period = factories.period("2026-Q3")
        self.police = factories.organisation(short_name="Police")
        self.justice = factories.organisation(short_name="Justice")
        self.update = factories.update("endorsed", period, 4, self.police)
        self.silent = factories.assignment(self.justice, 5)
        return factories.enter(period, "closed")

    def test_the_checklist_names_each_and_offers_review_or_waiver(
        self, missing, client, secretariat
    ):
        client.force_login(secretariat)
        page = client.get(reverse("period_freeze", args=["2026-Q3"]))
        assert "2026-Q3 cannot be frozen yet: 2 updates are missing" in words(page)
        assert reverse("update_review", args=[self.update.pk]) in page.text
        assert f'value="{self.silent.pk}"' in page.text
        assert "What freezing does" not in page.text

    def test_pressed_all_the_same_it_freezes_nothing(self, missing, press, secretariat):
        page = press(secretariat, "period_freeze")
        assert page.status_code == 422
        assert "2 updates are neither accepted nor waived" in words(page)
        assert ReportingPeriod.objects.get().state == "closed"

    def test_a_waiver_needs_its_reason_and_leads_back_to_the_checklist(
        self, missing, press, secretariat
    ):
        page = press(secretariat, "period_waive", assignment=self.silent.pk, reason="")
        assert page.status_code == 422
        assert not Waiver.objects.exists()
        reason = "The ministry is being founded anew."
        page = press(secretariat, "period_waive", assignment=self.silent.pk, reason=reason)
        assert page.redirect_chain[-1][0] == reverse("period_freeze", args=["2026-Q3"])
        assert reason in words(page)
        assert "1 update is missing" in words(page)

    def test_complete_it_freezes_and_leads_to_the_report(self, press, client, secretariat):
        period = factories.period("2026-Q3")
        factories.update("accepted", period)
        factories.enter(period, "closed")
        client.force_login(secretariat)
        page = words(client.get(reverse("period_freeze", args=["2026-Q3"])))
        assert "It makes snapshot version 1" in page
        assert "It queues the committee’s report" in page
        page = press(secretariat, "period_freeze")
        assert "2026-Q3 is frozen as version 1." in words(page)
        assert reverse("report_detail", args=[Report.objects.get().pk]) in page.text
        assert snapshots.latest(period).digest in page.text


class TestDecisions:
    @pytest.fixture
    def frozen(self):
        return factories.period("2026-Q3", "frozen")

    def test_the_chair_approves_what_the_page_showed(self, frozen, client, chair, press):
        client.force_login(chair)
        digest = snapshots.latest(frozen).digest
        page = client.get(reverse("period_approve", args=["2026-Q3"]))
        assert page.text.count(digest) == 2
        snapshots.make_snapshot(period=frozen, by=None, note="A figure was corrected.")
        page = press(chair, "period_approve", digest=digest)
        assert page.status_code == 422
        assert "There is a newer version than the one you looked at." in words(page)
        assert snapshots.latest(frozen).digest in page.text
        press(chair, "period_approve", digest=snapshots.latest(frozen).digest)
        frozen.refresh_from_db()
        assert frozen.state == "approved"

    def test_publication_goes_from_the_secretariat_to_the_chair(
        self, frozen, read, secretariat, chair, press
    ):
        digest = snapshots.latest(frozen).digest
        periods.approve_period(period=frozen, digest=digest, by=chair)
        assert "Confirm the publication" not in words(read(chair, "2026-Q3"))
        page = press(secretariat, "period_publish_request")
        assert "The chair is asked to confirm the publication." in words(page)
        assert "Ask for publication" not in words(read(secretariat, "2026-Q3"))
        assert "Confirm the publication" in words(read(chair, "2026-Q3"))
        page = press(chair, "period_publish_confirm", digest=digest)
        assert "2026-Q3 is published." in words(page)

    def test_a_frozen_board_shows_what_the_snapshot_says(self, read, secretariat):
        period, body = factories.period("2026-Q3"), factories.organisation(short_name="Police")
        factories.update("accepted", period, 4, body)
        for state in ("closed", "frozen"):
            factories.enter(period, state)
        body.is_active = False
        body.save()
        assert "Accepted" in row_of(read(secretariat, "2026-Q3"), body)
