"""The first step of a real country: its name, and the two people who let everybody else in."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from mnr.models import Country, Membership, User
from mnr.roles import Action, Role
from mnr.services import audit
from mnr.services.errors import Refused

ACTION = "country.begin"
REASON = "First two people of the country"
LENGTH = timedelta(days=365)


@transaction.atomic
def begin_country(*, name: str, secretariat: User, chair: User) -> Country:
    """Name the country and open the accounts of its first secretary and its chair.

    The people are not stored yet. Each one's role is confirmed by the other, since privileged roles
    take two people and there is nobody else; every further role goes the ordinary way.
    """
    country = _empty_country(name.strip())
    for user in (secretariat, chair):
        _open_account(user)
    _join(secretariat, Role.SEC, confirmed_by=chair)
    _join(chair, Role.CHR, confirmed_by=secretariat)
    audit.record(ACTION, country, changes={"name": [None, country.name]})
    return country


def _empty_country(name):
    country = Country.objects.select_for_update().first()
    if country and (country.is_demonstration or User.objects.exists()):
        raise Refused(
            f"This database is {country.name}'s already. Begin another country in an empty one: "
            "name it in DATABASE_URL."
        )
    if User.objects.exists():
        raise Refused("People have accounts here already. Name an empty database in DATABASE_URL.")
    if country and country.name != name:
        raise Refused(
            f"The case of {country.name} was imported here: begin it under that name, or name an "
            "empty database in DATABASE_URL."
        )
    if not 0 < len(name) <= 100:
        raise Refused("Give the country a name of up to 100 characters.")
    return country or Country.objects.create(pk=1, name=name)


def _open_account(user):
    user.email = user.email.strip().lower()
    user.full_name = user.full_name.strip()
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refused(f"{user.email or 'E-mail'}: {' '.join(error.messages)}") from error
    user.save()
    audit.record(Action.USER_INVITE, user)


def _join(user, role, confirmed_by):
    today = timezone.localdate()
    membership = Membership.objects.create(
        user=user,
        role=role,
        starts_on=today,
        ends_on=today + LENGTH,
        reason=REASON,
        confirmed_by=confirmed_by,
        confirmed_at=timezone.now(),
    )
    changes = {"role": [None, role], "until": [None, membership.ends_on]}
    audit.record(Action.ROLE_GRANT_PRIVILEGED_CONFIRM, membership, confirmed_by, changes)
