"""Views that readers keep of a list: their own, and nothing in them that must stay out."""

import uuid

import pytest

from mnr.models import SavedView
from mnr.registers import registry
from mnr.roles import Role
from mnr.services import saved_views
from mnr.services.errors import Refused
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db
REGISTER = registry.find("governance/legal-instruments")


@pytest.fixture
def reader(client):
    reader = factories.person(Role.SEC)
    client.force_login(reader)
    return reader


def save(client, name="In force", asked="status=in_force&nothing=1&q=&page=3"):
    data = {"name": name, "asked": asked}
    return client.post(REGISTER.url("views"), data, follow=True)


def test_a_view_is_kept_opened_replaced_and_forgotten(client, reader):
    page = save(client)
    assert page.redirect_chain == [(f"{REGISTER.url('list')}?status=in_force", 302)]
    assert "The view is saved." in page.text
    assert 'href="?status=in_force"' in page.text
    save(client, asked="status=draft&sort=-title")
    view = SavedView.objects.get()
    assert (view.user, view.asked) == (reader, "sort=-title&status=draft")
    page = client.post(REGISTER.url("views"), {"forget": view.pk}, follow=True)
    assert "The view is forgotten." in page.text
    assert not SavedView.objects.exists()


def test_nobody_sees_or_forgets_the_view_of_another(client, reader):
    save(client, name="Mine alone")
    view = SavedView.objects.get()
    client.force_login(factories.person(Role.SEC))
    assert "Mine alone" not in client.get(REGISTER.url("list"), {"status": "draft"}).text
    for key in (view.pk, uuid.uuid4(), "x"):
        assert client.post(REGISTER.url("views"), {"forget": key}).status_code == 404
    assert SavedView.objects.exists()


def test_a_view_of_one_register_is_not_shown_in_another(client, reader):
    save(client, name="Laws in force")
    other = registry.find("governance/studies").url("list")
    assert "Laws in force" not in client.get(other, {"status": "published"}).text


@pytest.mark.parametrize(
    ("name", "asked", "words"),
    [
        ("", "status=draft", "Name of this view"),
        ("a" * 61, "status=draft", "60"),
        ("mara@example.org", "status=draft", "an e-mail address"),
        ("Own", "q=mara%40example.org", "an e-mail address"),
    ],
)
def test_what_cannot_be_kept_is_said(client, reader, name, asked, words):
    page = save(client, name=name, asked=asked)
    assert words in page.text
    assert page.status_code == 422
    assert not name or f'value="{name}"' in page.text  # nothing that was typed is lost
    assert not SavedView.objects.exists()


def test_twenty_views_are_enough(reader):
    for number in range(SavedView.MOST):
        saved_views.save_view(
            register="x/y", name=f"View {'abcdefghijklmnopqrst'[number]}", asked="", by=reader
        )
    with pytest.raises(Refused, match="forget one"):
        saved_views.save_view(register="x/y", name="One more", asked="", by=reader)
    saved_views.save_view(register="x/y", name="View a", asked="q=b", by=reader)


def test_a_view_narrowed_by_an_organisation_is_kept(client, reader):
    body = entries.entry(REGISTER).organisation
    page = save(client, name="Theirs", asked=f"organisation={body.pk}")
    assert "The view is saved." in page.text
    assert SavedView.objects.get().asked == f"organisation={body.pk}"
