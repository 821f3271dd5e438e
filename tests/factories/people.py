"""People, organisations, memberships and assignments."""

import itertools
from datetime import timedelta

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from mnr.models import (
    Assignment,
    Capability,
    CapabilityGroupObjectPermission,
    Country,
    Domain,
    DomainUserObjectPermission,
    Duty,
    Invitation,
    Membership,
    Organisation,
    ReducedSeparation,
    User,
)
from mnr.roles import Role

PASSWORD = "a long pass phrase for tests"
_numbers = itertools.count(1)


def country(is_demonstration=False):
    """The country that the database belongs to."""
    return Country.objects.create(pk=1, name="Testland", is_demonstration=is_demonstration)


def organisation(name=None, kind=Organisation.Kind.MINISTRY, **fields):
    """An organisation with its group."""
    number = next(_numbers)
    return Organisation.objects.create(
        name=name or f"Organisation {number}",
        short_name=fields.pop("short_name", f"Org{number}"),
        kind=kind,
        group=Group.objects.create(name=f"organisation {number}"),
        **fields,
    )


def person(*roles, organisation=None, domain=None, **fields):
    """A person, with memberships in force: person(Role.AGY, organisation=x)."""
    number = next(_numbers)
    user = User.objects.create_user(
        fields.pop("email", f"person{number}@example.org"),
        PASSWORD,
        full_name=fields.pop("full_name", f"Person {number}"),
        **fields,
    )
    for each in roles:
        role(user, each, organisation=organisation, domain=domain)
    return user


def role(user, role, organisation=None, domain=None, starts=-30, ends=300, confirmed=True):
    """A membership; `starts` and `ends` count days from today. `domain` is a Domain or its key."""
    today = timezone.localdate()
    if isinstance(domain, str):
        domain = Domain.objects.get(key=domain)
    membership = Membership.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        domain=domain if role == Role.DOM else None,
        starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends),
        confirmed_by=_granter() if role in Role.privileged() and confirmed else None,
        confirmed_at=timezone.now() if role in Role.privileged() and confirmed else None,
    )
    if role == Role.DOM:
        DomainUserObjectPermission.objects.get_or_create(
            user=user, permission=_permission("lead_domain"), content_object=domain
        )
    vars(user).pop("_standing", None)
    return membership


def duty_officer(place="officer"):
    """Somebody of the secretariat with the duty officer's flag."""
    user = person(Role.SEC)
    Duty.objects.create(
        membership=user.memberships.get(),
        user=user,
        place=place,
        requested_by=person(),
        confirmed_by=_granter(),
        confirmed_at=timezone.now(),
    )
    vars(user).pop("_standing", None)
    return user


def assignment(organisation, number, kind=Assignment.Kind.LEAD, began=-1000):
    """The organisation reports on the capability of this number."""
    capability = Capability.objects.get(number=number)
    CapabilityGroupObjectPermission.objects.get_or_create(
        group=organisation.group,
        permission=_permission("report_capability"),
        content_object=capability,
    )
    return Assignment.objects.create(
        organisation=organisation,
        capability=capability,
        kind=kind,
        began_on=timezone.localdate() + timedelta(days=began),
    )


def reduction(pair, starts=-30, ends=300, confirmed=True):
    """A reduced separation; `starts` and `ends` count days from today."""
    today = timezone.localdate()
    return ReducedSeparation.objects.create(
        pair=pair,
        reason="The office has three people.",
        starts_on=today + timedelta(days=starts),
        ends_on=today + timedelta(days=ends),
        requested_by=person(),
        confirmed_by=person() if confirmed else None,
        confirmed_at=timezone.now() if confirmed else None,
    )


def invitation(organisation=None, by=None, state="waiting", **fields):
    """An invitation of an agency that waits for the secretariat, unless told otherwise."""
    number = next(_numbers)
    values = {
        "email": f"invited{number}@example.org",
        "full_name": f"Invited {number}",
        "role": Role.AGY if organisation else "",
        "ends_on": timezone.localdate() + timedelta(days=300) if organisation else None,
        "needs_release": state == "waiting",
    }
    return Invitation.objects.create(
        organisation=organisation, invited_by=by or person(), state=state, **(values | fields)
    )


def _granter():
    return User.objects.get_or_create(
        email="granter@example.org", defaults={"full_name": "Granter", "is_active": False}
    )[0]


def _permission(codename):
    return Permission.objects.get(codename=codename, content_type__app_label="mnr")
