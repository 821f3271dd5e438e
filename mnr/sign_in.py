"""How somebody proved who they are, and whether that is enough for an action marked `m`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.conf import settings
from django.utils import timezone

from mnr.roles import Role

FRESH_FOR = timedelta(minutes=5)
AT_THE_SHELL = "shell"
PHISHING_RESISTANT_ROLES = frozenset({Role.ADM, Role.SEC, Role.CHR})


class Strength(IntEnum):
    """How hard a proof is to steal."""

    NONE = 0
    PASSWORD = 1
    SECOND_FACTOR = 2
    PHISHING_RESISTANT = 3


@dataclass(frozen=True)
class SignIn:
    """The last good proof of who somebody is: how strong, when, and by what means.

    `reached` is the strongest proof since they signed in. `is_relaxed` is the demonstration's
    exception: there a password is enough.
    """

    strength: Strength
    proven_at: datetime
    method: str
    reached: Strength = Strength.NONE
    is_relaxed: bool = False

    def proves(self, role: Role) -> bool:
        """Whether it is strong and fresh enough for what the role does with an `m`."""
        needed = Strength.PASSWORD if self.is_relaxed else strength_for([role])
        return self.strength >= needed and self.is_fresh

    def admits(self, roles: Iterable[Role]) -> bool:
        """Whether it lets a person of these roles in at all, however long ago it was."""
        needed = Strength.PASSWORD if self.is_relaxed else strength_for(roles)
        return max(self.strength, self.reached) >= needed

    @property
    def is_fresh(self) -> bool:
        return timezone.now() - self.proven_at < FRESH_FOR


def strength_for(roles: Iterable[Role]) -> Strength:
    """What proof the roles ask for: everybody two factors, some one that nobody can phish."""
    if PHISHING_RESISTANT_ROLES.intersection(roles):
        return Strength.PHISHING_RESISTANT
    return Strength.SECOND_FACTOR


def at_the_shell() -> SignIn:
    """Whoever may run commands on the machine has proven it there."""
    strongest = Strength.PHISHING_RESISTANT
    return SignIn(strongest, timezone.now(), AT_THE_SHELL, strongest)


def may_be_relaxed() -> bool:
    """Whether the setting lets a demonstration go without second factors."""
    return settings.MNR_SECOND_FACTOR == "relaxed"
