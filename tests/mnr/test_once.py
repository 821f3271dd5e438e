"""A form works once; the same page sent again with another text is another form."""

import uuid

import pytest
from django.urls import reverse

from mnr.models import Evidence, ProgressUpdate
from mnr.once import own_path
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def update():
    return factories.update(achievements="")


@pytest.fixture
def writer(update):
    return factories.person(Role.AGY, organisation=update.organisation)


def send(client, update, token, text):
    data = {"once": token, "version": update.version, "achievements": text}
    data |= {"obstacles-TOTAL_FORMS": 0, "obstacles-INITIAL_FORMS": 0}
    return client.post(reverse("update_edit", args=[update.pk]), data)


def test_the_same_page_sent_again_with_another_text_is_not_called_saved(client, update, writer):
    client.force_login(writer)
    token = uuid.uuid4()
    assert send(client, update, token, "First text.").status_code == 302
    again = send(client, update, token, "Second text.")
    assert again.status_code == 409
    assert "Second text." in again.content.decode()


def test_the_same_form_sent_twice_takes_effect_once(client, update, writer):
    client.force_login(writer)
    token = uuid.uuid4()
    assert (
        send(client, update, token, "First text.").url
        == send(client, update, token, "First text.").url
    )
    assert ProgressUpdate.objects.get(pk=update.pk).version == update.version + 1


def test_somebody_elses_token_does_no_harm(client, update, writer):
    colleague = factories.person(Role.AGY, organisation=update.organisation)
    token = uuid.uuid4()
    client.force_login(colleague)
    send(client, update, token, "First text.")
    client.force_login(writer)
    assert send(client, update, token, "First text.").status_code == 409


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "evil",
        "/" + "a" * 500,
        "/a\x00b",
        "javascript:x",
        f"/?q={'0f' * 16}",
    ],
)
def test_only_own_paths_are_gone_to(path):
    assert own_path(path) == ""


def test_an_own_path_is():
    for path in ("/updates/1/edit/", f"/evidence/{uuid.uuid4()}/?q=code+of+practice&page=2"):
        assert own_path(path) == path


def test_a_long_way_back_is_no_error(client, writer, update):
    client.force_login(writer)
    data = {
        "once": uuid.uuid4(),
        "next": "/" + "a" * 600,
        "organisation": update.organisation.pk,
        "title": "Mandate",
        "publisher": "Gazette",
        "dated_on": "2026-01-05",
        "registry_number": "12",
    }
    assert client.post(reverse("evidence_create"), data).url == reverse("evidence_list")
    assert Evidence.objects.count() == 1
