"""Asking for a link to choose a new password: the same answer and the same work for everybody."""

from allauth.account.forms import ResetPasswordForm

from mnr.services import password_links


class LinkForm(ResetPasswordForm):
    """An address, which may or may not be somebody's."""

    def save(self, request, **kwargs):
        password_links.queue_link(self.users[0] if self.users else None)
        return self.cleaned_data["email"]
