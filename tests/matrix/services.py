"""Every service that asks permission, called by somebody who lacks nothing but the right.

`SERVICES` names each by module and function. Its scenario gives what the call is about, for the
second reading, and the call itself.
"""

from datetime import timedelta

from mnr.models import (
    Assignment,
    Capability,
    Comment,
    Evidence,
    Extension,
    Organisation,
)
from mnr.services import (
    assessments,
    cases,
    comments,
    evidence,
    extensions,
    jobs,
    organisations,
    periods,
    releases,
    reports,
    updates,
)
from mnr.services.case_format import Case
from tests import factories
from tests.matrix import services_of_entries, services_of_people, services_of_ways_in
from tests.matrix.calls import Call, on, pick
from tests.matrix.oracle import Thing


def on_update(action, service, whose="own", state="draft", **more):
    """A service that takes a step with an update of the open period."""

    def scenario(country):
        thing, row = pick(country, "update", whose=whose, state=state, period="open")
        thing = Thing(action.split(".")[0], thing.whose, thing.state, thing.period)
        yield Call(action, thing, lambda by: service(update=row, by=by, **more))

    return scenario


def versioned(action, service, whose="own", state="draft", **more):
    """The same, bound to the version that was read."""

    def scenario(country):
        thing, row = pick(country, "update", whose=whose, state=state, period="open")
        call = lambda by: service(update=row, version=row.version, by=by, **more)  # noqa: E731
        yield Call(action, thing, call)

    return scenario


def on_period(action, service, state, **more):
    """A service that takes a step with a period."""

    def scenario(country):
        thing, row = pick(country, "period", state=state)
        yield Call(action, thing, lambda by: service(period=row, by=by, **more))

    return scenario


def start_update(country):
    _thing, draft = pick(country, "update", whose="own", state="draft", period="open")
    factories.assignment(country.own, 15)
    for action, capability in (
        ("update.read", draft.capability),
        ("update.create", Capability.objects.get(number=15)),
    ):
        yield Call(
            action,
            Thing("update", "own", "draft", "open"),
            lambda by, capability=capability: updates.start_update(
                period=draft.period, capability=capability, organisation=country.own, by=by
            ),
        )


def resolve_comment(country):
    thing, row = pick(country, "note", whose="domain", state="submitted", period="open")
    comment = Comment.objects.create(
        update=row, item="update", text="Please say more.", by=factories.person()
    )
    yield Call("note.resolve", thing, lambda by: comments.resolve_comment(comment=comment, by=by))


def hold_evidence(country):
    call = {"evidence": _document(country.own), "version": None, **REASON}
    thing = Thing("evidence", "own")
    yield Call("evidence.edit", thing, lambda by: releases.hold_evidence(by=by, **call))


def decide_release(country):
    thing, row = pick(country, "finding", whose="foreign", state="waiting")
    call = {"release": row, "is_released": False, "answer": "Write how many."}
    yield Call("guard.release", thing, lambda by: releases.decide(by=by, **call))


def save_evidence(country):
    """A new document for another organisation; one taken from it, and one given to it."""
    _thing, own = pick(country, "evidence", whose="own")
    _thing, other = pick(country, "evidence", whose="foreign")
    stranger = Thing("evidence", "foreign")
    for row, body in (
        (_document(other.organisation), other.organisation),
        (other, country.own),
        (own, other.organisation),
    ):

        def call(by, row=row, body=body):
            row = Evidence.objects.filter(pk=row.pk).first() or row
            row.organisation = body
            return evidence.save_evidence(evidence=row, by=by)

        yield Call("evidence.edit", stranger, call)


def _document(body):
    return Evidence(
        organisation=body,
        title="Act on online safety",
        publisher="Parliament",
        dated_on=factories.ago(30),
        registry_number="7/2026",
    )


def withdraw_evidence(country):
    thing, row = pick(country, "evidence", whose="own")
    yield Call("evidence.edit", thing, lambda by: evidence.withdraw_evidence(evidence=row, by=by))


def end_extension(country):
    thing, period = pick(country, "period", state="open")
    row = Extension.objects.create(
        period=period,
        organisation=country.own,
        until=factories.ago(-20),
        reason="Flood.",
        by=factories.person(),
    )
    yield Call(
        "period.extend_deadline", thing, lambda by: extensions.end_extension(extension=row, by=by)
    )


def extend_deadline(country):
    thing, period = pick(country, "period", state="open")
    yield Call(
        "period.extend_deadline",
        thing,
        lambda by: periods.extend_deadline(
            period=period,
            organisation=country.own,
            until=period.due_on + timedelta(days=1),
            reason="Flood.",
            by=by,
        ),
    )


def waive_update(country):
    thing, period = pick(country, "period", state="open")
    _thing, update = pick(country, "update", whose="own", state="draft", period="open")
    yield Call(
        "period.waive",
        thing,
        lambda by: periods.waive_update(
            period=period,
            organisation=update.organisation,
            capability=update.capability,
            reason="The body is dissolved.",
            by=by,
        ),
    )


def plan_first_period(country):
    yield Call("period.open", None, lambda by: periods.plan_first_period(by=by))


def on_organisation(country):
    thing, row = Thing("organisation", "foreign"), factories.organisation()
    assignment = factories.assignment(row, 1, Assignment.Kind.CONTRIBUTOR)
    capability = Capability.objects.get(number=2)

    def rename(by):
        body = Organisation.objects.get(pk=row.pk)
        body.role_text = "Coordinates."
        return organisations.save_organisation(organisation=body, by=by)

    def assign(by):
        return organisations.assign(
            organisation=row, capability=capability, kind="contributor", by=by
        )

    def end(by):
        return organisations.end_assignment(assignment=assignment, by=by)

    return thing, {"save_organisation": rename, "assign": assign, "end_assignment": end}


def of_organisation(name):
    """One of the services that change an organisation."""

    def scenario(country):
        thing, calls = on_organisation(country)
        yield Call("org.edit", thing, calls[name])

    return scenario


def import_case(country):
    case = Case({"country": {"name": "Talvia"}, "agencies": [], "actions": []}, [])
    yield Call("org.edit", None, lambda by: cases.import_case(case=case, by=by))


def request_report(country):
    thing, row = pick(country, "report", state="ready")
    yield Call(
        "report.make_internal",
        thing,
        lambda by: reports.request_report(snapshot=row.snapshot, by=by),
    )


def retry_report(country):
    thing, row = pick(country, "report", state="failed")
    yield Call("report.make_internal", thing, lambda by: reports.retry_report(report=row, by=by))


def record_download(country):
    thing, row = pick(country, "report", state="ready")
    yield Call("report.read_internal", thing, lambda by: reports.record_download(report=row, by=by))


REMARK = {"item": "update", "text": "Please say more."}
REASON = {"reason": "Say where the unit works."}
DIGEST = {"digest": "0" * 64}

SERVICES = (
    services_of_people.SERVICES
    | services_of_ways_in.SERVICES
    | services_of_entries.SERVICES
    | {
        "updates.start_update": start_update,
        "updates.save_update": versioned("update.edit", updates.save_update, values={}),
        "updates.submit_update": versioned("update.submit", updates.submit_update),
        "updates.withdraw_update": versioned(
            "update.withdraw", updates.withdraw_update, state="submitted"
        ),
        "updates.endorse_update": versioned(
            "update.endorse", updates.endorse_update, whose="domain", state="submitted"
        ),
        "updates.accept_update": versioned(
            "update.accept", updates.accept_update, state="endorsed"
        ),
        "updates.return_update": versioned(
            "update.return", updates.return_update, whose="domain", state="submitted", **REASON
        ),
        "updates.delete_draft": versioned("update.delete", updates.delete_draft),
        "assessments.save_assessment": versioned(
            "update.edit", assessments.save_assessment, values={}, answers={}
        ),
        "assessments.confirm_assessment": versioned("update.edit", assessments.confirm_assessment),
        "assessments.remove_assessment": versioned("update.edit", assessments.remove_assessment),
        "comments.add_comment": on_update(
            "note.create", comments.add_comment, whose="domain", state="submitted", **REMARK
        ),
        "comments.resolve_comment": resolve_comment,
        "evidence.save_evidence": save_evidence,
        "releases.ask_for_update": on_update("update.edit", releases.ask_for_update, reasons={}),
        "releases.hold_comment": on_update(
            "note.create", releases.hold_comment, "domain", "submitted", **REMARK | REASON
        ),
        "releases.hold_evidence": hold_evidence,
        "releases.decide": decide_release,
        "evidence.withdraw_evidence": withdraw_evidence,
        "extensions.end_extension": end_extension,
        "periods.plan_first_period": plan_first_period,
        "periods.open_period": on_period("period.open", periods.open_period, "planned"),
        "periods.close_period": on_period("period.close_entry", periods.close_period, "open"),
        "periods.extend_deadline": extend_deadline,
        "periods.waive_update": waive_update,
        "periods.freeze_period": on_period("period.freeze", periods.freeze_period, "closed"),
        "periods.approve_period": on_period(
            "period.approve", periods.approve_period, "frozen", **DIGEST
        ),
        "periods.request_publication": on_period(
            "period.publish_request", periods.request_publication, "approved"
        ),
        "periods.confirm_publication": on_period(
            "period.publish_confirm", periods.confirm_publication, "approved", **DIGEST
        ),
        "organisations.save_organisation": of_organisation("save_organisation"),
        "organisations.assign": of_organisation("assign"),
        "organisations.end_assignment": of_organisation("end_assignment"),
        "cases._require": import_case,
        "reports.request_report": request_report,
        "reports.retry_report": retry_report,
        "jobs.retry_by_hand": on(
            "job.retry", "job", lambda row, by: jobs.retry_by_hand(job=row, by=by), state="failed"
        ),
        "reports.record_download": record_download,
    }
)
