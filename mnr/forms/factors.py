"""Forms that take codes and passkeys: allauth's, with our words and without replay."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mnr import guard

LAST_USED = "last_counter"


class CodeForm(AuthenticateForm):
    """A code of the app counts once, for good, and those before it no more (RFC 6238, 5.2)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("The six digits of your app, or a recovery code.")

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            use_up(self.authenticator, code)
        return code


class CodeAgainForm(CodeForm):
    """The code that confirms who it is."""

    save = ReauthenticateForm.save


class AppForm(ActivateTOTPForm):
    """The first code of an app that is being set up."""

    step = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self):
        code = super().clean_code()
        self.step = newest_step(self.secret, code)
        return code

    def use_up(self, authenticator) -> None:
        """The code that set up the app counts once too."""
        authenticator.data[LAST_USED] = self.step
        authenticator.save(update_fields=["data"])


class PasskeyForm(AddWebAuthnForm):
    """A passkey, and a name to know it by."""

    passwordless = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.max_length = _("Name of this passkey"), 60
        name.help_text = _("So that you know it again, such as “Work laptop”.")
        name.validators += [forms.CharField(max_length=60).validators[0], guard.refuse]


@transaction.atomic
def use_up(authenticator, code) -> None:
    """Note the step of the clock that the code belongs to; refuse one that is not newer."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = get_adapter().decrypt(row.data["secret"])
    step = newest_step(secret, code)
    if step <= row.data.get(LAST_USED, 0):
        raise get_adapter().validation_error("incorrect_code")
    row.data[LAST_USED] = authenticator.data[LAST_USED] = step
    row.save(update_fields=["data"])


def newest_step(secret, code) -> int:
    """The latest step of the clock, of those that count now, to which the code belongs; or 0."""
    steps = (
        counter
        for counter in totp.yield_hotp_counters_from_time()
        if compare_user_code(
            actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))
        )
    )
    return max(steps, default=0)
