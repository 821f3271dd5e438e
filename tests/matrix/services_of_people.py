"""The services about people: accounts, roles, sessions, duties, and what is withheld."""

from mnr.models import ContentReport, Invitation, Membership
from mnr.roles import Role
from mnr.services import (
    access_reviews,
    audit_export,
    duty,
    factor_resets,
    hand_overs,
    invitations,
    people,
    procedure,
    purging,
    quarantine,
    separations,
    trail_watch,
)
from tests import factories
from tests.matrix.calls import Call, on, pick, simply
from tests.matrix.oracle import Thing


def invite(country):
    """Somebody for the asking person's own organisation."""
    yield Call(
        "user.invite",
        Thing("invitation", "own", "waiting"),
        lambda by: invitations.invite(
            invitation=Invitation(
                email="new@example.org",
                full_name="New Person",
                role=Role.AGY,
                organisation=country.own,
                ends_on=factories.ago(-30),
            ),
            by=by,
        ),
    )


def on_invitation(action, service, state):
    """A service that takes a step with another organisation's invitation."""

    def scenario(country):
        row = factories.invitation(factories.organisation(), state=state)
        thing = Thing("invitation", "foreign", state)
        yield Call(action, thing, lambda by: service(invitation=row, by=by))

    return scenario


def edit_self(country):
    thing, row = pick(country, "user", whose="foreign", state="active")
    yield Call(
        "user.edit_self",
        thing,
        lambda by: people.edit_self(user=row, full_name="Another", language="en", by=by),
    )


def deactivate_person(country):
    thing, row = pick(country, "user", whose="foreign", state="active")
    yield Call("user.deactivate", thing, lambda by: people.deactivate_person(user=row, by=by))


def grant_role(country):
    for action, role in (("role.grant", Role.CMM), ("role.grant_privileged_request", Role.AUD)):
        person = factories.person()
        yield Call(
            action,
            Thing("role", state=role.value),
            lambda by, person=person, role=role: people.grant_role(
                user=person,
                role=role,
                starts_on=factories.ago(0),
                ends_on=factories.ago(-30),
                by=by,
            ),
        )


def confirm_role(country):
    row = factories.role(factories.person(), Role.AUD, confirmed=False)
    yield Call(
        "role.grant_privileged_confirm",
        Thing("role", state="AUD"),
        lambda by: people.confirm_role(membership=row, by=by),
    )


def end_role(country):
    row = factories.role(factories.person(), Role.CMM)
    row = Membership.objects.get(pk=row.pk)
    yield Call(
        "role.revoke",
        Thing("role", state="CMM"),
        lambda by: people.end_role(membership=row, by=by),
    )


def request_duty(country):
    holder = factories.person(Role.SEC)
    yield Call(
        "duty.request",
        Thing("duty"),
        lambda by: duty.request_duty(membership=holder.memberships.get(), place="deputy", by=by),
    )


def set_quarantine(country):
    """An update of another organisation and another domain."""
    _thing, row = pick(country, "update", whose="foreign", state="submitted", period="open")
    yield Call(
        "quarantine.set",
        Thing("any", "foreign"),
        lambda by: quarantine.set_quarantine(kind="update", object_id=row.pk, reason="case", by=by),
    )


def report_content(country):
    _thing, row = pick(country, "update", whose="foreign", state="submitted", period="open")
    yield Call(
        "content.report",
        None,
        lambda by: quarantine.report_content(kind="update", object_id=row.pk, reason="case", by=by),
    )


def dismiss_reports(country):
    _thing, row = pick(country, "update", whose="foreign", state="submitted", period="open")
    report = ContentReport.objects.create(kind="update", object_id=row.pk, reason="case")
    yield Call(
        "quarantine.release",
        None,
        lambda by: quarantine.dismiss_reports(report=report, by=by),
    )


def request_reduction(country):
    yield Call(
        "separation.request",
        Thing("separation", state="requested"),
        lambda by: separations.request_reduction(
            pair="endorse_accept",
            reason="The office has three people.",
            starts_on=factories.ago(0),
            ends_on=factories.ago(-30),
            by=by,
        ),
    )


FIVE = ("law", "hotline", "police_unit", "duty_officer", "deputy")

SERVICES = {
    "access_reviews.close_review": simply(
        "role.review_done", lambda by: access_reviews.close_review(note="Nothing.", by=by)
    ),
    "duty.request_duty": request_duty,
    "duty.confirm_duty": on(
        "duty.confirm", "duty", lambda row, by: duty.confirm_duty(duty=row, by=by)
    ),
    "duty.end_duty": on("duty.end", "duty", lambda row, by: duty.end_duty(duty=row, by=by)),
    "factor_resets.request_reset": on(
        "user.mfa_reset_request",
        "user",
        lambda row, by: factor_resets.request_reset(user=row, reason="We met.", by=by),
        whose="foreign",
        state="active",
    ),
    "factor_resets.confirm_reset": on(
        "user.mfa_reset_confirm",
        "factor reset",
        lambda row, by: factor_resets.confirm_reset(reset=row, by=by),
        facts=("requested",),
    ),
    "hand_overs.close_hand_over": on(
        "handover.close",
        "handover",
        lambda row, by: hand_overs.close_hand_over(hand_over=row, note="The deputy.", by=by),
        whose="own",
        state="open",
    ),
    "invitations.invite": invite,
    "invitations.release": on_invitation("user.invite_release", invitations.release, "waiting"),
    "invitations.resend": on_invitation("user.invite", invitations.resend, "sent"),
    "invitations.withdraw": on_invitation("user.invite", invitations.withdraw, "sent"),
    "people.edit_self": edit_self,
    "people.deactivate_person": deactivate_person,
    "people.grant_role": grant_role,
    "people.confirm_role": confirm_role,
    "people.end_role": end_role,
    "people.reactivate_person": on(
        "user.reactivate",
        "user",
        lambda row, by: people.reactivate_person(user=row, by=by),
        whose="foreign",
        state="closed",
    ),
    "procedure.propose_procedure": simply(
        "procedure.propose",
        lambda by: procedure.propose_procedure(values=dict.fromkeys(FIVE, "Known."), by=by),
    ),
    "procedure.confirm_procedure": on(
        "procedure.confirm",
        "procedure",
        lambda row, by: procedure.confirm_procedure(procedure=row, by=by),
    ),
    "purging.request_purge": on(
        "purge.request",
        "quarantine",
        lambda row, by: purging.request_purge(row=row, by=by),
        state="withheld",
    ),
    "purging.confirm_purge": on(
        "purge.confirm",
        "quarantine",
        lambda row, by: purging.confirm_purge(row=row, by=by),
        facts=("requested",),
        state="withheld",
    ),
    "quarantine.report_content": report_content,
    "quarantine.set_quarantine": set_quarantine,
    "quarantine.release": on(
        "quarantine.release",
        "quarantine",
        lambda row, by: quarantine.release(quarantine=row, by=by),
        state="withheld",
    ),
    "quarantine.dismiss_reports": dismiss_reports,
    "quarantine.set_hold": on(
        "quarantine.hold",
        "quarantine",
        lambda row, by: quarantine.set_hold(quarantine=row, reason="The court asked.", by=by),
        state="withheld",
    ),
    "quarantine.view_text": on(
        "quarantine.view",
        "quarantine",
        lambda row, by: quarantine.view_text(quarantine=row, by=by),
        state="withheld",
    ),
    "separations.request_reduction": request_reduction,
    "separations.confirm_reduction": on(
        "separation.confirm",
        "separation",
        lambda row, by: separations.confirm_reduction(reduction=row, by=by),
        state="requested",
    ),
    "separations.end_reduction": on(
        "separation.end",
        "separation",
        lambda row, by: separations.end_reduction(reduction=row, by=by),
        state="in force",
    ),
    "audit_export.record_export": simply(
        "audit.export", lambda by: audit_export.record_export(events=1, asked={}, by=by)
    ),
    "trail_watch.ask_check": simply("audit.verify", lambda by: trail_watch.ask_check(by=by)),
}
