"""Organisations, and the capabilities for which they report."""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Assignment, CapabilityGroupObjectPermission, Organisation
from mnr.roles import Action
from mnr.services import audit, duties_apart
from mnr.services.errors import EditConflict, Refused
from mnr.services.releases import refuse_unreleased

FIELDS = ("name", "short_name", "kind", "role_text", "source", "is_active")


@transaction.atomic
def save_organisation(*, organisation: Organisation, by) -> Organisation:
    """Record a new organisation, or a change to the version that was read.

    Raises EditConflict with the stored row if somebody saved another version in the meantime.
    """
    permissions.require(by, Action.ORG_EDIT, organisation)
    stored = _stored(organisation)
    if stored and stored.version != organisation.version:
        raise EditConflict(stored)
    return record_organisation(organisation, by)


def record_organisation(organisation: Organisation, by) -> Organisation:
    """Write an organisation with its group. The caller asks permission."""
    stored = _stored(organisation)
    before = {name: getattr(stored, name) for name in FIELDS} if stored else {}
    if stored is None:
        organisation.group = Group.objects.create(name=f"organisation {organisation.pk}")
    organisation.full_clean()
    for name in ("role_text", "source"):
        refuse_unreleased(getattr(organisation, name), name)
    after = {name: getattr(organisation, name) for name in FIELDS}
    changes = audit.changed(before, after)
    organisation.version = stored.version + bool(changes) if stored else 1
    organisation.save()
    if changes:
        audit.record(Action.ORG_EDIT, organisation, by, changes)
    return organisation


def _stored(organisation):
    return Organisation.objects.select_for_update(of=("self",)).filter(pk=organisation.pk).first()


@transaction.atomic
def assign(*, organisation, capability, kind: str, began_on=None, by) -> Assignment:
    """Let an organisation report on a capability, as its lead or as a contributor."""
    permissions.require(by, Action.ORG_EDIT, organisation)
    assignment = Assignment(
        organisation=organisation,
        capability=capability,
        kind=kind,
        began_on=began_on or timezone.localdate(),
    )
    return record_assignment(assignment, by)


def record_assignment(assignment: Assignment, by) -> Assignment:
    """Write an assignment with the grant that follows from it. The caller asks permission."""
    organisation, capability = assignment.organisation, assignment.capability
    try:
        assignment.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    duties_apart.refuse_shared_domain(assignment)
    with duties_apart.in_words():
        assignment.save()
    CapabilityGroupObjectPermission.objects.get_or_create(
        group_id=organisation.group_id,
        permission=report_permission(),
        content_object=capability,
    )
    audit.record(
        Action.ORG_EDIT,
        assignment,
        by,
        {"capability": [None, capability.number], "kind": [None, assignment.kind]},
    )
    return assignment


@transaction.atomic
def end_assignment(*, assignment: Assignment, by) -> Assignment:
    """From now on the organisation no longer reports on the capability; what it reported stays."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("organisation", "capability")
        .get(pk=assignment.pk)
    )
    permissions.require(by, Action.ORG_EDIT, assignment.organisation)
    if assignment.ended_on:
        raise Refused(_("This assignment has ended already."))
    assignment.ended_on = max(timezone.localdate(), assignment.began_on)
    assignment.save(update_fields=["ended_on"])
    CapabilityGroupObjectPermission.objects.filter(
        group=assignment.organisation.group_id,
        permission=report_permission(),
        content_object=assignment.capability_id,
    ).delete()
    changes = {
        "capability": [assignment.capability.number, None],
        "ended_on": [None, assignment.ended_on],
    }
    audit.record(Action.ORG_EDIT, assignment, by, changes)
    return assignment


def report_permission() -> Permission:
    """The object permission that an assignment grants."""
    return Permission.objects.get(codename="report_capability", content_type__app_label="mnr")
