"""Begin a real country."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from mnr.models import User
from mnr.services import country
from mnr.services.errors import Refused


class Command(BaseCommand):
    """Names the country and lets its first two people in; they let in everybody else."""

    help = (
        "Begins a real country in an empty database, or in one that holds only its imported case: "
        "opens the accounts of the first secretary and of the committee's chair, and prints for "
        "each a link to set the password."
    )

    def add_arguments(self, parser):
        parser.add_argument("country")
        parser.add_argument("--email", required=True, help="of the first secretary")
        parser.add_argument("--name", required=True, help="of the first secretary")
        parser.add_argument("--chair-email", required=True)
        parser.add_argument("--chair-name", required=True)

    def handle(self, *, email, name, chair_email, chair_name, **options):
        secretary = User(email=email, full_name=name)
        chair = User(email=chair_email, full_name=chair_name)
        try:
            begun = country.begin_country(
                name=options["country"], secretariat=secretary, chair=chair
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        self.stdout.write(
            f"{begun.name} has begun. Give each person their own link, by a way that nobody else "
            f"reads. It works once, for {hours} hours."
        )
        for role, user in (("Secretariat", secretary), ("Chair", chair)):
            self.stdout.write(f"{role}, {user.full_name} <{user.email}>:\n  {_link(user)}")
        self.stdout.write(
            "Next: the secretariat asks for a platform administrator, and the chair confirms it."
        )


def _link(user):
    """Where the person sets the first password."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
