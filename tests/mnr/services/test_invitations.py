"""The mail that lets a new person set a password."""

import pytest
from django.core import mail
from django.urls import reverse

from mnr.models import Job
from mnr.roles import Role
from mnr.services import invitations, jobs, people
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def invited(secretariat):
    return people.create_person(email="nia@example.org", full_name="Nia Example", by=secretariat)


def test_the_link_sets_a_password_with_which_to_sign_in(invited, client, settings):
    assert jobs.run(Job.objects.get().pk)
    (message,) = mail.outbox
    assert message.to == ["nia@example.org"]
    assert "Dear Nia Example" in message.body
    link = next(line for line in message.body.splitlines() if "/reset/key/" in line)
    assert link.startswith(settings.SITE_URL)
    form = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    password = "seven quiet harbours"
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    client.post(reverse("account_login"), {"login": "Nia@example.org", "password": password})
    assert client.session["_auth_user_id"] == str(invited.pk)
    used = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    assert "no longer works" in used.text


def test_who_lost_the_link_asks_for_another(invited, client):
    client.post(reverse("account_reset_password"), {"email": "nia@example.org"})
    assert [message.to for message in mail.outbox] == [["nia@example.org"]]
    assert "/reset/key/" in mail.outbox[0].body


@pytest.mark.parametrize("fate", ["has a password", "is closed", "is gone"])
def test_nothing_is_sent_when_it_is_no_longer_needed(invited, fate):
    if fate == "has a password":
        invited.set_password("seven quiet harbours")
    invited.is_active = fate != "is closed"
    invited.save()
    person = Job().pk if fate == "is gone" else invited.pk
    invitations.send_invitation(person=str(person), progress=None)
    assert not mail.outbox


def test_asked_for_twice_it_is_queued_once(invited, secretariat):
    again = invitations.queue_invitation(user=invited, by=secretariat)
    assert again == Job.objects.get()


def test_the_mail_holds_no_figures_of_the_country(invited):
    factories.update("accepted", period=factories.period("2026-Q3"), assessed=(2, 1))
    jobs.run(Job.objects.get().pk)
    body = mail.outbox[0].body
    assert "2026-Q3" not in body
    assert "The unit received its mandate." not in body
