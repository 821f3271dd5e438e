"""Advice on words as somebody writes, in a real browser with scripts, on a phone."""

import pytest
from playwright.sync_api import expect

from mnr.registers.glossary import glossary
from mnr.roles import Role
from tests import factories
from tests.browser.conftest import violations
from tests.factories import entries

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_advice_comes_and_goes_while_somebody_writes(chromium, client, live_server):
    body = factories.organisation()
    factories.assignment(body, 21, kind="contributor")
    client.force_login(factories.person(Role.AGY, organisation=body))
    base = live_server.url
    context = chromium.new_context(viewport={"width": 360, "height": 700})
    context.add_cookies(
        [{"name": n, "value": c.value, "url": base} for n, c in client.cookies.items()]
    )
    page = context.new_page()
    wrong = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.goto(base + glossary().url("create"))
    field = page.get_by_label("Public text")
    box = page.locator(f"[data-advice-for='{field.get_attribute('id')}']")
    field.fill("A campaign against child pornography.")
    expect(box.locator("mark")).to_have_text("child pornography")
    expect(box).to_contain_text("child sexual abuse material")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not violations(context.new_page(), page)
    field.fill("A campaign against child sexual abuse material.")
    expect(box.locator("mark")).to_have_count(0)
    assert not wrong
    context.close()


def test_the_glossary_and_its_pages_can_be_used_by_everybody(visit, settings):
    settings.MNR_SECOND_FACTOR = "relaxed"
    factories.country(is_demonstration=True)
    row = entries.entry(glossary(), public_text="Posters against child pornography.")
    writer = visit(factories.person(Role.AGY, organisation=row.organisation).email, width=360)
    for page in ("detail", "update", "create"):
        address = glossary().url(page, None if page == "create" else row)
        text = writer.go(address)
        assert ("Better:" in text) == (page != "create")
        assert writer.page.evaluate("document.documentElement.scrollWidth") <= 360, address
