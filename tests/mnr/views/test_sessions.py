"""Sessions: they end by themselves, from anywhere, and with the account; and are not revived."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mnr import held_posts, session_clock
from mnr.devices import device_of, network_of
from mnr.models import AuditEvent, Job, UserSession
from mnr.roles import Role
from mnr.services import notices, people, sessions
from tests import factories, signing_in
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


@pytest.fixture
def writer():
    person = factories.person(Role.AGY, organisation=factories.organisation())
    signing_in.give_app(person)
    return person


def sign_in_by_page(client, user, steps=0):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client.post(reverse("mfa_authenticate"), {"code": signing_in.code(steps)})


def turn_back(client, *, started=timedelta(0), active=timedelta(0)):
    """As if the session had begun, and been used last, so much earlier."""
    session = client.session
    session[session_clock.STARTED] -= started.total_seconds()
    session[session_clock.ACTIVE] -= active.total_seconds()
    session.save()


LIMITS = [(Role.AGY, 30), (Role.SEC, 30), (Role.ADM, 15), (Role.CHR, 15)]


@pytest.mark.parametrize(("role", "minutes"), LIMITS)
def test_a_pause_ends_it(client, role, minutes):
    client.force_login(factories.person(role, organisation=factories.organisation()))
    turn_back(client, active=timedelta(minutes=minutes, seconds=-5))
    assert client.get(reverse("my_work")).status_code == 200
    turn_back(client, active=timedelta(minutes=minutes, seconds=1))
    assert client.get(reverse("my_work")).url.startswith(reverse("account_login"))
    assert not UserSession.objects.open().exists()
    assert not Session.objects.exists()


def test_half_a_day_ends_it_however_busy(client, writer):
    client.force_login(writer)
    turn_back(client, started=timedelta(hours=12, seconds=-5))
    assert client.get(reverse("my_work")).status_code == 200
    turn_back(client, started=timedelta(seconds=6))
    assert client.get(reverse("my_work")).status_code == 302


@pytest.mark.parametrize("past", [{"active": timedelta(hours=1)}, {"started": timedelta(hours=13)}])
def test_what_was_typed_outlives_either_end(client, writer, past):
    update = factories.update(organisation=writer.memberships.get().organisation)
    client.force_login(writer)
    turn_back(client, **past)
    data = {"achievements": "Typed in time.", "version": 1}
    answer = client.post(reverse("update_edit", args=[update.pk]), data)
    assert answer.status_code == 401
    held = held_posts.unseal(answer.context["held"])
    assert held["fields"]["achievements"] == ["Typed in time."]


def test_pages_that_look_by_themselves_do_not_keep_it_open(client, writer):
    client.force_login(writer)
    turn_back(client, active=timedelta(minutes=20))
    before = client.session[session_clock.ACTIVE]
    client.get(reverse("my_work"), headers={"x-refresh": "1"})
    assert client.session[session_clock.ACTIVE] == before
    client.get(reverse("my_work"))
    assert client.session[session_clock.ACTIVE] > before
    assert timezone.now() - writer.sessions.get().active_at < timedelta(minutes=1)


def test_staying_is_one_button_with_and_without_script(client, writer):
    client.force_login(writer)
    for headers in ({}, {"accept": "application/json"}):
        turn_back(client, active=timedelta(minutes=28))
        before = client.session[session_clock.ACTIVE]
        client.post(reverse("session_stay"), {"next": "/my-work/"}, headers=headers)
        assert client.session[session_clock.ACTIVE] > before


def test_each_page_says_until_when(client, writer):
    client.force_login(writer)
    page = client.get(reverse("my_work")).content.decode()
    assert "If you pause, you are signed in until" in page
    assert 'data-session-warning="120"' in page


def test_a_session_that_does_not_say_when_it_began_has_ended(client, writer):
    client.force_login(writer)
    session = client.session
    del session[session_clock.STARTED]
    session.save()
    assert client.get(reverse("my_work")).status_code == 302


def test_the_sixth_ends_the_one_used_longest_ago(writer):
    clients = [Client() for _number in range(6)]
    for number, each in enumerate(clients):
        row = {"method": "totp", "device": f"Device {number}", "network": "?"}
        signing_in.sign_in(each, writer)
        writer.sessions.filter(session_key=each.session.session_key).delete()
        sessions.begin_session(user=writer, session_key=each.session.session_key, **row)
    assert [each.get(reverse("my_work")).status_code for each in clients] == [302, *[200] * 5]


def test_the_device_that_lost_its_sign_in_says_why(writer):
    clients = [Client() for _number in range(6)]
    for each in clients:
        signing_in.sign_in(each, writer)
        writer.sessions.filter(session_key=each.session.session_key).delete()
        row = {"method": "totp", "device": "?", "network": "?"}
        sessions.begin_session(user=writer, session_key=each.session.session_key, **row)
    first, last = clients[0], clients[-1]
    page = first.get(reverse("my_work"), follow=True).content.decode()
    assert "because you signed in on another device: 5 sign-ins" in " ".join(page.split())
    sent = first.post(reverse("profile"), {"full_name": "X"})
    assert sent.status_code == 401
    assert "because you signed in on another device" in " ".join(sent.content.decode().split())
    sign_in_by_page(first, writer)
    first.post(reverse("account_logout"))
    assert "another device" not in first.get(reverse("account_login")).content.decode()
    last.post(reverse("account_logout"))
    assert "another device" not in last.get(reverse("account_login")).content.decode()


def test_the_way_to_a_new_password_comes_after_the_password(client):
    page = client.get(reverse("account_login")).content.decode()
    places = [page.index(part) for part in ('name="login"', 'name="password"', "Forgot your")]
    assert places == sorted(places)
    assert page.count(reverse("account_reset_password")) == 1


def test_signing_in_and_out_is_noted_without_the_whole_address(client, writer):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    client = Client(headers={"user-agent": agent})
    sign_in_by_page(client, writer)
    row = writer.sessions.get()
    assert (row.device, row.network, row.method) == ("Firefox, Linux", "127.0.0.0/24", "totp")
    assert AuditEvent.objects.filter(action="session.begin", actor_id=writer.pk).count() == 1
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    row.refresh_from_db()
    assert row.ended_at
    assert not row.session_key


def test_the_key_changes_with_signing_in(client, writer):
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": writer.email, "password": PASSWORD})
    before = client.session.session_key
    client.post(reverse("mfa_authenticate"), {"code": signing_in.code()})
    assert client.session.session_key not in (None, before)


def test_a_new_device_is_told_and_a_known_one_is_not(writer):
    def begin(key, device):
        row = {"method": "totp", "device": device, "network": "192.0.2.0/24"}
        sessions.begin_session(user=writer, session_key=key, **row)
        return Job.objects.filter(arguments__event=notices.NEW_DEVICE).count()

    assert [begin("a", "One"), begin("b", "One"), begin("c", "Two"), begin("d", "Two")] == [
        0,
        0,
        1,
        1,
    ]


def test_one_device_is_signed_out_from_another(client, writer):
    other = Client()
    for each in (client, other):
        each.force_login(writer)
    row = writer.sessions.get(session_key=other.session.session_key)
    client.post(reverse("session_end", args=[row.pk]))
    assert [each.get(reverse("my_work")).status_code for each in (client, other)] == [200, 302]


def test_all_others_are_signed_out(client, writer):
    others = [Client(), Client()]
    for each in (client, *others):
        each.force_login(writer)
    page = client.post(reverse("session_others"), follow=True).content.decode()
    assert "2 devices are signed out." in page
    assert [each.get(reverse("my_work")).status_code for each in others] == [302, 302]


def test_a_colleague_signs_somebody_out_everywhere(client, writer):
    theirs = Client()
    theirs.force_login(writer)
    client.force_login(factories.person(Role.ADM))
    client.post(reverse("person_sign_out", args=[writer.pk]))
    assert theirs.get(reverse("my_work")).status_code == 302
    assert AuditEvent.objects.get(action="session.kill_any").object_id == str(writer.pk)


def test_a_closed_account_loses_its_sessions_and_no_old_cookie_revives(client, writer):
    signing_in.sign_in(client, writer)
    stolen = dict(client.session.items())
    people.deactivate_person(user=writer, by=factories.person(Role.ADM))
    assert not UserSession.objects.open().exists()
    assert client.get(reverse("my_work")).status_code == 302
    writer.refresh_from_db()
    writer.is_active = True
    writer.save()
    assert client.get(reverse("my_work")).status_code == 302
    again = Client()  # even a copy of the whole session
    signing_in.sign_in(again, factories.person())
    session = again.session
    session.update(stolen)
    session.save()
    assert again.get(reverse("my_work")).status_code == 302


def test_an_account_closed_between_password_and_code_stays_outside(client, writer):
    client.post(reverse("account_login"), {"login": writer.email, "password": PASSWORD})
    type(writer).objects.filter(pk=writer.pk).update(is_active=False)
    answer = client.post(reverse("mfa_authenticate"), {"code": signing_in.code()})
    assert "_auth_user_id" not in client.session
    assert answer.url in (reverse("account_inactive"), reverse("account_login"))


def test_an_ended_membership_counts_from_the_next_request(client):
    person = factories.person(Role.SEC)
    client.force_login(person)
    assert client.get(reverse("organisation_create")).status_code == 200
    person.memberships.update(ends_on=factories.ago(1))
    assert client.get(reverse("organisation_create")).status_code == 403


def test_what_is_over_is_tidied(writer, client):
    client.force_login(writer)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    sessions.tidy()
    row = writer.sessions.get()
    assert row.ended_at
    UserSession.objects.update(ended_at=timezone.now() - timedelta(days=91))
    sessions.tidy()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("x", "?")],
)
def test_networks(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", "Safari, macOS"),
        ("curl/8.5 <script>", "curl/8.5 script"),
        ("", "?"),
    ],
)
def test_devices(agent, device):
    assert device_of(agent) == device
