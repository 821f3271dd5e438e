"""The mails with the link to choose a new password. Addresses without an account get none."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mnr.models import Country, User
from mnr.services import jobs

JOB = "mail_password_link"
ASKED, BEGINS_ANEW, OPENED_AGAIN = "asked", "begins anew", "opened again"

# why the link is sent: the subject and the text of the mail
MAILS = {
    ASKED: (_("A new password for your account"), "account/password_link.txt"),
    BEGINS_ANEW: (_("Your account: begin anew"), "account/begins_anew.txt"),
    OPENED_AGAIN: (_("Your account is open again"), "account/opened_again.txt"),
}


def queue_link(user: User | None, why: str = ASKED) -> None:
    """Queue the mail; the same work for nobody, so that the answer takes as long."""
    jobs.queue(JOB, person=str(user.pk) if user else "", why=why)


@jobs.job(JOB)
def mail_password_link(*, person: str, why: str = ASKED, progress) -> None:
    """Send the link, if there is an open account."""
    user = User.objects.filter(pk=person, is_active=True).first() if person else None
    if user is None:
        return
    subject, template = MAILS[why]
    with translation.override(user.language):
        context = {
            "person": user,
            "country": Country.objects.first(),
            "link": password_link(user),
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
            "ask_at": settings.SITE_URL + reverse("account_reset_password"),
            "contact": settings.MNR_CONTACT,
        }
        send_mail(str(subject), render_to_string(template, context), None, [user.email])


def password_link(user: User) -> str:
    """The address at which the person chooses a password, once."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
