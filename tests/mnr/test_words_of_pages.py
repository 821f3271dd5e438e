"""Small words of pages that a newcomer stumbled over."""

import pytest
from django.urls import reverse

from mnr import leaving
from mnr.action_names import NAMES
from mnr.roles import Action, Role
from mnr.selectors import explaining
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_refusal_does_not_send_the_secretariat_to_itself(client):
    for role, is_sent in ((Role.SEC, False), (Role.CMM, True)):
        client.force_login(factories.person(role))
        page = client.get(reverse("purge_list"))
        assert page.status_code == 403
        assert ("ask the secretariat, who" in text_of(page)) is is_sent


def test_actions_are_named_in_english():
    assert not [words for words in map(str, NAMES.values()) if "a content" in words.lower()]


def test_no_space_before_a_comma(client):
    invitation = factories.invitation(
        organisation=factories.organisation("Health", short_name="Health")
    )
    client.force_login(factories.person(Role.SEC))
    page = text_of(client.get(reverse("my_work")))
    assert invitation.full_name in page
    assert "Health</bdi>, " in page


def test_passwords_are_asked_for_in_the_same_words_everywhere(client):
    client.force_login(factories.person(Role.SEC))
    page = text_of(client.get(reverse("account_change_password")))
    assert "The new password once more" in page
    assert "(again)" not in page


def test_objects_to_ask_about_stand_in_order():
    secretary = factories.person(Role.SEC)
    bodies = [factories.organisation(name, short_name=name) for name in ("Zebra", "Alpha")]
    for number in (9, 4):
        for body in bodies:
            factories.update("submitted", number=number, organisation=body, lead=False)
    labels = [label for _key, label in explaining.choices(secretary, Action.UPDATE_ACCEPT)]
    places = [(" 4 " in label, "Alpha" in label) for label in labels]
    assert places == [(True, True), (True, False), (False, True), (False, False)]


def test_the_page_before_another_site_has_a_way_back(client):
    page_of = {Role.ADM: "my_work", Role.SEC: "evidence_list"}
    for role, back in page_of.items():
        client.force_login(factories.person(role))
        signed = leaving.sign("https://example.org/act")
        page = text_of(client.get(reverse("leave", args=[signed])))
        main = page.partition("<main")[2].partition("</main>")[0]
        assert f'href="{reverse(back)}"' in main
