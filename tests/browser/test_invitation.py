"""Somebody invited comes in by the link of the mail, in a real browser.

A browser that tells no page where it comes from sends no origin with a form either, and Django
refuses such a form: what a test client never notices.
"""

import re

import pytest
from django.core import mail

from mnr.models import Job, User
from mnr.roles import Role
from mnr.services import jobs
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "violet harbour counts slowly"


def test_the_link_of_the_mail_opens_an_account(visit, settings, live_server, chromium):
    settings.SITE_URL, settings.MNR_SECOND_FACTOR = live_server.url, "relaxed"
    factories.country(is_demonstration=True)
    body = factories.organisation("Police")
    visitor = visit(factories.person(Role.SEC).email)
    visitor.go("/people/invitations/new/")
    page = visitor.page
    page.locator("[name=full_name]").fill("Bo New")
    page.locator("[name=email]").fill("bo@example.org")
    page.get_by_label("Agency contributor").check()
    page.locator("[name=organisation]").select_option(str(body.pk))
    page.locator("[name=ends_on]").fill("2027-06-30")
    visitor.press("Send the invitation")
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk)
    address = re.search(r"https?://\S+/invitation/\S+", mail.outbox[-1].body)[0]
    window = chromium.new_context(java_script_enabled=False).new_page()
    window.goto(address)
    for name, value in (("password", NEW), ("again", NEW)):
        window.locator(f"[name={name}]").fill(value)
    with window.expect_navigation():
        window.locator("main button[type=submit]").click()
    assert "Your account is ready" in window.inner_text("body")
    assert User.objects.get(email="bo@example.org").check_password(NEW)
    window.context.close()
