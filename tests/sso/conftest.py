"""Providers of identities, each a process of its own on this machine."""

import json
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from mnr.roles import Role
from tests import factories
from tests.sso.provider import CLIENT, SECRET


@pytest.fixture(scope="session")
def process():
    """The provider that does what it is told."""
    command = [sys.executable, "-m", "tests.sso.provider"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        yield running.stdout.readline().strip()
        running.terminate()


@pytest.fixture
def provider(process, settings, own_cache):
    """It, and our settings that name it."""
    settings.MNR_OIDC_ISSUER = process
    settings.MNR_OIDC_NAME = "the Ministry’s account"
    settings.MNR_OIDC_CLIENT_ID, settings.MNR_OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.MNR_OIDC_SECOND_FACTOR = ["mfa", "urn:two-factors"]
    settings.MNR_OIDC_PHISHING_RESISTANT = ["hwk"]
    found = Provider(process)
    found.tell()
    return found


class Provider:
    """What tests do with it."""

    def __init__(self, issuer):
        self.issuer = issuer

    def tell(self, subject="nia", fault="", **claims):
        """Who is there, what the token says, and how to misbehave."""
        told = {"claims": {"sub": subject, **claims}, "fault": fault}
        requests.post(f"{self.issuer}/tell", data=json.dumps(told), timeout=5)

    def send(self, client, url=None, **data):
        """Press the button; the address at the provider that it leads to."""
        answer = client.post(url or reverse("sso_start"), data)
        assert answer.status_code == 302, answer.text
        return answer.url

    def there(self, address):
        """Sign in at the provider; the address back at ours."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def sign_in(self, client, url=None, **data):
        """There and back; our answer."""
        return client.get(self.there(self.send(client, url, **data)))


@pytest.fixture(scope="session")
def other_makers():
    """A provider that others made (oidc-provider-mock): its address."""
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        yield _address_of(running)
        running.terminate()


def _address_of(running):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        line = running.stderr.readline()
        if "http://" in line:
            return "http://" + line.partition("http://")[2].split()[0].rstrip("/")
    raise TimeoutError("the provider did not start")


@pytest.fixture
def nia(provider):
    """A person whose account is linked."""
    person = factories.person(Role.CMM, email="nia@example.org")
    SocialAccount.objects.create(user=person, provider=provider.issuer, uid="nia")
    return person
