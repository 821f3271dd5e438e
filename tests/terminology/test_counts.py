"""Counts of words to avoid by period: of what was sent, once an hour, naming no one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mnr.models import Obstacle, Organisation, TermTally
from mnr.registers import registry
from mnr.registers.term_counts import count
from mnr.roles import Role
from mnr.services.text_places import withheld_words
from tests import factories
from tests.factories import entries
from tests.terminology.conftest import POOR

pytestmark = pytest.mark.django_db
QUIET = {"next_steps": "", "public_summary": ""}


@pytest.fixture
def counted():
    """A period with one update that was sent; then it is counted."""
    update = factories.update("draft", number=21, achievements=POOR, **QUIET)
    Obstacle.objects.create(update=update, text="Sexting, “sexting”.", order=1)
    factories.reach(update, "submitted")
    count()
    return TermTally.objects.get()


def test_what_was_sent_is_counted(counted):
    assert counted.words == 6 + 2
    assert counted.uses == {"avoid": {"child pornography": 1}, "caution": {"sexting": 1}}


def test_drafts_and_what_is_withheld_are_not(counted):
    factories.update("draft", number=4, achievements=POOR, **QUIET)
    factories.update("returned", number=5, achievements=POOR, **QUIET)
    factories.update("submitted", number=6, achievements=withheld_words(), **QUIET)
    count()
    assert TermTally.objects.get().words == counted.words


def test_returns_count_and_their_titles_do_not(counted):
    register = next(one for one in registry if one.is_return)
    entries.entry(register, public_text=POOR, internal_note=POOR, source=POOR)
    withdrawn = entries.entry(register, public_text=POOR)
    withdrawn.withdrawn_on, withdrawn.withdrawn_because = factories.ago(0), "Wrong."
    withdrawn.save()
    count()
    assert TermTally.objects.get().uses["avoid"] == {"child pornography": 3}


def test_a_frozen_period_is_counted_once_more_and_then_no_more(counted):
    factories.enter(counted.period, "closed")
    factories.enter(counted.period, "frozen")
    count()
    counted.refresh_from_db()
    last = counted.counted_at
    assert last >= counted.period.frozen_at
    count()
    counted.refresh_from_db()
    assert counted.counted_at == last


def test_the_secretariat_sees_the_rates_and_nobody(client, counted):
    client.force_login(factories.person(Role.SEC))
    page = " ".join(client.get(reverse("term_counts")).content.decode().split())
    assert "125 words to avoid for each 1,000 in 2026-Q3" in page
    assert "<title" in page.split('class="mnr-chart"')[1]
    assert "<desc" in page
    assert "Counts by period" in page
    assert "sexting (to be confirmed)" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert not any(body.name in main for body in Organisation.objects.all())


def test_the_page_costs_the_same_for_ten_years(client, counted):
    client.force_login(factories.person(Role.SEC))
    client.get(reverse("term_counts"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("term_counts"))
    for year in range(2016, 2026):
        period = factories.period(f"{year}-Q1", state="planned")
        fields = {"words": 0, "uses": {}, "counted_at": counted.counted_at}
        TermTally.objects.create(period=period, **fields)
    with CaptureQueriesContext(connection) as many:
        assert client.get(reverse("term_counts")).status_code == 200
    assert len(many) == len(few) <= 15


@pytest.mark.parametrize("role", [Role.CHR, Role.CMM])
def test_others_do_not(client, role):
    client.force_login(factories.person(role))
    assert client.get(reverse("term_counts")).status_code == 403
    client.force_login(factories.person(Role.SEC))
    assert "Not counted yet" in client.get(reverse("term_counts")).content.decode()
