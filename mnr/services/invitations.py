"""The mail that lets a new person set a password: a link, and nothing about the country's work."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mnr.models import Country, Job, User
from mnr.services import jobs

JOB = "send_invitation"


def queue_invitation(*, user: User, by) -> Job:
    """Queue the mail in the transaction that opens the account."""
    return jobs.queue(JOB, by=by, once=f"invitation-{user.pk}", person=str(user.pk))


@jobs.job(JOB)
def send_invitation(*, person: str, progress) -> None:
    """Send the link. Nothing is sent once the password is set or the account is closed."""
    user = User.objects.filter(pk=person, is_active=True).first()
    if user is None or user.has_usable_password():
        return
    with translation.override(user.language):
        send_mail(_subject(), _text(user), None, [user.email])


def password_link(user: User) -> str:
    """The address at which the person chooses a password, once."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    return f"{settings.SITE_URL}{path}"


def _subject():
    country = Country.objects.first()
    service = _("Model National Response")
    name = f"{service}, {country.name}" if country else service
    return _("Your account: %(name)s") % {"name": name}


def _text(user):
    return render_to_string(
        "people/invitation.txt",
        {
            "person": user,
            "country": Country.objects.first(),
            "link": password_link(user),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
            "ask_again": settings.SITE_URL + reverse("account_reset_password"),
        },
    )
