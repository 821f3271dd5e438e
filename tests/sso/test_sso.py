"""Single sign-on with a provider of identities that is a process of its own, good and bad."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from mnr.models import User
from mnr.roles import Role
from mnr.sign_in import Strength
from tests import factories
from tests.sso.provider import FAULTS
from tests.sso.sessions import is_signed_in, sign_in_of

pytestmark = pytest.mark.django_db
HOUR = 3600
TIMES = ("exp", "iat", "auth_time")


def from_now(claims):
    """Seconds from now as times. Names of tests hold no time: each process must find the same."""
    now = int(time.time())
    return {
        name: now + value if name in TIMES and type(value) is int else value
        for name, value in claims.items()
    }


class TestSigningIn:
    def test_an_identity_that_is_linked_signs_in(self, provider, client, nia):
        answer = provider.sign_in(client)
        assert (answer.status_code, answer.url) == (302, "/my-work/")
        assert client.session["_auth_user_id"] == str(nia.pk)

    def test_it_leads_back_to_the_page_that_was_wanted(self, provider, client, nia):
        assert provider.sign_in(client, next="/evidence/").url == "/evidence/"
        client.logout()
        for foreign in ("https://evil.example/", "//evil.example/"):
            assert provider.sign_in(Client(), next=foreign).url == "/my-work/"

    def test_the_request_is_bound(self, provider, client):
        address = urlsplit(provider.send(client))
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["scope"] == "openid"
        assert len(asked["nonce"]) >= 43
        assert asked["redirect_uri"] == "http://localhost/account/sso/callback/"

    def test_an_unknown_identity_gets_one_plain_page(self, provider, client, nia):
        provider.tell("stranger", email="nia@example.org", email_verified=True, name="Nia")
        answer = provider.sign_in(client)
        assert answer.status_code == 403
        assert "No account here is linked to it" in answer.text
        assert not is_signed_in(client)
        assert User.objects.filter(email__startswith="nia").count() == 1

    def test_a_closed_account_gets_the_same_page(self, provider, client, nia):
        provider.tell("stranger")
        unknown = provider.sign_in(client)
        User.objects.filter(pk=nia.pk).update(is_active=False)
        provider.tell("nia")
        closed = provider.sign_in(client)
        assert (closed.status_code, closed.text) == (unknown.status_code, unknown.text)
        assert not is_signed_in(client)

    def test_the_same_subject_at_another_issuer_is_somebody_else(self, provider, client):
        person = factories.person(Role.CMM)
        SocialAccount.objects.create(user=person, provider="https://other.example", uid="nia")
        assert provider.sign_in(client).status_code == 403

    def test_what_was_typed_in_a_lost_session_comes_back(self, provider, client, nia):
        provider.tell(amr=["mfa"])
        lost = client.post(reverse("evidence_create"), {"title": "Mandate of the unit"})
        answer = provider.sign_in(client, held=lost.context["held"])
        assert answer.url == reverse("held_post")
        assert "Mandate of the unit" in client.get(answer.url).text


class TestBadAnswers:
    def refused(self, answer, client):
        assert answer.status_code == 401
        assert "did not work" in answer.text
        assert not is_signed_in(client)

    @pytest.mark.parametrize("fault", sorted(FAULTS))
    def test_tokens_that_are_not_genuine(self, provider, client, nia, fault):
        provider.tell(fault=fault, subject="nia" if fault != "tampered" else "other")
        self.refused(provider.sign_in(client), client)

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://other.example"},
            {"aud": "another client"},
            {"aud": ["mnr", "another client"]},
            {"azp": "another client"},
            {"nonce": "another"},
            {"nonce": None},
            {"exp": -HOUR},
            {"exp": None},
            {"iat": None},
            {"iat": HOUR},
            {"sub": None},
            {"sub": ""},
            {"sub": 7},
            {"sub": "n" * 192},
            {"sub": "nia\x00"},
            {"sub": "\ud800"},
            {"nonce": "\ud800"},
        ],
        ids=str,
    )
    def test_tokens_that_say_something_else(self, provider, client, nia, claims):
        told = from_now(claims)
        provider.tell(**{"subject": told.pop("sub", "nia"), **told})
        self.refused(provider.sign_in(client), client)

    @pytest.mark.parametrize("fault", ["comes from another issuer", "names another issuer"])
    def test_answers_of_another_issuer(self, provider, client, nia, fault, own_cache):
        address = provider.send(client)
        provider.tell(fault=fault)
        own_cache()
        self.refused(client.get(provider.there(address)), client)

    def test_a_missing_or_unknown_state(self, provider, client, nia):
        back = provider.there(provider.send(client))
        for broken in (back.partition("&state")[0], back.replace("state=", "state=x")):
            self.refused(client.get(broken), client)

    def test_an_answer_to_another_browser(self, provider, client, nia):
        back = provider.there(provider.send(client))
        other = Client()
        self.refused(other.get(back), other)

    def test_a_code_that_was_used(self, provider, client, nia):
        back = provider.there(provider.send(client))
        assert client.get(back).status_code == 302
        client.logout()
        self.refused(client.get(back), client)

    def test_a_code_of_another_request(self, provider, client, nia):
        """Even with a state of one's own: the proof of possession and the nonce do not fit."""
        other = Client()
        theirs = parse_qs(urlsplit(provider.there(provider.send(other))).query)["code"][0]
        own = parse_qs(urlsplit(provider.send(client)).query)["state"][0]
        address = reverse("sso_callback")
        self.refused(client.get(address, {"code": theirs, "state": own}), client)

    def test_no_answer_at_all(self, provider, client, nia, settings):
        back = provider.there(provider.send(client))
        self.refused(client.get(back.replace("code=", "error=")), client)
        settings.MNR_OIDC_ISSUER = "http://127.0.0.1:9"
        self.refused(client.post(reverse("sso_start")), client)

    def test_only_a_button_begins_it(self, provider, client):
        assert client.get(reverse("sso_start")).status_code == 405
        assert Client(enforce_csrf_checks=True).post(reverse("sso_start")).status_code == 403


class TestStrength:
    @pytest.mark.parametrize(
        ("claims", "strength"),
        [
            ({}, Strength.PASSWORD),
            ({"amr": ["pwd"]}, Strength.PASSWORD),
            ({"amr": "mfa"}, Strength.PASSWORD),
            ({"amr": ["pwd", "mfa"]}, Strength.SECOND_FACTOR),
            ({"acr": "urn:two-factors"}, Strength.SECOND_FACTOR),
            ({"amr": ["hwk"]}, Strength.PHISHING_RESISTANT),
            ({"amr": ["mfa"], "auth_time": -3 * HOUR}, Strength.PASSWORD),
            ({"amr": ["mfa"], "auth_time": 3 * HOUR}, Strength.PASSWORD),
            ({"amr": ["mfa"], "auth_time": None}, Strength.PASSWORD),
            ({"amr": ["mfa"], "auth_time": True}, Strength.PASSWORD),
        ],
        ids=str,
    )
    def test_it_is_what_the_signed_token_says(self, provider, client, nia, claims, strength):
        provider.tell(**from_now(claims))
        provider.sign_in(client)
        assert sign_in_of(client, nia).reached == strength

    def test_without_configured_values_the_provider_proves_a_password(
        self, provider, client, nia, settings
    ):
        settings.MNR_OIDC_SECOND_FACTOR = settings.MNR_OIDC_PHISHING_RESISTANT = []
        provider.tell(amr=["mfa", "hwk"], acr="urn:two-factors")
        provider.sign_in(client)
        assert sign_in_of(client, nia).reached == Strength.PASSWORD

    def test_its_time_is_that_of_the_proof(self, provider, client, nia):
        provider.tell(amr=["mfa"], auth_time=int(time.time()) - 900)
        provider.sign_in(client)
        proof = sign_in_of(client, nia)
        assert (proof.reached, proof.is_fresh and proof.strength) != (
            Strength.SECOND_FACTOR,
            Strength.SECOND_FACTOR,
        )


class TestWithoutAProvider:
    @pytest.mark.parametrize("name", ["sso_start", "sso_confirm", "identity_link"])
    def test_nothing_is_there(self, client, name):
        client.force_login(factories.person(Role.CMM))
        assert client.post(reverse(name)).status_code == 404
        for page in ("identity", "sso_callback"):
            assert client.get(reverse(page)).status_code in (404, 405)

    def test_no_button_is_shown(self, client):
        assert reverse("sso_start") not in client.get(reverse("account_login")).text

    def test_a_button_is_shown_with_one(self, client, provider):
        page = client.get(reverse("account_login"))
        assert "Sign in with the Ministry’s account" in page.text


def test_a_provider_that_others_made(other_makers, settings, client, own_cache):
    """oidc-provider-mock, as it comes: no faults, but none of our own making either."""
    settings.MNR_OIDC_ISSUER = other_makers
    settings.MNR_OIDC_CLIENT_ID, settings.MNR_OIDC_CLIENT_SECRET = "mnr", "any"
    person = factories.person(Role.CMM)
    SocialAccount.objects.create(user=person, provider=other_makers, uid="nia")
    address = client.post(reverse("sso_start")).url
    answer = requests.post(address, data={"sub": "nia"}, allow_redirects=False, timeout=5)
    parts = urlsplit(answer.headers["Location"])
    assert client.get(f"{parts.path}?{parts.query}").url == "/my-work/"
    assert client.session["_auth_user_id"] == str(person.pk)


class TestSecondFactors:
    """What the provider proved is not asked for again; what it did not prove is."""

    @pytest.fixture
    def app(self, nia):
        return Authenticator.objects.create(
            user=nia, type=Authenticator.Type.TOTP, data={"secret": "x"}
        )

    def test_a_weak_proof_leads_to_the_factor_that_is_there(self, provider, client, nia, app):
        provider.tell(amr=["pwd"])
        assert provider.sign_in(client).url == reverse("mfa_authenticate")
        assert not is_signed_in(client)

    def test_a_weak_proof_leads_to_setting_one_up(self, provider, client, nia):
        provider.tell(amr=["pwd"])
        provider.sign_in(client)
        assert client.get(reverse("my_work")).url == reverse("mfa_index")

    def test_a_proof_of_two_factors_is_enough(self, provider, client, nia, app):
        provider.tell(amr=["mfa"])
        assert provider.sign_in(client).url == "/my-work/"
        assert client.get(reverse("my_work")).status_code == 200

    def test_but_not_for_roles_that_need_more(self, provider, client, nia, app):
        factories.role(nia, Role.CHR)
        provider.tell(amr=["mfa"])
        assert provider.sign_in(client).url == reverse("mfa_authenticate")
        provider.tell(amr=["hwk"])
        assert provider.sign_in(client).url == "/my-work/"
