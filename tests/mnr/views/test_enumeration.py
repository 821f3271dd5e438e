"""Nobody learns who has an account: the same answers, and about the same work, for everybody."""

import re
import statistics
import time

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from mnr.models import Job
from mnr.services import jobs
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]

ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def without_what_differs(answer, address):
    """The page without its tokens and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return text.replace(address, "")


def try_password(client, address, **extra):
    data = {"login": address, "password": "not the password"}
    return client.post(reverse("account_login"), data, **extra)


def ask_for_link(client, address):
    return client.post(reverse("account_reset_password"), {"email": address})


@pytest.mark.parametrize("act", [try_password, ask_for_link])
def test_known_closed_and_unknown_addresses_get_one_answer(client, act):
    known = factories.person(email="known@example.org").email
    closed = factories.person(email="close@example.org", is_active=False).email
    answers = [(act(client, address), address) for address in (known, closed, "never@example.org")]
    assert len({answer.status_code for answer, _address in answers}) == 1
    assert len({answer.headers.get("Location") for answer, _address in answers}) == 1
    assert len({without_what_differs(*pair) for pair in answers}) == 1
    assert len({len(answer.content) for answer, _address in answers}) <= 2  # the token's escapes


def test_only_people_with_an_account_get_mail(client):
    known = factories.person()
    for address in (known.email, "never@example.org"):
        ask_for_link(client, address)
    assert Job.objects.count() == 2  # the same work for both
    for job in Job.objects.all():
        jobs.run(job.pk)
    assert [message.to for message in mail.outbox] == [[known.email]]
    assert "/account/password/reset/key/" in mail.outbox[0].body
    assert "never@example.org" not in str(list(Job.objects.values()))


@override_settings(PASSWORD_HASHERS=ARGON2, ACCOUNT_RATE_LIMITS=False)
def test_signing_in_takes_as_long_for_strangers(client):
    known = factories.person()
    known.set_password("violet harbour counts slowly")
    known.save()
    times = {known.email: [], "never@example.org": []}
    for _round in range(15):
        for address, took in times.items():
            began = time.perf_counter()
            try_password(client, address)
            took.append(time.perf_counter() - began)
    one, other = (statistics.median(took) for took in times.values())
    assert max(one, other) < 1.5 * min(one, other)


def test_guessing_is_slowed_down_for_known_and_unknown_alike(client):
    for number, address in enumerate((factories.person().email, "never@example.org")):
        away = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answers = [try_password(client, address, **away) for _attempt in range(6)]
        pages = [answer.content.decode() for answer in answers]
        assert "do not belong together" in pages[4]
        assert "Wait five minutes" in pages[5]


def test_too_many_requests_say_when_to_come_back(client):
    answers = [ask_for_link(client, "never@example.org") for _attempt in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[-1].headers["Retry-After"] == "300"
    assert "wait five minutes" in answers[-1].content.decode()
