"""Which identity belongs to which account: linked, confirmed, invited, and never by a name."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.urls import reverse

from mnr import guard
from mnr.models import AuditEvent, User
from mnr.roles import Role
from mnr.services import invitations
from mnr.sign_in import Strength
from tests import factories, signing_in
from tests.mnr.services.test_invitations import draft, sent_token
from tests.sso.sessions import sign_in_of

pytestmark = pytest.mark.django_db
HOUR = 3600


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
