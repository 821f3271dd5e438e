"""Organisations and the capabilities for which they report."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mnr import permissions
from mnr.models import (
    Assignment,
    AuditEvent,
    Capability,
    CapabilityGroupObjectPermission,
    Organisation,
    ProgressUpdate,
    ReportingPeriod,
    User,
)
from mnr.permissions import Denied
from mnr.roles import Action, Role
from mnr.services import organisations
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


def capability(number=4):
    return Capability.objects.get(number=number)


def assign(body, by, number=4, kind="lead", **options):
    return organisations.assign(
        organisation=body, capability=capability(number), kind=kind, by=by, **options
    )


def may_report(person, body, number=4):
    person = User.objects.get(pk=person.pk)
    period = ReportingPeriod.objects.first() or factories.period("2026-Q3")
    update = ProgressUpdate(period=period, organisation=body, capability=capability(number))
    return bool(permissions.can(person, Action.UPDATE_CREATE, update))


def test_a_new_organisation_gets_a_group_for_its_grants(secretariat):
    body = Organisation(name="Ministry of Justice", kind="ministry")
    saved = organisations.save_organisation(organisation=body, by=secretariat)
    assert saved.group.name == f"organisation {body.pk}"
    assert AuditEvent.objects.get().changes["name"] == [None, "Ministry of Justice"]


@pytest.mark.changes_nothing
def test_a_change_is_recorded_field_by_field_and_no_change_is_not(secretariat):
    body = factories.organisation("Ministry of Justice", short_name="Justice")
    body.short_name = "MoJ"
    organisations.save_organisation(organisation=body, by=secretariat)
    organisations.save_organisation(organisation=body, by=secretariat)
    assert AuditEvent.objects.get().changes == {"short_name": ["Justice", "MoJ"]}


def test_two_of_a_name_are_refused_and_leave_no_group_behind(secretariat):
    factories.organisation("Ministry of Justice")
    groups = Group.objects.count()
    with pytest.raises(ValidationError, match="already there"):
        organisations.save_organisation(
            organisation=Organisation(name="Ministry of Justice", kind="ministry"), by=secretariat
        )
    assert Group.objects.count() == groups


@pytest.mark.parametrize("role", [Role.ADM, Role.CHR, Role.AGY, Role.AUD])
def test_only_the_secretariat_records_and_assigns(role):
    body = factories.organisation()
    person = factories.person(role, organisation=body)
    with pytest.raises(Denied):
        organisations.save_organisation(organisation=body, by=person)
    with pytest.raises(Denied):
        assign(body, person)


def test_an_assignment_lets_its_people_report_and_its_end_stops_them(secretariat):
    body = factories.organisation()
    agent = factories.person(Role.AGY, organisation=body)
    assert not may_report(agent, body)
    assignment = assign(body, secretariat)
    assert may_report(agent, body)
    assert not may_report(agent, body, number=5)
    organisations.end_assignment(assignment=assignment, by=secretariat)
    assert not may_report(agent, body)
    assert not CapabilityGroupObjectPermission.objects.exists()


def test_an_organisation_that_no_longer_takes_part_reports_nothing(secretariat):
    body = factories.organisation()
    agent = factories.person(Role.AGY, organisation=body)
    assign(body, secretariat)
    body.is_active = False
    organisations.save_organisation(organisation=body, by=secretariat)
    assert not may_report(agent, body)


def test_a_capability_has_one_lead_and_any_number_of_contributors(secretariat):
    first, second, third = (factories.organisation() for _ in range(3))
    assign(first, secretariat)
    with pytest.raises(Refused, match="already has a lead"):
        assign(second, secretariat)
    assign(second, secretariat, kind="contributor")
    assign(third, secretariat, kind="contributor")
    with pytest.raises(Refused, match="already reports"):
        assign(third, secretariat, kind="contributor")


def test_the_lead_passes_to_another_organisation(secretariat):
    first, second = factories.organisation(), factories.organisation()
    assignment = assign(first, secretariat)
    organisations.end_assignment(assignment=assignment, by=secretariat)
    assert assign(second, secretariat).kind == "lead"
    assert assign(first, secretariat, kind="contributor").ended_on is None


def test_it_ends_once_and_never_before_it_began(secretariat):
    begins = timezone.localdate() + timedelta(days=9)
    assignment = assign(factories.organisation(), secretariat, began_on=begins)
    ended = organisations.end_assignment(assignment=assignment, by=secretariat)
    assert ended.ended_on == begins
    with pytest.raises(Refused, match="ended already"):
        organisations.end_assignment(assignment=assignment, by=secretariat)


def test_the_database_knows_one_lead_and_one_assignment():
    first, second = factories.organisation(), factories.organisation()
    factories.assignment(first, 4)
    for body, kind in ((second, "lead"), (first, "contributor")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(
                organisation=body, capability=capability(), kind=kind, began_on=factories.ago(1)
            )
