"""The pages of one's own tokens."""

import re

import pytest
from django.urls import reverse

from mnr.models import PersonalToken
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client):
    person = factories.person(Role.AGY, organisation=factories.organisation())
    client.force_login(person)
    return person


def test_the_text_is_shown_once_and_works(client, agent):
    data = {"name": "export", "scope": "read", "days": "30"}
    page = client.post(reverse("token_create"), data)
    text = re.search(r"mnr_[\w-]{43}", page.text)[0]
    assert "no-store" in page.headers["Cache-Control"]
    client.logout()
    answer = client.get("/api/v1/me/", headers={"Authorization": f"Bearer {text}"})
    assert answer.json()["token"]["name"] == "export"
    client.force_login(agent)
    page = client.get(reverse("token_list"))
    assert text not in page.text
    assert f"mnr_…{text[-4:]}" in page.text
    again = client.post(reverse("token_create"), data)
    assert (again.status_code, PersonalToken.objects.count()) == (422, 1)


def test_one_is_revoked_after_being_asked(client, agent):
    row, _text = factories.token(agent, name="export")
    address = reverse("token_revoke", args=[row.pk])
    assert "stop working at once" in client.get(address).text
    page = client.post(address, follow=True)
    assert "The token export is revoked." in page.text
    assert not PersonalToken.objects.exists()


def test_nobody_sees_anothers(client, agent):
    row, _text = factories.token(factories.person(Role.SEC), name="secret plan")
    assert "secret plan" not in client.get(reverse("token_list")).text
    assert client.post(reverse("token_revoke", args=[row.pk])).status_code == 404


def test_an_auditor_is_offered_reading_only(client):
    client.force_login(factories.person(Role.AUD))
    page = client.get(reverse("token_create"))
    assert [value for value, _ in page.context["form"].fields["scope"].choices] == ["read"]


def test_who_may_make_none_still_revokes(client):
    person = factories.person(Role.CMM)
    row, _text = factories.token(person)
    client.force_login(person)
    assert client.get(reverse("token_create")).status_code == 403
    assert "Make a token" not in client.get(reverse("token_list")).text
    client.post(reverse("token_revoke", args=[row.pk]))
    assert not PersonalToken.objects.exists()
