"""Every route of the platform, with the action that it performs. A route not listed here fails.

`about` says what a route speaks of, and so how its address is made: nothing, a period, an update,
or a row of another kind. `seen_by` are the actions one of which must let the reader see the row;
where none does, the answer is 404.
"""

from dataclasses import dataclass

from mnr.registers import registry

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")

READ = ("update.read",)
READ_ANY = ("update.read", "update.read_public", "update.read_internal")
READ_OR_STATUS = ("update.read", "update.status")


@dataclass(frozen=True)
class Route:
    """What a route does: its action in the matrix, what it speaks of, its methods."""

    action: str
    about: str = "nothing"
    methods: tuple = GET
    seen_by: tuple = ()


# No sign-in: nothing on them depends on who reads; an invitation is for whoever has its link.
PUBLIC = {
    "front",
    "health_live",
    "health_ready",
    "invitation_accept",
    "security_txt",
    "procedure_public",
    "report_weakness",
    "verify",
    "verify_digest",
    "csp_report",
}

# Single sign-on: what happens depends on the provider's signed answer alone.
SSO = {"sso_start", "sso_callback", "invitation_accept_sso"}

# django-allauth's own pages: they speak only of the person who signs in or is signed in.
ACCOUNT = SSO | {
    "account_login",
    "mfa_login_webauthn",
    "mfa_authenticate",
    "mfa_index",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "session_stay",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "held_post",
}

ROUTES = {
    "own_texts": Route("framework.read"),
    "update_meant": Route("update.edit", "update", BOTH, READ),
    "release_list": Route("guard.release"),
    "release_detail": Route("guard.release", "release", BOTH),
    "my_work": Route("framework.read"),
    "indicator_list": Route("framework.read"),
    "published_values": Route("framework.read"),
    "published_values_file": Route("framework.read"),
    "leave": Route("framework.read", "other site"),
    "overview": Route("framework.read"),
    "overview_period": Route("framework.read", "period"),
    "capability_detail": Route("framework.read", "capability"),
    "register_list": Route("entry.read"),
    "governance:home": Route("framework.read"),
    "criminal_justice:home": Route("framework.read"),
    "victim_services:home": Route("framework.read"),
    "society:home": Route("framework.read"),
    "industry:home": Route("framework.read"),
    "media:home": Route("framework.read"),
    # an organisation's own update
    "update_start": Route("update.create", "start", POST),
    "update_detail": Route("update.read_public", "update", GET, READ_ANY),
    "update_edit": Route("update.edit", "update", BOTH, READ),
    "update_autosave": Route("update.edit", "update", POST, READ),
    "update_assessment": Route("update.edit", "update", BOTH, READ),
    "update_confirm_assessment": Route("update.edit", "update", BOTH, READ),
    "update_questions": Route("update.edit", "update", BOTH, READ),
    "update_remove_assessment": Route("update.edit", "update", BOTH, READ),
    "update_check": Route("update.submit", "update", BOTH, READ),
    "update_sent": Route("update.read", "update", GET, READ),
    "update_withdraw": Route("update.withdraw", "update", BOTH, READ),
    "update_delete": Route("update.delete", "update", BOTH, READ),
    "evidence_list": Route("evidence.read"),
    "evidence_create": Route("evidence.edit", "new evidence", BOTH),
    "evidence_update": Route("evidence.edit", "evidence", BOTH, ("evidence.read",)),
    "evidence_withdraw": Route("evidence.edit", "evidence", BOTH, ("evidence.read",)),
    # its review
    "update_review": Route("update.read", "update", GET, READ),
    "update_history": Route("update.history", "update", GET, ("update.history",)),
    "update_endorse": Route("update.endorse", "update", POST, READ_OR_STATUS),
    "update_accept": Route("update.accept", "update", POST, READ_OR_STATUS),
    "update_return": Route("update.return", "update", POST, READ_OR_STATUS),
    "comment_create": Route("note.create", "update", POST, READ),
    "comment_resolve": Route("note.resolve", "comment", POST, ("note.read",)),
    # the period
    "board": Route("update.status"),
    "term_advice": Route("entry.read", methods=POST),
    "term_counts": Route("period.read_terms"),
    "board_period": Route("update.status", "period"),
    "period_first": Route("period.open", methods=BOTH),
    "period_open": Route("period.open", "period", BOTH),
    "period_close": Route("period.close_entry", "period", BOTH),
    "period_extend": Route("period.extend_deadline", "period", BOTH),
    "extension_end": Route("period.extend_deadline", "extension", POST),
    "period_waive": Route("period.waive", "period", BOTH),
    "period_freeze": Route("period.freeze", "period", BOTH),
    "period_approve": Route("period.approve", "period", BOTH),
    "period_publish_request": Route("period.publish_request", "period", BOTH),
    "period_publish_confirm": Route("period.publish_confirm", "period", BOTH),
    # reports
    "report_list": Route("report.read_internal"),
    "report_request": Route("report.make_internal", "period", POST),
    "report_detail": Route("report.read_internal", "report"),
    "report_retry": Route("report.make_internal", "report", POST),
    "report_download": Route("report.read_internal", "report"),
    "audit_list": Route("audit.read"),
    "indicator_detail": Route("framework.read", "indicator"),
    "definition_create": Route("indicator.define", methods=BOTH),
    "definition_update": Route("indicator.define", "own indicator", BOTH),
    "indicator_withdraw": Route("indicator.define", "own indicator", BOTH),
    "definition_take_back": Route("indicator.define", "definition", BOTH),
    "definition_decide": Route("framework.confirm", "definition", BOTH),
    "override_list": Route("indicator.override_read"),
    "override_request": Route("indicator.override_request", "small count", BOTH),
    "override_withdraw": Route("indicator.override_request", "override", BOTH),
    "override_decide": Route("indicator.override_confirm", "override", BOTH),
    "indicator_adopt": Route("indicator.adopt", "indicator", BOTH),
    "target_create": Route("indicator.adopt", "indicator to aim at", BOTH),
    "target_update": Route("indicator.adopt", "target", BOTH),
    "target_drop": Route("indicator.adopt", "target", BOTH),
    "values_due": Route("indicator.enter", methods=BOTH),
    # what must not be here
    "content_report": Route("content.report", "content", BOTH),
    "content_reported": Route("content.report", "content"),
    "quarantine_set": Route("quarantine.set", "content", BOTH),
    "quarantine_find": Route("quarantine.set"),
    "quarantine_done": Route("quarantine.set"),
    "quarantine_list": Route("quarantine.view"),
    "quarantine_detail": Route("quarantine.view", "quarantine"),
    "quarantine_text": Route("quarantine.view", "quarantine", BOTH),
    "quarantine_release": Route("quarantine.release", "quarantine", BOTH),
    "quarantine_hold": Route("quarantine.hold", "quarantine", BOTH),
    "content_report_dismiss": Route("quarantine.release", "content report", BOTH),
    "purge_request": Route("purge.request", "quarantine", BOTH),
    "purge_list": Route("purge.confirm"),
    "purge_confirm": Route("purge.confirm", "quarantine to purge", BOTH),
    "procedure": Route("framework.read"),
    "procedure_propose": Route("procedure.propose", methods=BOTH),
    "procedure_confirm": Route("procedure.confirm", "procedure", BOTH),
    "duty_list": Route("duty.end"),
    "duty_request": Route("duty.request", "secretariat membership", BOTH),
    "duty_confirm": Route("duty.confirm", "duty", BOTH),
    "duty_end": Route("duty.end", "duty", BOTH),
    "job_list": Route("job.list"),
    "job_retry": Route("job.retry", "job", POST),
    "audit_export": Route("audit.export", methods=POST),
    "audit_proof": Route("audit.verify", methods=BOTH),
    "object_history": Route("audit.read_own", "history"),
    # people and organisations
    "region_list": Route("region.read"),
    "region_edit": Route("region.edit", methods=BOTH),
    "organisation_list": Route("org.read"),
    "organisation_detail": Route("org.read", "organisation"),
    "organisation_create": Route("org.edit", methods=BOTH),
    "organisation_update": Route("org.edit", "organisation", BOTH),
    "assignment_create": Route("org.edit", "organisation", BOTH),
    "assignment_end": Route("org.edit", "assignment", BOTH),
    "person_list": Route("user.directory"),
    "person_detail": Route("user.directory", "person"),
    "invitation_list": Route("user.invite"),
    "invitation_create": Route("user.invite", methods=BOTH),
    "invitation_release": Route("user.invite_release", "invitation", BOTH),
    "invitation_resend": Route("user.invite", "invitation", BOTH),
    "invitation_withdraw": Route("user.invite", "invitation", BOTH),
    "person_deactivate": Route("user.deactivate", "person", BOTH),
    "membership_create": Route("role.grant_privileged_request", "person", BOTH),
    "membership_confirm": Route("role.grant_privileged_confirm", "membership", BOTH),
    "membership_end": Route("role.revoke", "membership", BOTH),
    "token_list": Route("token.revoke_self"),
    "token_create": Route("token.create_self", methods=BOTH),
    "token_revoke": Route("token.revoke_self", "token", BOTH),
    "api_docs": Route("framework.read"),
    "api_docs_group": Route("framework.read", "group of the API"),
    "identity": Route("identity.link_self"),
    "identity_link": Route("identity.link_self", methods=POST),
    "identity_unlink": Route("identity.link_self", methods=BOTH),
    "sso_confirm": Route("framework.read", methods=POST),
    "profile": Route("user.edit_self", methods=BOTH),
    "update_readings": Route("update.read"),
    "session_end": Route("session.kill_self", "session", POST),
    "session_others": Route("session.kill_self", methods=POST),
    "person_reactivate": Route("user.reactivate", "person", BOTH),
    "factor_reset": Route("user.mfa_reset_request", "person", BOTH),
    "factor_reset_confirm": Route("user.mfa_reset_confirm", "factor reset", BOTH),
    "person_sign_out": Route("session.kill_any", "person", BOTH),
    # the policy itself
    "policy_explain": Route("policy.explain"),
    "person_rights": Route("policy.explain", "person"),
    "access_review": Route("role.review"),
    "access_review_done": Route("role.review_done", methods=BOTH),
    "membership_renew": Route("role.grant_privileged_request", "membership", BOTH),
    "hand_over_list": Route("handover.read"),
    "hand_over_close": Route("handover.close", "hand-over", BOTH),
    "separation_list": Route("separation.read"),
    "separation_request": Route("separation.request", methods=BOTH),
    "separation_confirm": Route("separation.confirm", "reduction", BOTH),
    "separation_end": Route("separation.end", "reduction", BOTH),
}

# The pages of every register; tests/registers walks them for every role and relation.
PAGES_OF_A_REGISTER = {
    "list": ("read", GET),
    "detail": ("read", GET),
    "create": ("create", BOTH),
    "update": ("edit", BOTH),
    "withdraw": ("withdraw", BOTH),
    "views": ("read", POST),
    "export": ("export.unpublished", POST),
    "import": ("import.run", BOTH),
    "import_run": ("import.read_result", BOTH),
}
REGISTERS = {
    register.url_name(page): Route(
        action if "." in action else getattr(register.actions, action), methods=methods
    )
    for register in registry.everything
    for page, (action, methods) in PAGES_OF_A_REGISTER.items()
}

# The API of every register; tests/api/test_entries.py walks it.
METHODS_OF_A_REGISTER = {
    "list": {"GET": "read", "POST": "create"},
    "detail": {"GET": "read", "PUT": "edit", "PATCH": "edit"},
    "withdraw": {"POST": "withdraw"},
}
API_OF_REGISTERS = {
    f"api:{register.model._meta.model_name}-{part}": {
        method: str(getattr(register.actions, step)) for method, step in steps.items()
    }
    for register in registry.everything
    for part, steps in METHODS_OF_A_REGISTER.items()
}

# The API: what each method of each route does.
READS_FRAMEWORK = {"GET": "framework.read"}
READS_ORGANISATIONS = {"GET": "org.read"}
API = {
    **API_OF_REGISTERS,
    "api_schema": READS_FRAMEWORK,
    "api:me-list": READS_FRAMEWORK,
    "api:domains-list": READS_FRAMEWORK,
    "api:domains-detail": READS_FRAMEWORK,
    "api:capabilities-list": READS_FRAMEWORK,
    "api:capabilities-detail": READS_FRAMEWORK,
    "api:checks-list": READS_FRAMEWORK,
    "api:checks-detail": READS_FRAMEWORK,
    "api:periods-list": {"GET": "period.read_meta"},
    "api:periods-detail": {"GET": "period.read_meta"},
    "api:organisations-list": READS_ORGANISATIONS,
    "api:organisations-detail": READS_ORGANISATIONS,
    "api:assignments-list": READS_ORGANISATIONS,
    "api:assignments-detail": READS_ORGANISATIONS,
    "api:regions-list": {"GET": "region.read"},
    "api:regions-detail": {"GET": "region.read"},
    "api:people-list": {"GET": "user.directory"},
    "api:people-detail": {"GET": "user.directory"},
    "api:updates-list": {"GET": "update.read_public", "POST": "update.create"},
    "api:updates-detail": {"GET": "update.read_public", "PATCH": "update.edit"},
    "api:updates-submit": {"POST": "update.submit"},
    "api:updates-withdraw": {"POST": "update.withdraw"},
    "api:updates-meant": {"POST": "update.edit"},
    "api:updates-questions": {"GET": "update.edit"},
    "api:assessments-list": {"GET": "update.read_public"},
    "api:assessments-detail": {"GET": "update.read_public"},
    "api:evidence-list": {"GET": "evidence.read", "POST": "evidence.edit"},
    "api:evidence-detail": {"GET": "evidence.read", "PATCH": "evidence.edit"},
    "api:evidence-withdraw": {"POST": "evidence.edit"},
    "api:reports-list": {"GET": "report.read_internal"},
    "api:reports-detail": {"GET": "report.read_internal"},
    "api:reports-download": {"GET": "report.read_internal"},
    "api:events-list": {"GET": "audit.read"},
    "api:events-detail": {"GET": "audit.read"},
}
