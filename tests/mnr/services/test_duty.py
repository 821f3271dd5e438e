"""Who is on duty, and the five things of the procedure: two people, in the database too."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, transaction
from django.utils import timezone

from mnr import permissions
from mnr.models import Country, Duty, Procedure
from mnr.permissions import Denied, WrongState
from mnr.roles import Action, Role
from mnr.services import duty, procedure, quarantine_mail
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
FIVE = dict(zip(procedure.FIELDS, ("Act 12", "Line", "Unit", "Ann", "Ben"), strict=True))


@pytest.fixture
def asking():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


def request(asking, place="officer", member=None):
    member = member or factories.person(Role.SEC)
    return duty.request_duty(membership=member.memberships.get(), place=place, by=asking)


def on_duty(user):
    vars(user).pop("_standing", None)
    return bool(permissions.can(user, Action.QUARANTINE_VIEW))


def test_two_people_put_somebody_on_duty(asking, chair):
    row = request(asking)
    assert not on_duty(row.user)
    duty.confirm_duty(duty=row, by=chair)
    assert on_duty(row.user)
    with pytest.raises(WrongState):
        duty.confirm_duty(duty=row, by=chair)
    duty.end_duty(duty=row, by=asking)
    assert not on_duty(row.user)


def test_nobody_confirms_what_they_asked_for_or_their_own_duty(asking, chair):
    row = request(asking)
    for field in ("requested_by", "user"):
        other = Duty.objects.create(
            membership=row.membership,
            place="deputy",
            **{"user": factories.person(), "requested_by": asking} | {field: chair},
        )
        with pytest.raises(Denied):
            duty.confirm_duty(duty=other, by=chair)
        with pytest.raises(Error, match=r"duty_(not_)?confirmed_by"), transaction.atomic():
            Duty.objects.filter(pk=other.pk).update(confirmed_by=chair, confirmed_at=timezone.now())
        Duty.objects.filter(pk=other.pk).update(ended_by=asking, ended_at=timezone.now())
    with pytest.raises(Denied):
        duty.request_duty(membership=row.membership, place="deputy", by=chair)


def test_one_officer_and_one_deputy(asking):
    first = request(asking)
    with pytest.raises(Refused, match="has this place"):
        request(asking)
    with pytest.raises(Refused, match="on duty already"):
        request(asking, "deputy", first.user)
    request(asking, "deputy")


def test_only_the_secretariat_in_force(asking):
    for person in (factories.person(Role.CMM), factories.person()):
        factories.role(person, Role.CMM, ends=-1) if not person.memberships.exists() else None
        with pytest.raises(Refused, match="secretariat"):
            duty.request_duty(membership=person.memberships.first(), place="officer", by=asking)


def test_the_flag_ends_with_the_role(asking):
    user = factories.duty_officer()
    assert on_duty(user)
    user.memberships.update(ends_on=factories.ago(1))
    assert not on_duty(user)
    assert quarantine_mail.on_duty() == [asking]  # then the whole secretariat is told
    request(asking)  # and the place is free


def test_the_procedure_takes_two(asking, chair):
    row = procedure.propose_procedure(values=FIVE, by=asking)
    assert Procedure.objects.in_force() is None
    procedure.confirm_procedure(procedure=row, by=chair)
    assert Procedure.objects.in_force() == row
    changed = procedure.propose_procedure(values=FIVE | {"law": "Act 13"}, by=asking)
    again = procedure.propose_procedure(values=FIVE | {"law": "Act 14"}, by=asking)
    assert list(Procedure.objects.proposed()) == [again]
    assert Procedure.objects.in_force() == row
    with pytest.raises(Denied):
        procedure.confirm_procedure(procedure=again, by=asking)
    assert not Procedure.objects.filter(pk=changed.pk).exists()
    with pytest.raises(Error, match="procedure_confirmed_by_another"), transaction.atomic():
        Procedure.objects.filter(pk=again.pk).update(
            confirmed_by=asking, confirmed_at=timezone.now()
        )


def test_all_five_are_needed(asking):
    with pytest.raises(Refused, match="deputy"):
        procedure.propose_procedure(values=FIVE | {"deputy": " "}, by=asking)


def test_production_lacks_each_of_the_five_until_it_is_filled_in(settings):
    settings.HTTPS = True
    sentences = [procedure.gap(name) for name in procedure.FIELDS]
    assert all("manage.py set_procedure" in sentence for sentence in sentences)
    assert len(set(sentences)) == 5
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in FIVE.items()]
    with pytest.raises(CommandError, match="deputy"):
        call_command("set_procedure", *arguments[:-1])
    call_command("set_procedure", *arguments, stdout=io.StringIO())
    assert [procedure.gap(name) for name in procedure.FIELDS] == [""] * 5
    with pytest.raises(CommandError, match="secretariat changes it"):
        call_command("set_procedure", *arguments)


def test_the_demonstration_and_plain_http_start_without(settings):
    assert procedure.gap("law") == ""
    settings.HTTPS = True
    Country.objects.create(pk=1, name="Talvia", is_demonstration=True)
    assert procedure.gap("law") == ""
