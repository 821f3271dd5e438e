"""New passwords: long, whole, of any characters, and not to be guessed."""

import hashlib

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings

from mnr.models import User
from tests import factories

pytestmark = pytest.mark.django_db

ARGON2 = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PHRASE = "violet harbour counts slowly "


@pytest.fixture
def user():
    factories.country(is_demonstration=False)
    factories.organisation("Bureau of Maritime Lanterns", short_name="Lanterns")
    return factories.person(email="amina.okafor@lanterns.example", full_name="Amina Okafor")


@pytest.mark.parametrize(
    "password",
    [
        "all lower case fifteen",
        "  leading and trailing spaces stay  ",
        "möwen über dem stillen hafen",
        "وردة تحت جسر قديم هناك",
        PHRASE * 8,  # 232
        "zebra plinth gavotte" + "k7-" * 70,
    ],
)
def test_long_ones_of_any_characters_are_taken(user, password):
    validate_password(password, user)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short but good!", None),
        ("fourteen chars", "password_too_short"),
        ("x" * 257, "password_too_long"),
        ("123456789012345", "password_guessable"),
        ("aaaaaaaaaaaaaaaaaaaa", "password_guessable"),
        ("passwordpassword", "password_guessable"),
        ("qwertyuiopasdfgh", "password_guessable"),
        ("correct horse battery staple", "password_guessable"),
        ("Testland2026!!!!!!", "password_guessable"),
        ("Model National Response 2026", "password_guessable"),
        ("Lanterns of Testland 99", "password_guessable"),
        ("AminaOkafor-Lanterns", "password_guessable"),
        ("amina.okafor@lanterns.example", "password_guessable"),
    ],
)
def test_short_common_and_known_ones_are_refused(user, password, code):
    if code is None:
        return validate_password(password, user)
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    assert [error.code for error in refused.value.error_list] == [code]


@pytest.fixture
def breached(tmp_path):
    """A list of breached passwords: lines of different lengths, in order."""
    words = [f"violet harbour counts slowly {number}" for number in range(500)]
    digests = sorted(
        hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in words
    )
    lines = [f"{digest}:{10 ** (place % 9)}" for place, digest in enumerate(digests)]
    path = tmp_path / "pwned.txt"
    path.write_bytes("\r\n".join(lines).encode())
    return str(path), words


def test_those_of_other_services_breaches_are_refused(user, breached, settings):
    settings.MNR_BREACHED_PASSWORDS, words = breached
    for word in words:
        with pytest.raises(ValidationError) as refused:
            validate_password(word, user)
        assert [error.code for error in refused.value.error_list] == ["password_breached"]
    for number in range(500, 1000):
        validate_password(f"violet harbour counts slowly {number}", user)


@override_settings(PASSWORD_HASHERS=ARGON2)
def test_all_of_it_counts(user):
    password = PHRASE * 8 + "to the last letter a"
    assert len(password) > 240
    user.set_password(password)
    assert user.password.startswith("argon2$argon2id$")
    assert user.check_password(password)
    assert not user.check_password(password[:-1] + "b")
    assert not user.check_password(password.strip() + " ")
    assert Argon2PasswordHasher().decode(user.password)["memory_cost"] >= 19 * 1024


def test_nobody_yet_is_judged_too():
    validate_password("violet harbour counts slowly", User(email="", full_name=""))
    validate_password("violet harbour counts slowly")
