"""What passwords are refused: short ones, those that many people use, those made of what is known.

No mixture of characters is asked for, nothing is cut off, and no password ever expires.
"""

import re

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from zxcvbn import zxcvbn

from mnr.breached import is_breached
from mnr.models import Country, Organisation

SHORTEST, LONGEST = 15, 256
LONGEST_GUESSED = 72  # what zxcvbn reads in good time
FEWEST_GUESSES = 10**10  # offline, against a slow hash, that is years
FEWEST_OWN_LETTERS = 8  # besides the words that everybody here knows
PLATFORM = ("model national response", "weprotect global alliance", "platform", "password")
FAMOUS = ("correct horse battery staple", "correcthorsebatterystaple")
HELP = gettext_lazy(
    "At least 15 characters. Several words that do not belong together are good, with spaces if "
    "you like. Not a password that many people use, and none made of your name or the country’s."
)

GUESSED = gettext_lazy(
    "This could be guessed: many people use it, or it is made of words that belong together or to "
    "you. Choose several words that nobody would put together."
)
STOLEN = gettext_lazy(
    "This password was stolen from some other service, so attackers try it. Choose another, and "
    "change it wherever else you use it."
)


class PasswordRules:
    """Django asks it about every new password."""

    def __init__(self):
        self.common = CommonPasswordValidator()

    def validate(self, password, user=None):
        if len(password) < SHORTEST:
            raise ValidationError(
                _("Make it longer: at least %(shortest)s characters.") % {"shortest": SHORTEST},
                code="password_too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("Make it shorter: %(longest)s characters at most.") % {"longest": LONGEST},
                code="password_too_long",
            )
        if self.is_common(password) or is_guessable(password, known_words(user)):
            raise ValidationError(GUESSED, code="password_guessable")
        known = settings.MNR_BREACHED_PASSWORDS
        if known and is_breached(password, known):
            raise ValidationError(STOLEN, code="password_breached")

    def is_common(self, password):
        try:
            self.common.validate(password)
        except ValidationError:
            return True
        return False

    def get_help_text(self):
        return HELP


def is_guessable(password: str, words) -> bool:
    """Whether hardly anything of it is the person's own, or too few tries would find it."""
    rest = password.lower()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    letters = len(re.sub(r"[\W\d_]", "", rest))
    return letters < FEWEST_OWN_LETTERS or guesses(password, words) < FEWEST_GUESSES


def guesses(password: str, words) -> float:
    """How many tries somebody who knows these words would need; long ones are judged in parts."""
    parts = [
        password[start : start + LONGEST_GUESSED]
        for start in range(0, len(password), LONGEST_GUESSED)
    ]
    return max(float(zxcvbn(part, user_inputs=words)["guesses"]) for part in parts)


def known_words(user) -> list[str]:
    """What a guesser knows: the country, who takes part in it, the platform, and the person."""
    texts = [*PLATFORM, *FAMOUS, *Country.objects.values_list("name", flat=True)]
    for names in Organisation.objects.values_list("name", "short_name"):
        texts += names
    if user is not None:
        texts += [user.full_name, user.email, user.email.partition("@")[0]]
    words = {word for text in texts for word in re.split(r"[\W_]+", text.lower())}
    return sorted({text.lower() for text in texts if text} | {w for w in words if len(w) > 2})
