"""The overview: one page for the whole response, and nothing on it that is not the reader's."""

from datetime import date

import pytest
from django.urls import reverse

from mnr.roles import Role
from tests import factories
from tests.mnr.views import years

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return factories.organisation("Ministry of Own Affairs")


@pytest.fixture
def other():
    return factories.organisation("Ministry of Other Affairs")


def read(client, person, code=None):
    client.force_login(person)
    address = reverse("overview_period", args=[code]) if code else reverse("overview")
    return client.get(address)


def test_it_shows_the_open_period_unless_another_is_named(client):
    factories.period("2026-Q2", "frozen")
    factories.period("2026-Q3")
    secretariat = factories.person(Role.SEC)
    assert read(client, secretariat).context["period"].code == "2026-Q3"
    page = read(client, secretariat, "2026-Q2")
    assert page.context["period"].code == "2026-Q2"
    assert "Figures fixed on" in page.text


def test_a_period_is_chosen_by_its_form(client):
    factories.period("2026-Q2", "frozen")
    client.force_login(factories.person(Role.SEC))
    chosen = client.get(reverse("overview"), {"period": "2026-Q2"})
    assert chosen.headers["Location"] == reverse("overview_period", args=["2026-Q2"])


def test_a_period_that_is_not_there_is_not_found(client):
    factories.period("2026-Q3", "planned")
    secretariat = factories.person(Role.SEC)
    assert read(client, secretariat, "2026-Q3").status_code == 404
    assert read(client, secretariat, "1999-Q1").status_code == 404


def test_before_the_first_period_it_shows_the_framework(client):
    page = read(client, factories.person(Role.SEC))
    assert "No reporting period has begun" in page.text
    assert page.text.count("mnr-cell--none") == 21
    assert page.text.count('class="mnr-picture__enabler"') == len(page.context["enablers"]) > 0
    assert reverse("period_first") in page.text


def test_only_those_who_may_are_asked_to_plan_the_first_period(client):
    assert reverse("period_first") not in read(client, factories.person(Role.ADM)).text
    factories.period("2026-Q3", "planned")
    assert reverse("period_first") not in read(client, factories.person(Role.SEC)).text


def test_strangers_sign_in_first(client):
    assert reverse("account_login") in client.get(reverse("overview")).headers["Location"]


def test_the_headline_and_the_cells_follow_the_data(client, own):
    first, second = factories.period("2026-Q2", "closed"), factories.period("2026-Q3")
    factories.update("accepted", first, 4, own, assessed=(1, 1))
    factories.enter(first, "frozen")
    factories.update("accepted", second, 4, own, assessed=(3, 2))
    factories.assignment(own, 5)
    page = read(client, factories.person(Role.SEC))
    assert page.context["headline"] == "One capability moved up, one has no update yet"
    (row,) = [row for row in page.context["rows"] if row.key == "criminal_justice"]
    fourth, fifth = row.cells[:2]
    assert (fourth.level, fourth.before, fourth.confidence) == (2, 1, "on_track")
    assert (fourth.status, fifth.status) == ("Update accepted", "No update yet")


def test_an_enabler_counts_the_capabilities_that_it_holds_back(client, own):
    period = factories.period()
    for number in (4, 5):
        years.tell(period, number, own)
    years.tell(period, 6, own, "submitted")
    page = read(client, factories.person(Role.CMM))
    counts = {row["title"]: row["count"] for row in page.context["enablers"]}
    assert counts["Sufficient financial and human resources"] == 2
    assert counts["Data and evidence on CSEA"] == 0


@pytest.mark.parametrize("role", [Role.AGY, Role.IND, Role.CSO])
def test_others_unpublished_levels_are_neither_shown_nor_counted(client, own, other, role):
    first, second = factories.period("2026-Q2", "closed"), factories.period("2026-Q3")
    factories.update("accepted", first, 4, other, assessed=(1, 1))
    factories.enter(first, "frozen")
    years.tell(second, 4, other)
    factories.update("accepted", second, 5, own, assessed=(3, 3))
    for code in ("2026-Q2", "2026-Q3"):
        page = read(client, factories.person(role, organisation=own), code)
        cell = page.context["rows"][1].cells[0]
        hidden = (cell.visible, cell.level, cell.before, cell.target, cell.confidence, cell.status)
        assert hidden == (False, None, None, None, None, "")
        assert page.context["overview"].grid[3][-1] == "hidden"
        assert "capabilities are not published yet" in page.text
        assert all(row["count"] is None for row in page.context["enablers"])
    assert page.context["headline"] == "One capability was assessed for the first time"


def test_ones_own_update_is_told_of_and_nobody_elses(client, own, other):
    period = factories.period()
    factories.update("submitted", period, 4, own, lead=True)
    factories.update("accepted", period, 4, other, lead=False)
    page = read(client, factories.person(Role.AGY, organisation=own))
    assert page.context["rows"][1].cells[0].status == "Your update is with the domain lead"
    page = read(client, factories.person(Role.SEC))
    assert page.context["rows"][1].cells[0].status == "1 accepted, 1 in review"


def test_an_administrator_sees_what_is_published_and_no_more(client, own):
    published, frozen = factories.period("2026-Q1", "closed"), factories.period("2026-Q2", "closed")
    for period in (published, frozen):
        years.tell(period, 4, own)
        factories.enter(period, "frozen")
    factories.enter(published, "approved")
    factories.enter(published, "published")
    administrator = factories.person(Role.ADM)
    page = read(client, administrator, "2026-Q1")
    assert page.context["rows"][1].cells[0].level == 1
    assert page.context["overview"].unseen == 0
    page = read(client, administrator, "2026-Q2")
    assert page.context["headline"] == "2026-Q2 is not published yet"
    assert page.context["overview"].unseen == 21
    assert "See 2026-Q1, the latest published period" in page.text


def test_a_domain_lead_sees_the_own_domain(client, own, other):
    years.tell(factories.period(), 4, other)
    lead = factories.person(Role.DOM, organisation=own, domain="criminal_justice")
    overview = read(client, lead).context["overview"]
    assert {row.capability.number for row in overview.seen} == {4, 5, 6, 7}


def test_the_map_shows_twelve_periods_or_all(client):
    for code in years.codes(14):
        factories.period(code, "frozen", snapshot=False)
    person = factories.person(Role.SEC)
    page = read(client, person)
    assert len(page.context["overview"].columns) == 12
    assert "Show all periods" in page.text
    page = client.get(reverse("overview_period", args=["2026-Q4"]), {"periods": "all"})
    assert len(page.context["overview"].columns) == 14
    assert "Show all periods" not in page.text


def addresses(rows):
    """Pages of the open period, of the frozen one before it and of a published one."""
    return [
        reverse("overview"),
        reverse("overview_period", args=[rows[-2].code]),
        reverse("overview_period", args=[rows[-3].code]),
        reverse("governance:home"),
        reverse("governance:home") + f"?period={rows[-3].code}",
        reverse("capability_detail", args=[1]),
    ]


def test_queries_do_not_grow_with_periods_organisations_or_roles(client):
    codes = years.codes(41)
    bodies = years.organisations(18)
    rows = years.quarters(codes[:9], bodies)
    people = years.readers(bodies[0])
    few = years.counts(client, people, addresses(rows))
    years.organisations(22)
    factories.enter(rows[-1], "closed")
    factories.enter(rows[-1], "frozen")
    rows = years.quarters(codes[9:], bodies)
    assert years.counts(client, people, addresses(rows)) == few
    for address, page in zip(addresses(rows), few, strict=True):
        of_registers = "governance" in address or "capabilities" in address
        assert max(page.values()) <= (30 if of_registers else 20), address


def test_a_level_carried_forward_is_not_called_no_change(client, own):
    first, second = factories.period("2026-Q1", "closed"), factories.period("2026-Q2")
    for number in (4, 5):
        factories.update("accepted", first, number, own, assessed=(1, 1))
    factories.enter(first, "frozen")
    confirmed = factories.update("draft", second, 5, own)
    factories.assessment(confirmed, 1, 1, assessed_in=first, is_confirmation=True)
    factories.reach(confirmed, "accepted")
    secretariat = factories.person(Role.SEC)
    for state in (None, "closed", "frozen"):
        if state:
            factories.enter(second, state)
        page = read(client, secretariat, "2026-Q2")
        cells = page.context["rows"][1].cells
        assert [cell.carried_from for cell in cells[:2]] == ["2026-Q1", None]
        assert page.text.count("Carried from 2026-Q1") == 1
        assert page.text.count("No change") == 1
    for address in (reverse("criminal_justice:home"), reverse("capability_detail", args=[4])):
        assert "Carried from 2026-Q1" in client.get(address).text
    assert "No change" in client.get(reverse("capability_detail", args=[5])).text


def test_a_missed_target_is_marked_in_words(client, own):
    period = factories.period("2026-Q3")
    for number, target_on in ((4, date(2025, 12, 31)), (5, date(2999, 12, 31))):
        update = factories.update("draft", period, number, own)
        factories.assessment(update, 2, 2, target_level=3, target_on=target_on)
        factories.reach(update, "accepted")
    page = read(client, factories.person(Role.SEC))
    words = " ".join(page.text.split())
    assert words.count("passed</strong>") == 1
    assert "Target 3 by Dec 2025, <strong>passed</strong>" in words
    for address in (reverse("criminal_justice:home"), reverse("capability_detail", args=[4])):
        assert "<strong>, passed</strong>" in client.get(address).text
    assert "passed</strong>" not in client.get(reverse("capability_detail", args=[5])).text


def test_the_map_has_a_narrow_drawing_of_the_latest_periods_for_phones(client):
    for code in years.codes(14):
        factories.period(code, "frozen", snapshot=False)
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse("overview_period", args=["2026-Q4"]), {"periods": "all"})
    narrow = page.context["heat"]["narrow"]
    assert 'width="319"' in narrow
    assert 'aria-label="1 ' in narrow
