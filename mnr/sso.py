"""The way to the country's provider of identities and back, on django-allauth's OpenID Connect.

allauth keeps state and PKCE and exchanges the code; what the answer is worth is decided here.
"""

import secrets
import time
from dataclasses import dataclass

import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from mnr import id_tokens, identity_provider

SIGN_IN, LINK, CONFIRM = "sign in", "link", "confirm"


class Failed(Exception):
    """The way there or back went wrong; the words are for the log."""


@dataclass(frozen=True)
class Answer:
    """What the provider says of a person, and what was remembered when they were sent there."""

    claims: dict
    remembered: dict

    @property
    def subject(self):
        return self.claims["sub"]

    @property
    def is_proven_anew(self):
        """Whether the person proved who they are after they were sent there."""
        at = id_tokens.authenticated_at(self.claims)
        return at is not None and at >= self.remembered["begun_at"] - id_tokens.LEEWAY_SECONDS


class Adapter(OpenIDConnectOAuth2Adapter):
    """Speaks with the provider that the settings name."""

    def get_provider(self):
        return _provider(self.request)

    @property
    def openid_config(self):
        return identity_provider.configuration()

    def get_callback_url(self, request, app):
        return settings.SITE_URL + reverse("sso_callback")


class Provider(OpenIDConnectProvider):
    """The country's provider, always with PKCE, asked for no more than who somebody is."""

    oauth2_adapter_class = Adapter
    pkce_enabled_default = True

    def get_default_scope(self):
        return ["openid"]


def leave(request, purpose, then="", **remembered):
    """The redirect to the provider. What is remembered stays in the session until the answer.

    To confirm or link something, people prove anew who they are; to sign in, within the last hour.
    """
    nonce = secrets.token_urlsafe(32)
    asked = {"nonce": nonce, "max_age": str(identity_provider.OLDEST_PROOF_SECONDS)}
    if purpose != SIGN_IN:
        asked |= {"prompt": "login", "max_age": "0"}
    remembered |= {"nonce": nonce, "begun_at": time.time()}
    try:
        return _provider(request).redirect(
            request, purpose, next_url=then, auth_params=asked, **remembered
        )
    except identity_provider.Unreachable as error:
        raise Failed(f"unreachable: {error}") from error


def come_back(request) -> Answer:
    """The provider's answer, checked in full. Raises Failed."""
    provider = _provider(request)
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
        _check_way(request)
        tokens = _exchange(request, provider, state["pkce_code_verifier"])
        claims = identity_provider.claims_of(str(tokens.get("id_token", "")), state["nonce"])
    except PermissionDenied as error:
        raise Failed("the state is missing, used or another session's") from error
    except id_tokens.Unverified as error:
        raise Failed(f"the ID token cannot be believed: {error}") from error
    except identity_provider.Unreachable as error:
        raise Failed(f"unreachable: {error}") from error
    return Answer(claims, state)


def _check_way(request):
    """An answer of another issuer, or none at all."""
    if request.GET.get("iss", settings.MNR_OIDC_ISSUER) != settings.MNR_OIDC_ISSUER:
        raise Failed("the answer comes from another issuer")
    if "code" not in request.GET:
        raise Failed("the provider sent no code")


def _exchange(request, provider, verifier):
    adapter = provider.get_oauth2_adapter(request)
    client = adapter.get_client(request, provider.app)
    try:
        return adapter.get_access_token_data(
            request, provider.app, client, pkce_code_verifier=verifier
        )
    except (OAuth2Error, requests.RequestException, ValueError) as error:
        raise Failed(f"the code was refused: {type(error).__name__}") from error


def _provider(request) -> Provider:
    app = SocialApp(
        provider=Provider.id,
        provider_id=settings.MNR_OIDC_ISSUER,
        name=settings.MNR_OIDC_NAME,
        client_id=settings.MNR_OIDC_CLIENT_ID,
        secret=settings.MNR_OIDC_CLIENT_SECRET,
        settings={"server_url": settings.MNR_OIDC_ISSUER},
    )
    return Provider(request, app=app)
