"""Where weaknesses are reported: security.txt and the page it points to."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db


def fields(answer):
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


def test_security_txt(client, settings):
    settings.MNR_SECURITY_CONTACT = "mailto:security@mnr.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = fields(answer)
    assert told["Contact"] == "mailto:security@mnr.example"
    assert told["Preferred-Languages"] == ", ".join(code for code, _ in settings.LANGUAGES)
    ends = datetime.fromisoformat(told["Expires"])
    assert timedelta(days=30) < ends - timezone.now() <= timedelta(days=365)
    assert told["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    policy = client.get(told["Policy"].removeprefix(settings.SITE_URL))
    assert "security@mnr.example" in policy.content.decode()


def test_without_a_contact_there_is_none(client, settings):
    settings.MNR_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    assert "secretariat" in client.get(reverse("report_weakness")).content.decode()
