"""Whoever lost every factor begins anew by two people; closed accounts open with nothing."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mnr.models import AuditEvent, FactorReset, Job
from mnr.permissions import Denied, NotFresh, WrongState
from mnr.roles import Role
from mnr.services import factor_resets, jobs, people
from mnr.services.errors import Refused
from tests import factories, signing_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def loser():
    person = factories.person(Role.AGY, organisation=factories.organisation())
    signing_in.give_app(person)
    return person


@pytest.fixture
def administrator():
    return factories.person(Role.ADM)


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


def ask(loser, administrator):
    return factor_resets.request_reset(user=loser, reason="We met.", by=administrator)


def test_two_people_let_somebody_begin_anew(loser, administrator, secretary):
    browser = Client()
    browser.force_login(loser)
    reset = ask(loser, administrator)
    assert Authenticator.objects.filter(user=loser).exists()
    factor_resets.confirm_reset(reset=reset, by=secretary)
    assert not Authenticator.objects.filter(user=loser).exists()
    assert browser.get(reverse("my_work")).status_code == 302
    loser.refresh_from_db()
    assert not loser.has_usable_password()
    for job in Job.objects.order_by("created_at"):
        jobs.run(job.pk)
    (message,) = mail.outbox
    assert message.to == [loser.email]
    assert "the recovery codes and the password of your account" in message.body
    assert "do not ignore it" in message.body
    assert "/account/password/reset/key/" in message.body
    assert "stays as it is" not in message.body
    actions = AuditEvent.objects.filter(object_id=str(reset.pk)).values_list("action", flat=True)
    assert set(actions) == {"user.mfa_reset_request", "user.mfa_reset_confirm"}


def test_only_administrators_ask_and_the_secretariat_confirms(loser, administrator, secretary):
    with pytest.raises(Denied):
        ask(loser, secretary)
    reset = ask(loser, administrator)
    for other in (administrator, factories.person(Role.CHR), loser):
        with pytest.raises(Denied):
            factor_resets.confirm_reset(reset=reset, by=other)


def test_it_takes_a_fresh_passkey(loser, administrator, secretary):
    administrator.sign_in = signing_in.proof(ago=timedelta(minutes=6))
    with pytest.raises(NotFresh):
        ask(loser, administrator)


def test_nobody_confirms_their_own(administrator, secretary):
    reset = ask(secretary, administrator)
    with pytest.raises(Denied):
        factor_resets.confirm_reset(reset=reset, by=secretary)
    other = factories.person(Role.SEC)
    factor_resets.confirm_reset(reset=reset, by=other)


@pytest.mark.parametrize("field", ["requested_by", "user"])
def test_the_database_keeps_the_steps_on_two_people(loser, administrator, field):
    reset = ask(loser, administrator)
    reset.confirmed_by, reset.confirmed_at = getattr(reset, field), timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        reset.save()


def test_after_seven_days_it_is_too_late(loser, administrator, secretary):
    reset = ask(loser, administrator)
    with pytest.raises(Refused):
        ask(loser, administrator)
    FactorReset.objects.update(requested_at=timezone.now() - timedelta(days=7, seconds=1))
    with pytest.raises(WrongState):
        factor_resets.confirm_reset(reset=reset, by=secretary)
    ask(loser, administrator)


def test_its_pages(client, loser, administrator, secretary):
    client.force_login(administrator)
    assert (
        reverse("factor_reset", args=[loser.pk])
        in client.get(reverse("person_detail", args=[loser.pk])).content.decode()
    )
    client.post(reverse("factor_reset", args=[loser.pk]), {"reason": "We met."})
    reset = FactorReset.objects.get()
    client.force_login(secretary)
    confirm = reverse("factor_reset_confirm", args=[reset.pk])
    page = client.get(reverse("person_detail", args=[loser.pk])).content.decode()
    assert confirm in page
    assert "We met." in client.get(confirm).content.decode()
    assert client.post(confirm).status_code == 302
    assert client.get(confirm).status_code == 409


def test_a_closed_account_opens_with_nothing(client, loser, administrator, secretary):
    browser = Client()
    browser.force_login(loser)
    people.deactivate_person(user=loser, by=administrator)
    client.force_login(secretary)
    client.post(reverse("person_reactivate", args=[loser.pk]))
    loser.refresh_from_db()
    assert loser.is_active
    assert not loser.has_usable_password()
    assert not loser.memberships.in_force().exists()
    assert browser.get(reverse("my_work")).status_code == 302
    assert Authenticator.objects.filter(user=loser).exists()
    jobs.run(Job.objects.get(kind="mail_password_link", arguments__person=str(loser.pk)).pk)
    (message,) = mail.outbox
    assert message.subject == "Your account is open again"
    assert "None of your earlier roles came back" in message.body
    assert "/account/password/reset/key/" in message.body
    assert "stays as it is" not in message.body
    with pytest.raises(WrongState):
        people.reactivate_person(user=loser, by=secretary)


@pytest.mark.parametrize("role", [Role.ADM, Role.CHR, Role.AUD, Role.CMM])
def test_only_the_secretariat_opens_it_again(loser, administrator, role):
    people.deactivate_person(user=loser, by=administrator)
    with pytest.raises(Denied):
        people.reactivate_person(user=loser, by=factories.person(role))
