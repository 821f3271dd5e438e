"""A session that ends while somebody writes: what they typed is offered again and can be saved."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from mnr import held_posts
from mnr.models import ProgressUpdate
from mnr.roles import Role
from tests import factories, signing_in
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def update():
    return factories.update()


@pytest.fixture
def writer(update):
    person = factories.person(Role.AGY, organisation=update.organisation)
    signing_in.give_app(person)
    return person


@pytest.fixture
def browser():
    """A client that is asked for tokens, as browsers are."""
    return Client(enforce_csrf_checks=True)


def token(client, page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def typed(update, **more):
    return {
        "version": update.version,
        "confidence": "at_risk",
        "achievements": "Typed before the session ended.",
        "obstacles-TOTAL_FORMS": 3,
        "obstacles-INITIAL_FORMS": 0,
        "obstacles-0-text": "No budget line.",
        **more,
    }


def lose_session_and_post(browser, update, writer, **more):
    """Open the form, lose the session, press the button."""
    browser.force_login(writer)
    address = reverse("update_edit", args=[update.pk])
    form = browser.get(address)
    del browser.cookies["sessionid"]
    data = typed(update, csrfmiddlewaretoken=token(browser, form), **more)
    return browser.post(address, data)


def sign_in(browser, page, user, password=PASSWORD):
    held = re.search(r'name="held" value="([^"]*)"', page.content.decode())[1]
    data = {"login": user.email, "password": password, "held": held}
    data["csrfmiddlewaretoken"] = token(browser, page)
    answer = browser.post(reverse("account_login"), data)
    if answer.status_code != 302:
        return answer
    asked = browser.get(answer.url)
    data = {"code": signing_in.code(), "csrfmiddlewaretoken": token(browser, asked)}
    return browser.post(answer.url, data)


def press_save(browser, page):
    """Send the first form of the page, as the button does."""
    text = page.content.decode()
    main = text[text.index("<main") :]
    form = main[main.index("<form") : main.index("</form>")]
    address = re.search(r'action="([^"]+)"', form)[1]
    return browser.post(address, dict(HIDDEN.findall(form)))


def test_typed_text_survives_the_end_of_a_session(browser, update, writer):
    ended = lose_session_and_post(browser, update, writer)
    assert ended.status_code == 401
    assert "Your session has ended. What you typed is kept" in ended.content.decode()
    signed_in = sign_in(browser, ended, writer)
    assert signed_in.url == reverse("held_post")
    page = browser.get(signed_in.url)
    assert "Typed before the session ended." in page.content.decode()
    assert "No budget line." in page.content.decode()
    saved = press_save(browser, page)
    assert saved.status_code == 302
    update.refresh_from_db()
    assert update.achievements == "Typed before the session ended."
    assert [row.text for row in update.obstacles.all()] == ["No budget line."]
    assert update.saved_by == writer


def test_a_wrong_password_does_not_lose_it(browser, update, writer):
    ended = lose_session_and_post(browser, update, writer)
    again = sign_in(browser, ended, writer, password="not this one")
    assert again.status_code == 200
    assert sign_in(browser, again, writer).url == reverse("held_post")


def test_the_pressed_button_goes_along(browser, update, writer):
    ended = lose_session_and_post(browser, update, writer, then_check="1")
    page = browser.get(sign_in(browser, ended, writer).url)
    assert press_save(browser, page).url == reverse("update_check", args=[update.pk])


def test_somebody_else_signs_in_and_the_policy_decides(browser, update, writer):
    ended = lose_session_and_post(browser, update, writer)
    stranger = factories.person(Role.AGY, organisation=factories.organisation())
    signing_in.give_app(stranger)
    page = browser.get(sign_in(browser, ended, stranger).url)
    assert press_save(browser, page).status_code == 404
    assert ProgressUpdate.objects.get().achievements == update.achievements


def test_it_was_saved_by_somebody_else_meanwhile(browser, update, writer):
    ended = lose_session_and_post(browser, update, writer)
    page = browser.get(sign_in(browser, ended, writer).url)
    ProgressUpdate.objects.update(version=update.version + 1, achievements="Theirs.")
    conflict = press_save(browser, page)
    assert conflict.status_code == 409
    assert "Typed before the session ended." in conflict.content.decode()
    assert ProgressUpdate.objects.get().achievements == "Theirs."


def test_signed_in_meanwhile_in_another_tab(browser, update, writer):
    ended = lose_session_and_post(browser, update, writer)
    held = re.search(r'name="held" value="([^"]*)"', ended.content.decode())[1]
    browser.force_login(writer)
    data = {"held": held, "csrfmiddlewaretoken": token(browser, ended)}
    assert browser.post(reverse("account_login"), data).url == reverse("held_post")


def test_what_is_held_can_be_dropped(client, browser, update, writer):
    page = browser.get(sign_in(browser, lose_session_and_post(browser, update, writer), writer).url)
    data = {"csrfmiddlewaretoken": token(browser, page)}
    assert browser.post(reverse("held_post"), data).url == reverse("my_work")
    assert browser.get(reverse("held_post")).url == reverse("my_work")


def test_tampered_or_foreign_text_is_not_offered(client, writer):
    data = {"login": writer.email, "password": PASSWORD, "held": "forged:text"}
    assert client.post(reverse("account_login"), data).url == reverse("mfa_authenticate")
    assert held_posts.SESSION_KEY not in client.session


def test_it_takes_a_token_of_the_site_to_save_it(browser, update, writer):
    ended = lose_session_and_post(browser, update, writer)
    page = browser.get(sign_in(browser, ended, writer).url)
    address = reverse("update_edit", args=[update.pk])
    fields = dict(HIDDEN.findall(page.content.decode())) | {"csrfmiddlewaretoken": "x" * 32}
    assert browser.post(address, fields).status_code == 403


def test_too_long_to_carry_says_so(browser, update, writer, monkeypatch):
    monkeypatch.setattr(held_posts, "LARGEST_BYTES", 10)
    page = lose_session_and_post(browser, update, writer).content.decode()
    assert "too long to carry over" in page
    assert "What you typed is kept" not in page


def test_signing_in_without_anything_held_leads_where_it_did(client, writer):
    data = {"login": writer.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), data)
    answer = client.post(answer.url, {"code": signing_in.code()})
    assert answer.url == reverse("my_work")


def test_a_page_older_than_the_sign_in_loses_nothing(browser, update, writer):
    browser.force_login(writer)
    address = reverse("update_edit", args=[update.pk])
    stale = token(browser, browser.get(address))
    browser.cookies.pop("csrftoken")  # signed in again in another tab: a new secret
    browser.get(address)
    data = typed(update, csrfmiddlewaretoken=stale)
    answer = browser.post(address, data, headers={"origin": "http://testserver"}, follow=True)
    assert "Typed before the session ended." in answer.content.decode()
    assert not ProgressUpdate.objects.filter(achievements__startswith="Typed").exists()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", ""])
def test_a_form_from_elsewhere_is_refused_and_not_kept(browser, update, writer, origin):
    browser.force_login(writer)
    address = reverse("update_edit", args=[update.pk])
    headers = {"origin": origin} if origin else {}
    answer = browser.post(address, typed(update), headers=headers)
    assert answer.status_code == 403
    assert held_posts.SESSION_KEY not in browser.session


def test_all_cookies_lost_loses_no_text(browser, update, writer):
    browser.force_login(writer)
    address = reverse("update_edit", args=[update.pk])
    data = typed(update, csrfmiddlewaretoken=token(browser, browser.get(address)))
    browser.cookies.clear()
    answer = browser.post(address, data, headers={"origin": "http://testserver"})
    assert answer.status_code == 401
    held = re.search(r'name="held" value="([^"]+)"', answer.content.decode())[1]
    assert held_posts.unseal(held)["fields"]["achievements"] == ["Typed before the session ended."]


HELD = {
    "invitation_create": (
        lambda body: {
            "full_name": "Bo New",
            "role": "AGY",
            "organisation": body.pk,
            "ends_on": "2027-03-04",
        },
        ("Agency contributor", "Harbour Police", "4 March 2027"),
    ),
    "evidence_create": (
        lambda body: {"title": "Act 12", "dated_on": "2026-01-05", "organisation": body.pk},
        ("Act 12", "5 January 2026", "Harbour Police"),
    ),
    "organisation_create": (lambda body: {"name": "Net", "kind": "industry"}, ("Industry",)),
}


@pytest.mark.parametrize("name", HELD)
def test_every_typed_field_is_shown_in_its_words(client, name):
    data, words = HELD[name]
    body = factories.organisation("Harbour Police")
    role = Role.AGY if name == "evidence_create" else Role.SEC
    client.force_login(factories.person(role, organisation=body if role is Role.AGY else None))
    fields = {key: [str(value)] for key, value in data(body).items()}
    session = client.session
    session[held_posts.SESSION_KEY] = signing.dumps(
        {"path": reverse(name), "fields": fields}, salt=held_posts.SALT, compress=True
    )
    session.save()
    main = client.get(reverse("held_post")).content.decode().partition("<main")[2]
    answers = main.partition("<form")[0]
    for word in words:
        assert word in answers
    assert str(body.pk) not in answers
    assert ">industry<" not in answers
