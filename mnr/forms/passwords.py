"""Signing in with a password, and asking for a link to choose a new one."""

from allauth.account.forms import LoginForm, ResetPasswordForm

from mnr.services import password_links


class SignInForm(LoginForm):
    """Address and password. The page puts the way to a new password after them, not between."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class LinkForm(ResetPasswordForm):
    """An address, which may or may not be somebody's: the same answer and the same work."""

    def save(self, request, **kwargs):
        password_links.queue_link(self.users[0] if self.users else None)
        return self.cleaned_data["email"]
