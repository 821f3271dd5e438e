"""Second factors: everybody has one, governing roles one that nobody can phish; no way round."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.urls import reverse

from mnr import factors, held_posts
from mnr.models import AuditEvent, Job
from mnr.permissions import Strength
from mnr.roles import Role
from mnr.services import jobs, notices
from mnr.sign_in import FRESH_FOR
from tests import factories, signing_in
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]

APP, PASSKEY = Strength.SECOND_FACTOR, Strength.PHISHING_RESISTANT
STRICT = [Role.ADM, Role.SEC, Role.CHR]
OTHERS = [role for role in Role if role not in [*STRICT, Role.ANO]]


def person_of(role):
    return factories.person(role, organisation=factories.organisation(), domain="victim")


def with_passkey(user):
    """A passkey as it is stored; its ceremony is tested in a browser."""
    data = {"name": "Laptop", "credential": {}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def type_password(client, user):
    data = {"login": user.email, "password": PASSWORD}
    return client.post(reverse("account_login"), data)


def type_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("role", OTHERS)
def test_whoever_has_none_is_led_to_setting_one_up(client, role):
    user = person_of(role)
    type_password(client, user)
    for name in ("my_work", "overview", "profile", "held_post", "account_change_password"):
        assert client.get(reverse(name)).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert reverse("mfa_add_webauthn") in page
    assert reverse("mfa_activate_totp") in page


@pytest.mark.parametrize("role", STRICT)
@pytest.mark.parametrize("strength", [Strength.PASSWORD, APP])
def test_governing_roles_are_let_nowhere_without_a_passkey(client, role, strength):
    signing_in.sign_in(client, person_of(role), strength)
    for name in ("my_work", "overview", "profile", "held_post"):
        assert client.get(reverse(name)).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index")).content.decode()
    assert "Set up a passkey" in page
    assert reverse("mfa_activate_totp") not in page


def test_a_role_given_in_the_middle_bites_at_once_and_loses_no_text(client):
    user, update = person_of(Role.CMM), factories.update()
    signing_in.sign_in(client, user, APP)
    assert client.get(reverse("my_work")).status_code == 200
    factories.role(user, Role.CHR)
    answer = client.post(reverse("update_edit", args=[update.pk]), {"achievements": "Typed."})
    assert answer.url == reverse("mfa_index")
    held = held_posts.unseal(client.session[held_posts.SESSION_KEY])
    assert held["fields"] == {"achievements": ["Typed."]}


def test_a_script_is_told_instead_of_led(client):
    signing_in.sign_in(client, person_of(Role.CMM), Strength.PASSWORD)
    answer = client.get(reverse("my_work"), headers={"accept": "application/json"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")


def test_the_first_sign_in_after_an_invitation(client):
    user = person_of(Role.AGY)
    user.set_unusable_password()
    user.save()
    form = client.get(signing_in.reset_link(user))
    password = "three quiet rivers meet"
    answer = client.post(form.url, {"password1": password, "password2": password}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'dir="ltr">([A-Z2-7]+)<', page.content.decode())[1]
    now = int(time.time()) // 30
    code = totp.format_hotp_value(totp.hotp_value(secret, now))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer.url == reverse("mfa_view_recovery_codes")
    page = client.get(answer.url).content.decode()
    assert len(re.findall(r"<li><code>\d{10}</code>", page)) == 10
    assert reverse("my_work") in page
    assert client.get(reverse("my_work")).status_code == 200
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "not shown again" in again
    assert not re.search(r"\d{10}", again)


def test_a_reset_password_does_not_replace_the_factor(client):
    user = person_of(Role.CMM)
    signing_in.give_app(user)
    form = client.get(signing_in.reset_link(user))
    password = "three quiet rivers meet"
    answer = client.post(form.url, {"password1": password, "password2": password})
    assert answer.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("my_work")).status_code == 302
    assert type_code(client, signing_in.code()).url == reverse("my_work")


def test_a_code_counts_once(client, settings):
    user = person_of(Role.CMM)
    signing_in.give_app(user)
    type_password(client, user)
    type_code(client, signing_in.code())
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": "forgotten"}}
    for steps in (0, -1):
        type_password(client, user)
        assert type_code(client, signing_in.code(steps)).status_code == 200
        assert not is_signed_in(client)
    type_code(client, signing_in.code(1))
    assert is_signed_in(client)


def test_the_code_that_set_up_the_app_counts_once_too(client):
    user = person_of(Role.CMM)
    signing_in.sign_in(client, user, Strength.PASSWORD)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'dir="ltr">([A-Z2-7]+)<', page.content.decode())[1]
    now = int(time.time()) // 30
    code, later = (totp.format_hotp_value(totp.hotp_value(secret, step)) for step in (now, now + 1))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    client.post(reverse("account_logout"))
    type_password(client, user)
    assert type_code(client, code).status_code == 200
    assert not is_signed_in(client)
    type_code(client, later)
    assert is_signed_in(client)


def test_wrong_codes_are_slowed_down(client):
    user = person_of(Role.CMM)
    signing_in.give_app(user)
    type_password(client, user)
    for _attempt in range(5):
        type_code(client, "000000")
    answer = type_code(client, signing_in.code())
    assert "Wait five minutes" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_recovery_code_works_once_and_its_owner_is_told(client):
    user = person_of(Role.CMM)
    signing_in.give_app(user)
    codes = RecoveryCodes.activate(user).generate_codes()
    assert len(set(codes)) == 10
    type_password(client, user)
    type_code(client, codes[3])
    assert is_signed_in(client)
    assert Job.objects.get(arguments__event=notices.CODE_USED)
    assert AuditEvent.objects.filter(action="factor.code_used", actor_id=user.pk).exists()
    client.post(reverse("account_logout"))
    type_password(client, user)
    type_code(client, codes[3])
    assert not is_signed_in(client)


def test_secrets_are_not_stored_in_the_clear():
    app = signing_in.give_app(factories.person())
    assert signing_in.SECRET not in str(app.data)
    assert factors.FactorAdapter().decrypt(app.data["secret"]) == signing_in.SECRET


@pytest.mark.parametrize(
    ("role", "has", "ways"),
    [
        (Role.CMM, [], ["password"]),
        (Role.CMM, ["app"], ["code"]),
        (Role.CMM, ["passkey"], ["passkey"]),
        (Role.CMM, ["passkey", "app"], ["passkey", "code"]),
        (Role.SEC, ["app"], ["code"]),
        (Role.SEC, ["passkey", "app"], ["passkey"]),
    ],
)
def test_ways_to_confirm(client, role, has, ways):
    user = person_of(role)
    if "app" in has:
        signing_in.give_app(user)
    if "passkey" in has:
        with_passkey(user)
    assert factors.ways(user) == ways


def test_confirming_with_a_code_renews_the_session(client):
    user = person_of(Role.CMM)
    signing_in.give_app(user)
    signing_in.sign_in(client, user, APP, FRESH_FOR)
    before = client.session.session_key
    url = reverse("account_reauthenticate")
    answer = client.post(url, {"code": signing_in.code(), "next": reverse("mfa_activate_totp")})
    assert answer.url == reverse("mfa_activate_totp")
    assert client.session.session_key != before
    assert user.sessions.open().get().session_key == client.session.session_key


def test_a_password_does_not_confirm_who_has_a_factor(client):
    user = person_of(Role.CMM)
    signing_in.give_app(user)
    signing_in.sign_in(client, user, APP, FRESH_FOR)
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 422
    assert client.get(reverse("mfa_add_webauthn")).status_code == 302


def test_confirming_leads_only_to_pages_of_ours(client):
    user = person_of(Role.CMM)
    signing_in.give_app(user)
    signing_in.sign_in(client, user, APP)
    data = {"code": signing_in.code(), "next": "https://evil.example/"}
    assert client.post(reverse("account_reauthenticate"), data).url == reverse("my_work")


MANAGING = ["mfa_add_webauthn", "mfa_activate_totp", "mfa_generate_recovery_codes"]


@pytest.mark.parametrize("name", MANAGING)
def test_factors_are_changed_only_with_a_fresh_proof(client, name):
    user = person_of(Role.CMM)
    with_passkey(user)
    signing_in.give_app(user) if name != "mfa_activate_totp" else None
    signing_in.sign_in(client, user, PASSKEY, FRESH_FOR + timedelta(seconds=1))
    assert client.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))
    signing_in.sign_in(client, user, Strength.PASSWORD)
    assert client.post(reverse(name), {}).status_code == 302


def test_a_governing_role_with_a_passkey_adds_none_by_a_code(client):
    user = person_of(Role.SEC)
    passkey = with_passkey(user)
    signing_in.give_app(user)
    signing_in.sign_in(client, user, APP)
    for name, args in (("mfa_add_webauthn", []), ("mfa_remove_webauthn", [passkey.pk])):
        assert client.get(reverse(name, args=args)).status_code == 302
        assert client.post(reverse(name, args=args)).status_code == 302
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


@pytest.mark.parametrize(("role", "is_removed"), [(Role.SEC, False), (Role.CMM, True)])
def test_the_last_factor_that_a_role_needs_stays(client, role, is_removed):
    user = person_of(role)
    passkey = with_passkey(user)
    signing_in.give_app(user)
    signing_in.sign_in(client, user, PASSKEY)
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert Authenticator.objects.filter(pk=passkey.pk).exists() is not is_removed
    if is_removed:
        signing_in.sign_in(client, user, APP)
        client.post(reverse("mfa_deactivate_totp"))
        assert factors.kinds_of(user) == {"totp"}


def test_nobody_removes_the_passkey_of_somebody_else(client):
    passkey = with_passkey(person_of(Role.CMM))
    signing_in.sign_in(client, person_of(Role.CMM), PASSKEY)
    assert client.post(reverse("mfa_remove_webauthn", args=[passkey.pk])).status_code == 404


def test_its_owner_is_told_by_mail(client):
    user = person_of(Role.CMM)
    passkey = with_passkey(user)
    signing_in.give_app(user)
    signing_in.sign_in(client, user, PASSKEY)
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    jobs.run(Job.objects.get(arguments__event=notices.FACTOR_REMOVED).pk)
    assert mail.outbox[0].to == [user.email]
    assert "was removed from your account" in mail.outbox[0].body
    assert AuditEvent.objects.filter(action=notices.FACTOR_REMOVED, actor_id=user.pk).exists()


def test_the_demonstration_may_do_without(client, settings):
    settings.MNR_SECOND_FACTOR = "relaxed"
    factories.country(is_demonstration=True)
    user = person_of(Role.SEC)
    type_password(client, user)
    assert client.get(reverse("my_work")).status_code == 200
    url = reverse("account_reauthenticate")
    answer = client.post(url, {"password": PASSWORD, "next": reverse("organisation_create")})
    assert answer.url == reverse("organisation_create")
    assert client.get(answer.url).status_code == 200
