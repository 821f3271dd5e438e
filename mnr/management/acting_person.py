"""In whose name a command acts: services ask the permission of a person, never of a machine."""

from django.core.management.base import CommandError

from mnr.models import Country, Membership, User
from mnr.roles import Role
from mnr.sign_in import at_the_shell


def acting_person(email: str | None) -> User:
    """The person of this address; without one, the demonstration's secretariat.

    Services see them as having just proven who they are: the operator did, to the machine.
    """
    person = _find(email)
    person.sign_in = at_the_shell()
    return person


def _find(email):
    if email:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody has the address {email}. Give another with --by.")
        return person
    if not Country.objects.filter(is_demonstration=True).exists():
        raise CommandError("Name the person in whose name this is done: --by EMAIL.")
    secretariat = Membership.objects.in_force().filter(role=Role.SEC).order_by("user__email")
    if membership := secretariat.select_related("user").first():
        return membership.user
    raise CommandError("The demonstration has no secretariat. Name a person with --by EMAIL.")
