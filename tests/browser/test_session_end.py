"""A sign-in that ends while a page stands open, in a real browser with scripts and short limits."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mnr import session_clock
from mnr.roles import Role
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IDLE, WARNING = 20, 12


@pytest.fixture
def update(monkeypatch):
    monkeypatch.setattr(session_clock, "idle_limit", lambda roles: timedelta(seconds=IDLE))
    monkeypatch.setattr(session_clock, "WARNING_BEFORE", timedelta(seconds=WARNING))
    monkeypatch.setattr(session_clock, "NOTED_EVERY", timedelta(0))
    return factories.update("draft")


@pytest.fixture
def page(chromium, client, live_server, update):
    """A draft, open at 360 pixels."""
    client.force_login(factories.person(Role.AGY, organisation=update.organisation))
    base = live_server.url
    context = chromium.new_context(viewport={"width": 360, "height": 700})
    cookies = [{"name": n, "value": c.value, "url": base} for n, c in client.cookies.items()]
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(base + reverse("update_edit", args=[update.pk]))
    yield page
    context.close()


def dialog_of(page):
    dialog = page.locator("[data-session-dialog]")
    expect(dialog).to_be_visible(timeout=IDLE * 3000)
    return dialog


def over(dialog):
    return dialog.get_by_role("heading", name="You are signed out")


def test_it_counts_down_says_that_it_is_over_and_keeps_what_was_typed(page, update):
    page.get_by_label("What was achieved").fill("Typed before the end.")
    page.locator("h1").click()  # leaving the field saves it, which counts as being there
    expect(page.locator("[data-autosave-status]")).to_contain_text("saved")
    dialog = dialog_of(page)
    clock = dialog.locator("[data-session-clock]")
    first = clock.inner_text()
    assert re.fullmatch(r"0:[01]\d", first)
    expect(clock).not_to_have_text(first, timeout=15_000)
    expect(over(dialog)).to_be_visible(timeout=WARNING * 4000)
    expect(dialog.get_by_role("button", name="Stay signed in")).not_to_be_visible()
    link = dialog.get_by_role("link", name="Sign in in a new tab")
    expect(link).to_be_focused()
    assert link.get_attribute("target") == "_blank"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.context.expect_page() as opened:
        link.click()
    assert "/account/login/" in opened.value.url
    dialog.get_by_role("button", name="Back to this page").click()
    page.get_by_role("button", name="Save the draft", exact=True).click()
    expect(page.locator("h1")).to_contain_text("What you typed is kept")


def test_staying_closes_it_and_it_warns_anew(page):
    dialog = dialog_of(page)
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).not_to_be_visible()
    dialog_of(page)


def test_staying_when_the_session_is_gone_says_so(page, client):
    dialog = dialog_of(page)
    client.session.flush()  # signed out from another device
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(over(dialog)).to_be_visible(timeout=20_000)


def test_without_an_answer_it_says_that_it_did_not_work(page):
    dialog = dialog_of(page)
    page.route("**/account/stay/", lambda route: route.abort())
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog.get_by_text("There was no answer")).to_be_visible(timeout=20_000)
    expect(over(dialog)).to_be_visible(timeout=WARNING * 4000)


def test_another_tab_that_stays_keeps_this_one_quiet(page, client):
    for _second in range(3):
        page.wait_for_timeout(3000)
        client.get(reverse("my_work"))
    expect(page.locator("[data-session-dialog]")).not_to_be_visible()
