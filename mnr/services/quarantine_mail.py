"""The mails about reported content. They hold no text, no name and no address of any object."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mnr.models import ContentReport, Duty, Membership, User
from mnr.roles import Role
from mnr.services import jobs

ALARM, ANSWER, GIVEN_BACK = "tell_duty_officers", "answer_reporter", "tell_who_hid"


def queue_alarm(*, by) -> None:
    """Tell those on duty that something is to be looked at."""
    jobs.queue(ALARM, by=by)


def queue_answer(*, person, outcome, by) -> None:
    """Tell who reported something what came of it."""
    jobs.queue(ANSWER, by=by, person=str(person), outcome=str(outcome))


def queue_given_back(*, person, by) -> None:
    """Tell who hid something that it is shown again."""
    jobs.queue(GIVEN_BACK, by=by, person=str(person))


@jobs.job(ALARM)
def tell_duty_officers(*, progress) -> None:
    """A mail to those on duty; where nobody is, to the whole secretariat."""
    for user in on_duty():
        with translation.override(user.language):
            link = settings.SITE_URL + reverse("quarantine_list")
            text = render_to_string("quarantine/alarm.txt", {"person": user, "link": link})
            send_mail(_("Please look at a report of content"), text, None, [user.email])


@jobs.job(ANSWER)
def answer_reporter(*, person, outcome, progress) -> None:
    """A mail to who reported something."""
    user = User.objects.filter(pk=person, is_active=True).first()
    if user is None:
        return
    with translation.override(user.language):
        context = {
            "person": user,
            "is_removed": outcome == ContentReport.Outcome.REMOVED,
            "link": settings.SITE_URL + reverse("procedure"),
        }
        text = render_to_string("quarantine/answer.txt", context)
        send_mail(_("Your report of content was looked at"), text, None, [user.email])


@jobs.job(GIVEN_BACK)
def tell_who_hid(*, person, progress) -> None:
    """A mail to who hid something."""
    user = User.objects.filter(pk=person, is_active=True).first()
    if user is None:
        return
    with translation.override(user.language):
        context = {"person": user, "link": settings.SITE_URL + reverse("procedure")}
        text = render_to_string("quarantine/given_back.txt", context)
        send_mail(_("What you hid is shown again"), text, None, [user.email])


def on_duty() -> list[User]:
    """The duty officer and the deputy, else everybody of the secretariat."""
    officers = User.objects.filter(pk__in=Duty.objects.in_force().values("user"))
    return list(officers or User.objects.filter(pk__in=_secretariat().values("user")))


def _secretariat():
    return Membership.objects.in_force().filter(role=Role.SEC)
