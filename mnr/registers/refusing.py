"""Why somebody may not write an entry: the words, and the field that each reason is about."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from mnr import permissions


def refusals(register, by, entry, *, is_new=False) -> list[tuple[str, str]]:
    """(field or "", why) for each reason; empty if the person may write it."""
    actions = register.actions
    decision = permissions.can(by, actions.create if is_new else actions.edit, entry)
    if decision.allowed:
        return []
    who = permissions.standing(by)
    if decision.code == "scope" and entry.organisation_id not in who.own_organisations:
        return [("organisation", str(decision.reason))]
    if decision.code == "state" and (found := _of_state(register, who, entry, is_new)):
        return found
    return [("", str(decision.reason))]


def asked_of(register) -> set[str]:
    """The fields that decide who may write an entry."""
    period = {"period"} if register.is_return else set()
    return {"organisation", _bearing(register), *period}


def _bearing(register) -> str:
    """The field that says which capability an entry bears on."""
    return "indicator" if "capability" in register.derived else "capability"


def _of_state(register, who, entry, is_new) -> list[tuple[str, str]]:
    """The policy has one reason for several states of an entry; whoever mends a row needs it."""
    found = list(_of_time(register, entry))
    is_assigned = (entry.organisation_id, entry.capability_id) in who.assigned
    if is_new and not is_assigned:
        words = _("Your organisation does not report on this capability.")
        found.append((_bearing(register), words))
    return found


def _of_time(register, entry) -> Iterator[tuple[str, str]]:
    if entry.is_withdrawn:
        yield "id", _("It is withdrawn.")
    if register.is_return and entry.period.state == "planned":
        yield "period", _("The period is not open yet.")
    elif register.is_return and entry.period.state != "open":
        yield "period", _("The period is not open any more: its figures are fixed.")
