"""Mails that tell people what happened to their own account or text. Never what a text says."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.models import Country, User
from mnr.services import audit, jobs

JOB = "send_notice"
NEW_DEVICE = "session.new_device"
PASSWORD = "password.change"  # noqa: S105  the name of an event
FACTOR_ADDED, FACTOR_REMOVED = "factor.add", "factor.remove"
CODES_MADE, CODE_USED = "factor.codes", "factor.code_used"
TEXT_RELEASED, TEXT_SENT_BACK = "text.released", "text.sent_back"

WORDS = {
    NEW_DEVICE: gettext_lazy("Somebody signed in to your account on a device that is new to us."),
    PASSWORD: gettext_lazy("The password of your account was changed."),
    FACTOR_ADDED: gettext_lazy("A passkey or an authenticator app was added to your account."),
    FACTOR_REMOVED: gettext_lazy(
        "A passkey or an authenticator app was removed from your account."
    ),
    CODES_MADE: gettext_lazy("New recovery codes were made for your account."),
    CODE_USED: gettext_lazy("A recovery code of your account was used. It does not work again."),
    TEXT_RELEASED: gettext_lazy(
        "A text that you asked to have released was released: it stands now as you wrote it."
    ),
    TEXT_SENT_BACK: gettext_lazy(
        "A text that you asked to have released was sent back, with words on what to write instead."
    ),
}
ABOUT_TEXTS = {
    TEXT_RELEASED: gettext_lazy("Your text was released"),
    TEXT_SENT_BACK: gettext_lazy("Your text was sent back"),
}


def record_and_tell(user: User, event: str, device: str = "") -> None:
    """Record in the trail what the person did to their own account, and mail it to them."""
    audit.record(event, user, user)
    tell(user, event, device=device)


def tell(user: User, event: str, device: str = "") -> None:
    """Queue the mail in the transaction of what it tells."""
    at = timezone.now().isoformat()
    jobs.queue(JOB, person=str(user.pk), event=event, at=at, device=device)


@jobs.job(JOB)
def send_notice(*, person: str, event: str, at: str, device: str, progress) -> None:
    """Send it, in the person's language."""
    user = User.objects.get(pk=person)
    with translation.override(user.language):
        context = {
            "person": user,
            "country": Country.objects.first(),
            "sentence": WORDS[event],
            "at": parse_datetime(at),
            "device": device,
            "site": settings.SITE_URL,
            "contact": settings.MNR_CONTACT,
        }
        subject, template = _("Your account: something changed"), "account/notice.txt"
        if event in ABOUT_TEXTS:
            subject, template = str(ABOUT_TEXTS[event]), "releases/decided.txt"
            context["link"] = settings.SITE_URL + reverse("own_texts")
        send_mail(subject, render_to_string(template, context), None, [user.email])
