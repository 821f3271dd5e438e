"""Who asks: of each role, freshly signed in and not, leading domains beside it, on duty."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from mnr.models import Duty, User
from mnr.roles import Role
from mnr.sign_in import Strength
from tests import factories
from tests.signing_in import proof

LED = ("criminal_justice", "victim", "societal")  # the lead's domains
BESIDE_LEADING = (Role.SEC, Role.CHR, Role.CMM, Role.AGY, Role.IND, Role.CSO)
SIGN_INS = (
    (Strength.PHISHING_RESISTANT, timedelta(minutes=5, seconds=1)),
    (Strength.SECOND_FACTOR, timedelta(0)),
    (Strength.PASSWORD, timedelta(0)),
    (None, timedelta(0)),
)


@dataclass(frozen=True)
class Asker:
    """Who asks: the roles that count today, and whether what is marked `m` is theirs now."""

    name: str
    person: object
    roles: tuple
    fresh: bool = True
    duty: bool = False
    sign_in: str = ""  # how and when they proved who they are, if not by a passkey just now


def make_askers(own) -> list[Asker]:
    """Everybody, in one organisation that both reports and leads."""
    for pair in ("lead_secretariat", "report_lead"):
        factories.reduction(pair, ends=320)
    askers = [
        *(_asker(own, [role]) for role in Role if role is not Role.ANO),
        *(_asker(own, [role, Role.DOM]) for role in BESIDE_LEADING),
        Asker("the public", AnonymousUser(), ("ANO",), fresh=False),
        _on_duty(own),
    ]
    return askers + [
        _signed_in(asker, strength, ago)
        for asker in askers
        if len(asker.roles) == 1 and asker.person.pk
        for strength, ago in SIGN_INS
    ]


def _on_duty(own):
    asker = _asker(own, [Role.SEC])
    Duty.objects.create(
        membership=asker.person.memberships.get(),
        user=asker.person,
        place=Duty.Place.OFFICER,
        requested_by=factories.person(),
        confirmed_by=factories.person(),
        confirmed_at=timezone.now(),
    )
    vars(asker.person).pop("_standing", None)
    return replace(asker, name="SEC on duty", duty=True)


def _signed_in(asker, strength, ago):
    """The same person, signed in with another proof or a while ago."""
    person = User.objects.get(pk=asker.person.pk)
    person.sign_in = strength and proof(strength, ago)
    strong_enough = strength == Strength.PHISHING_RESISTANT or (
        strength == Strength.SECOND_FACTOR and asker.roles[0] not in ("ADM", "SEC", "CHR")
    )
    told = f"{strength.name.lower()} {ago.seconds} s ago" if strength else "without a sign-in"
    fresh = bool(strong_enough and ago < timedelta(minutes=5))
    return replace(asker, name=f"{asker.name}, {told}", person=person, fresh=fresh, sign_in=told)


def _asker(own, roles):
    person = factories.person()
    for role in roles:
        for domain in LED if role is Role.DOM else (None,):
            factories.role(person, role, organisation=own, domain=domain)
    return Asker(" and ".join(roles), person, tuple(role.value for role in roles))
