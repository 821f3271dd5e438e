"""The mail with the link to choose a new password. Addresses without an account get none."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mnr.models import Country, User
from mnr.services import jobs

JOB = "mail_password_link"


def queue_link(user: User | None) -> None:
    """Queue the mail; the same work for nobody, so that the answer takes as long."""
    jobs.queue(JOB, person=str(user.pk) if user else "")


@jobs.job(JOB)
def mail_password_link(*, person: str, progress) -> None:
    """Send the link, if there is an open account."""
    user = User.objects.filter(pk=person, is_active=True).first() if person else None
    if user is None:
        return
    with translation.override(user.language):
        context = {
            "person": user,
            "country": Country.objects.first(),
            "link": password_link(user),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        }
        text = render_to_string("account/password_link.txt", context)
        send_mail(_("A new password for your account"), text, None, [user.email])


def password_link(user: User) -> str:
    """The address at which the person chooses a password, once."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
