"""Single sign-on with a provider of identities that is a process of its own, good and bad."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mnr import guard, signed_in
from mnr.models import AuditEvent, User
from mnr.roles import Role
from mnr.services import invitations
from mnr.sign_in import Strength
from tests import factories, signing_in
from tests.mnr.services.test_invitations import draft, sent_token
from tests.sso.provider import FAULTS

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def nia(provider):
    """A person whose account is linked."""
    person = factories.person(Role.CMM, email="nia@example.org")
    SocialAccount.objects.create(user=person, provider=provider.issuer, uid="nia")
    return person


def is_signed_in(client):
    return "_auth_user_id" in client.session


def sign_in_of(client, person):
    """What the session proves of its person."""

    class Request:
        session = client.session

    return signed_in.sign_in_of(Request, person)


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
            {"exp": int(time.time()) - HOUR},
            {"exp": None},
            {"iat": None},
            {"iat": int(time.time()) + HOUR},
            {"sub": None},
            {"sub": ""},
            {"sub": 7},
            {"sub": "n" * 192},
        ],
        ids=str,
    )
    def test_tokens_that_say_something_else(self, provider, client, nia, claims):
        provider.tell(**{"subject": claims.pop("sub", "nia"), **claims})
        self.refused(provider.sign_in(client), client)

    @pytest.mark.parametrize("fault", ["comes from another issuer", "names another issuer"])
    def test_answers_of_another_issuer(self, provider, client, nia, fault):
        address = provider.send(client)
        provider.tell(fault=fault)
        cache.clear()
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
            ({"amr": ["mfa"], "auth_time": int(time.time()) - 3 * HOUR}, Strength.PASSWORD),
            ({"amr": ["mfa"], "auth_time": int(time.time()) + 3 * HOUR}, Strength.PASSWORD),
            ({"amr": ["mfa"], "auth_time": None}, Strength.PASSWORD),
            ({"amr": ["mfa"], "auth_time": True}, Strength.PASSWORD),
        ],
        ids=str,
    )
    def test_it_is_what_the_signed_token_says(self, provider, client, nia, claims, strength):
        provider.tell(**claims)
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


class TestLinking:
    @pytest.fixture
    def bo(self, client):
        person = factories.person(Role.CMM)
        client.force_login(person)
        return person

    def test_the_signed_in_owner_links(self, provider, client, bo):
        provider.tell("bo", name="Somebody Else", email="x@example.org")
        answer = provider.sign_in(client, reverse("identity_link"))
        assert answer.url == reverse("identity")
        identity = SocialAccount.objects.get()
        assert (identity.user, identity.provider, identity.uid, identity.extra_data) == (
            bo,
            provider.issuer,
            "bo",
            {},
        )
        assert AuditEvent.objects.filter(action="identity.link_self").count() == 1
        client.logout()
        provider.sign_in(client)
        assert client.session["_auth_user_id"] == str(bo.pk)

    def test_it_asks_for_a_new_proof_there(self, provider, client, bo):
        address = provider.send(client, reverse("identity_link"))
        assert "prompt=login" in address
        assert "max_age=0" in address
        provider.tell("bo", auth_time=int(time.time()) - 600)
        answer = client.get(provider.there(address))
        assert answer.status_code == 401
        assert not SocialAccount.objects.exists()

    def test_it_asks_for_a_fresh_proof_here(self, provider, client, bo):
        signing_in.sign_in(client, bo, ago=signing_in.STALE)
        answer = client.post(reverse("identity_link"))
        assert answer.status_code == 302
        assert reverse("account_reauthenticate") in answer.url

    def test_somebody_elses_identity_is_not_taken(self, provider, client, bo, nia):
        provider.sign_in(client, reverse("identity_link"))
        assert SocialAccount.objects.get().user == nia
        assert "linked to another account" in client.get(reverse("identity")).text

    def test_another_persons_answer_links_nothing(self, provider, client, bo):
        """Whoever signs in as somebody else meanwhile does not get the link."""
        back = provider.there(provider.send(client, reverse("identity_link")))
        client.force_login(factories.person(Role.CMM))
        assert client.get(back).status_code == 401
        assert not SocialAccount.objects.exists()

    def test_it_is_removed_again(self, provider, client, bo):
        SocialAccount.objects.create(user=bo, provider=provider.issuer, uid="bo")
        assert "Remove the link" in client.get(reverse("identity")).text
        client.post(reverse("identity_unlink"))
        assert not SocialAccount.objects.exists()

    def test_the_last_way_in_is_not_removed(self, provider, client, bo):
        SocialAccount.objects.create(user=bo, provider=provider.issuer, uid="bo")
        bo.set_unusable_password()
        bo.save()
        client.force_login(bo)
        answer = client.post(reverse("identity_unlink"))
        assert (answer.status_code, SocialAccount.objects.count()) == (422, 1)


class TestConfirming:
    @pytest.fixture
    def inside(self, client, nia):
        signing_in.sign_in(client, nia, Strength.PASSWORD, ago=signing_in.STALE)
        return nia

    def test_a_new_proof_makes_the_sign_in_fresh(self, provider, client, inside):
        provider.tell(amr=["mfa"])
        answer = provider.sign_in(client, reverse("sso_confirm"), next="/people/")
        assert answer.url == "/people/"
        proof = sign_in_of(client, inside)
        assert (proof.strength, proof.is_fresh) == (Strength.SECOND_FACTOR, True)

    @pytest.mark.parametrize("claims", [{"auth_time": 1_700_000_000}, {"auth_time": None}])
    def test_an_old_proof_does_not(self, provider, client, inside, claims):
        provider.tell(amr=["mfa"], **claims)
        assert provider.sign_in(client, reverse("sso_confirm")).status_code == 401
        assert not sign_in_of(client, inside).is_fresh

    def test_somebody_elses_does_not(self, provider, client, inside):
        other = factories.person(Role.CMM)
        SocialAccount.objects.create(user=other, provider=provider.issuer, uid="other")
        provider.tell("other", amr=["mfa"])
        assert provider.sign_in(client, reverse("sso_confirm")).status_code == 401
        assert client.session["_auth_user_id"] == str(inside.pk)
        assert not sign_in_of(client, inside).is_fresh


class TestInvitations:
    @pytest.fixture
    def token(self):
        invitations.invite(invitation=draft(), by=factories.person(Role.SEC))
        return sent_token()

    def test_one_is_accepted_by_coming_from_the_provider(self, provider, client, token):
        page = client.get(reverse("invitation_accept", args=[token]))
        assert "Accept, and sign in with the Ministry’s account" in page.text
        provider.tell("new", name="Other Name", email="other@example.org")
        answer = provider.sign_in(client, reverse("invitation_accept_sso", args=[token]))
        assert answer.status_code == 302
        user = User.objects.get(email="nia@example.org")
        assert (user.full_name, user.has_usable_password()) == ("Nia Example", False)
        assert SocialAccount.objects.get().user == user
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_an_identity_that_is_taken_accepts_nothing(self, provider, client, token):
        other = factories.person()
        SocialAccount.objects.create(user=other, provider=provider.issuer, uid="nia")
        answer = provider.sign_in(client, reverse("invitation_accept_sso", args=[token]))
        assert answer.status_code == 403
        assert not User.objects.filter(email="nia@example.org").exists()
        assert invitations.find(token)

    def test_a_dead_link_leads_nowhere(self, provider, client):
        answer = client.post(reverse("invitation_accept_sso", args=["x" * 43]))
        assert client.get(answer.url).status_code == 410


class TestNames:
    """What the provider tells of names is looked at nowhere; ours pass the guard."""

    TOLD = {"name": "Nia, +254 712 345 678", "email": "nia.private@example.org"}

    def test_none_that_the_provider_tells_is_kept(self, provider, client):
        invitations.invite(invitation=draft(), by=factories.person(Role.SEC))
        token = sent_token()
        provider.tell("fresh", **self.TOLD, given_name="Nia 0712345678", profile="https://x.onion")
        provider.sign_in(client, reverse("invitation_accept_sso", args=[token]))
        identity = SocialAccount.objects.get(uid="fresh")
        assert identity.user.full_name == "Nia Example"
        assert identity.extra_data == {}
        kept = str([User.objects.values(), SocialAccount.objects.values(), dict(client.session)])
        assert "712345678" not in kept
        assert "nia.private" not in kept
        assert not SocialToken.objects.exists()
        assert not SocialApp.objects.exists()

    @pytest.mark.parametrize("name", ["Nia, +254 712 345 678", "nia.private@example.org"])
    def test_one_that_must_stay_out_opens_no_account(self, provider, name):
        invitations.invite(invitation=draft(), by=factories.person(Role.SEC))
        token = sent_token()
        with pytest.raises(guard.KeptOut):
            invitations.accept(
                fingerprint=invitations.fingerprint(token), full_name=name, subject="fresh"
            )
        assert not SocialAccount.objects.exists()
        assert not User.objects.filter(email="nia@example.org").exists()


class TestWithoutAProvider:
    @pytest.mark.parametrize("name", ["sso_start", "sso_confirm", "identity_link"])
    def test_nothing_is_there(self, client, name):
        client.force_login(factories.person(Role.CMM))
        assert client.post(reverse(name)).status_code == 404
        for page in ("identity", "sso_callback"):
            assert client.get(reverse(page)).status_code in (404, 405)

    def test_no_button_is_shown(self, client):
        assert "sso" not in client.get(reverse("account_login")).text

    def test_a_button_is_shown_with_one(self, client, provider):
        page = client.get(reverse("account_login"))
        assert "Sign in with the Ministry’s account" in page.text


def test_a_provider_that_others_made(other_makers, settings, client):
    """oidc-provider-mock, as it comes: no faults, but none of our own making either."""
    cache.clear()
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
