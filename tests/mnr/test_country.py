"""A real country's first step, and the check of its trail."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from mnr import permissions
from mnr.models import AuditEvent, Country, Invitation, Membership, User
from mnr.roles import Action, Role
from mnr.services import audit, invitations, people
from tests import factories

pytestmark = pytest.mark.django_db
WHO = {
    "email": "Mara@gov.example",
    "name": "Mara Holm",
    "chair_email": "chair@gov.example",
    "chair_name": "Ivo Brand",
}


def begin(country="Norvalia", **changes):
    call_command("begin_country", country, **WHO | changes)


def test_two_people_are_let_in_and_confirmed_each_other():
    begin()
    secretary = User.objects.get(email="mara@gov.example")
    chair = User.objects.get(email="chair@gov.example")
    rows = Membership.objects.in_force().values_list("user", "role", "confirmed_by")
    assert set(rows) == {
        (secretary.pk, Role.SEC, chair.pk),
        (chair.pk, Role.CHR, secretary.pk),
    }
    assert not Country.objects.get().is_demonstration
    assert audit.verify().checked == AuditEvent.objects.count() > 0


def test_they_let_in_everybody_else():
    begin()
    secretary = User.objects.get(email="mara@gov.example")
    chair = User.objects.get(email="chair@gov.example")
    row = Invitation(email="it@gov.example", full_name="Noa")
    link = invitations.issue_link(invitations.invite(invitation=row, by=secretary))
    token = link.rstrip("/").rpartition("/")[2]
    administrator = invitations.accept(
        fingerprint=invitations.fingerprint(token), password="a pass phrase for her"
    )
    today = timezone.localdate()
    membership = people.grant_role(
        user=administrator, role=Role.ADM, starts_on=today, ends_on=today, by=secretary
    )
    people.confirm_role(membership=membership, by=chair)
    assert permissions.can(administrator, Action.AUDIT_VERIFY)


def test_each_sets_a_password_through_the_printed_link(client, capsys):
    begin()
    links = re.findall(r"http://localhost(\S+)", capsys.readouterr().out)
    assert len(links) == 2
    page = client.get(links[0], follow=True)
    assert page.status_code == 200
    password = "a pass phrase for the first day"
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    mara = User.objects.get(email="mara@gov.example")
    assert mara.check_password(password)
    assert client.session["_auth_user_id"] == str(mara.pk)  # no need to type it once more
    client.logout()
    login = {"login": "mara@gov.example", "password": password}
    assert client.post(reverse("account_login"), login).status_code == 302
    assert client.session["_auth_user_id"]


def test_a_link_signs_nobody_in_whose_account_is_closed(client, capsys):
    begin()
    link = re.search(r"http://localhost(\S+)", capsys.readouterr().out)[1]
    User.objects.update(is_active=False)
    page = client.get(link, follow=True)
    password = "a pass phrase for the first day"
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    assert "_auth_user_id" not in client.session


def test_sign_in_asks_for_the_e_mail_address_in_our_words(client):
    page = client.get(reverse("account_login"))
    assert page.context["form"]["login"].label == "E-mail address"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"chair_email": "mara@gov.example"}, "mara@gov.example"),
        ({"email": "mara"}, "mara: Enter a valid email address"),
        ({"chair_name": " "}, "chair@gov.example: This field cannot be blank"),
        ({"name": "x" * 200}, "mara@gov.example: Ensure this value has at most 120"),
    ],
)
def test_who_cannot_have_an_account_is_named(changes, problem):
    with pytest.raises(CommandError, match=problem):
        begin(**changes)
    assert not Country.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", [" ", "x" * 101])
def test_a_country_has_a_name(name):
    with pytest.raises(CommandError, match="a name of up to 100"):
        begin(name)


def test_it_begins_only_once():
    begin()
    with pytest.raises(CommandError, match=r"This database is Norvalia's already.*DATABASE_URL"):
        begin("Estmark", email="a@x.example", chair_email="b@x.example")


def test_the_demonstration_never_becomes_a_country():
    Country.objects.create(pk=1, name="Talvia", is_demonstration=True)
    with pytest.raises(CommandError, match="This database is Talvia's already"):
        begin("Talvia")


def test_people_without_a_country_are_not_overrun():
    factories.person()
    with pytest.raises(CommandError, match="People have accounts here already"):
        begin()


def test_an_imported_case_goes_on_under_its_name():
    Country.objects.create(pk=1, name="Norvalia")
    with pytest.raises(CommandError, match="The case of Norvalia was imported here"):
        begin("Estmark")
    begin()
    assert Country.objects.get().name == "Norvalia"
    assert Membership.objects.in_force().count() == 2


def test_an_intact_trail_is_counted(capsys):
    begin()
    call_command("verify_audit")
    count = AuditEvent.objects.count()
    assert f"{count} events checked: the trail is intact." in capsys.readouterr().out


def test_the_first_broken_place_is_named():
    begin()
    last = AuditEvent.objects.first()
    forged = AuditEvent.objects.create(
        number=last.number + 1,
        at=last.at,
        action="period.open",
        object_type="country",
        object_id="1",
        previous_digest=last.digest,
        digest="0" * 64,
    )
    with pytest.raises(CommandError, match=f"event {forged.number} was changed.*{last.number} ev"):
        call_command("verify_audit")
