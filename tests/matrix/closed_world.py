"""Every door that is no page: what it does in the words of the matrix, or why the matrix is silent.

A value is an action of `policy.csv`, or a sentence. What is not listed here fails the run, and so
does what is listed and gone. Pages stand in `routes.py`.
"""

from dataclasses import dataclass

from mnr.registers import registry


@dataclass(frozen=True)
class Fields:
    """What a serializer shows or takes: the action that it serves, and each of its fields."""

    action: str
    names: tuple


# manage.py, of our own apps: whoever runs it has the server's shell
COMMANDS = {
    "begin_country": "Only in an empty database: there is nobody yet to ask.",
    "build_report": "report.make_internal",
    "export_register": "export.unpublished",
    "import_register": "import.run",
    "import_regions": "region.edit",
    "registers": "Prints how many entries each register has, and none of them.",
    "published_tables": "The operator's: what an edition tells, after disclosure control.",
    "export_figures": "The operator's: what an edition tells, after disclosure control.",
    "demo_accounts": "Only of the demonstration: prints its published sign-ins.",
    "first_steps": "Prints how to begin; reads whether anybody has an account.",
    "freeze_period": "period.freeze",
    "import_case": "org.edit",
    "load_demo": "Only into an empty database.",
    "make_anchor": "audit.verify",
    "migrate": "The operator's, as the owner of the tables; reads nothing to anybody.",
    "measure_guard": "Reads a file of sentences and prints figures; reads no row.",
    "permission_table": "Prints policy.csv; reads no row.",
    "replay_purges": "Does again what purge.confirm allowed, in a database that was restored.",
    "set_procedure": "Only while the procedure is empty: there is nobody yet to ask.",
    "sync_reference": "Brings the framework in line with its files, as every start does.",
    "verify_audit": "audit.verify",
    "verify_report": "Tells no more than the public page: whether a file is one of ours.",
}

# and of others: none of them is given to anybody but the operator of the server
COMMANDS_OF_OTHERS = {
    "django.core": "The operator's: database, messages, checks, a shell.",
    "django.contrib.auth": "The operator's; an account made by it has no membership, so no right.",
    "django.contrib.contenttypes": "The operator's: removes types of models that are gone.",
    "django.contrib.sessions": "The operator's: removes sessions that have ended.",
    "django.contrib.staticfiles": "The operator's: gathers style sheets.",
    "guardian": "The operator's: removes grants on rows that are gone.",
    "rest_framework": "The operator's: tokens of the library, which is not used.",
    "drf_spectacular": "The operator's: prints the description of the API.",
    "allauth.account": "The operator's: removes addresses that are gone.",
}

# what a message in the broker can start
TASKS = {
    "mnr.services.trail_watch.daily": "An anchor and a verification a day; nobody asks for them.",
    "mnr.run_job": "Does what the job's row says, and nothing else: see JOBS.",
    "mnr.services.jobs.dispatch": "Rings for jobs that wait: see JOBS.",
    "mnr.services.readings.forget_old": "Forgets after a year who opened an update.",
    "mnr.registers.term_counts.count": "Totals of words by period; nobody asks for them.",
    "mnr.registers.imports.tidy": "Drops files that nobody confirmed; nobody asks for it.",
    "mnr.services.create_keys.tidy": "Forgets after a day which request made what.",
    "mnr.services.releases.tidy": "Deletes texts that were sent back long ago.",
    "mnr.services.sessions.tidy": "Forgets sessions that have ended by themselves.",
    "mnr.services.hand_overs.open_for_ran_out": "Opens hand-overs of roles that ran out.",
    "mnr.services.tokens.look_after": "The calendar removes and reminds; nobody asks for it.",
    "mnr.services.periods.open_due": "The calendar opens a period; nobody asks for it.",
}

# what a row of the job table can start, by its kind: the action that whoever asked for it must
# still have when the work begins
JOBS = {
    "build_report": "report.make_internal",
    "read_import": "import.run",
    "store_import": "import.run",
    "mail_anchor": "The calendar's: a mail to the auditors, a number and digests.",
    "mail_invitation": "user.invite",
    "purge_content": "Carries out what two people decided: purge.request and purge.confirm.",
    "tell_who_hid": "A mail without any content, after quarantine.release.",
    "answer_reporter": "A mail without any content, after quarantine.release or purge.confirm.",
    "tell_duty_officers": "A mail without any content, after content.report or quarantine.set.",
    "verify_trail": "audit.verify",
    "mail_password_link": "Mails a link to whoever has an account; asked for without signing in.",
    "send_notice": "Tells people of their own account.",
    "remind_of_token": "The calendar sends it, to the token's owner alone.",
}

ratings = (
    "update",
    "period",
    "capability",
    "organisation",
    "in_place",
    "in_use",
    "level",
    "target_level",
    "target_on",
)
stands = (
    "withdrawn_on",
    "withdrawn_because",
    "is_withheld",
    "version",
    "recorded_at",
    "changed_at",
)


def of_a_register(register) -> dict:
    """The serializers of one register: what its declaration names, and nothing else."""
    name, may = f"mnr.api.entry_fields.{register.model.__name__}", register.actions
    period = ("period",) if register.is_return else ()
    nil = ("is_nil",) if "is_nil" in register.entered else ()
    own = (*nil, *register.fields, "source", "public_text", "internal_note")
    whole = (*register.keeping, *period, *own)
    stays = ("id", *dict.fromkeys((*register.keeping, *period, "capability")), *stands)
    search = ("q",) if register.search_fields else ()
    return {
        f"{name}Serializer": Fields(
            str(may.read), ("id", *dict.fromkeys((*whole, "capability")), *stands)
        ),
        f"{name}Body": Fields(str(may.create), (*whole, "meant")),
        # What stays is read along with a change, and refused where it differs.
        f"{name}Changes": Fields(str(may.edit), (*own, *stays, "meant")),
        f"{name}Filters": Fields(
            str(may.read), ("organisation", *period, *register.filters, *search, "state", "sort")
        ),
    }


of_registers = {
    name: fields
    for register in registry.everything
    for name, fields in of_a_register(register).items()
}

# {"mnr.api.updates.UpdateSerializer": Fields("update.read", ("id", "state", …))}
SERIALIZERS: dict[str, Fields] = {
    "mnr.api.reading.DomainSerializer": Fields(
        "framework.read", ("key", "order", "name", "outcome")
    ),
    "mnr.api.reading.CapabilitySerializer": Fields(
        "framework.read", ("number", "domain", "title", "description")
    ),
    "mnr.api.reading.CheckSerializer": Fields(
        "framework.read", ("code", "capability", "level", "rating", "text")
    ),
    "mnr.api.reading.PeriodSerializer": Fields(
        "period.read_meta",
        (
            "code",
            "state",
            "starts_on",
            "ends_on",
            "opens_on",
            "due_on",
            "review_due_on",
            "freeze_on",
            "meeting_on",
        ),
    ),
    "mnr.api.reading.OrganisationSerializer": Fields(
        "org.read", ("id", "name", "short_name", "kind", "role_text", "is_active")
    ),
    "mnr.api.reading.AssignmentSerializer": Fields(
        "org.read", ("id", "organisation", "capability", "kind", "began_on", "ended_on")
    ),
    "mnr.api.reading.RoleSerializer": Fields("user.directory", ("role", "organisation", "domain")),
    "mnr.api.reading.PersonSerializer": Fields("user.directory", ("id", "full_name", "roles")),
    "mnr.api.reading.TokenSerializer": Fields("token.revoke_self", ("name", "scope", "expires_at")),
    "mnr.api.reading.MeSerializer": Fields(
        "framework.read", ("id", "full_name", "language", "roles", "token")
    ),
    "mnr.api.reading.EvidenceSerializer": Fields(
        "evidence.read",
        (
            "id",
            "organisation",
            "title",
            "kind",
            "publisher",
            "dated_on",
            "url",
            "registry_number",
            "valid_from",
            "valid_until",
            "withdrawn_on",
            "version",
        ),
    ),
    "mnr.api.reading.ReleaseSerializer": Fields("evidence.edit", ("id", "state")),
    "mnr.api.reading.StatusSerializer": Fields(
        "update.status", ("id", "period", "capability", "organisation", "state")
    ),
    "mnr.api.reading.UpdateSerializer": Fields(
        "update.read",
        (
            "id",
            "period",
            "capability",
            "organisation",
            "state",
            "reading",
            "version",
            "content",
            "questions",
        ),
    ),
    "mnr.api.reading.QuestionSerializer": Fields("update.read", ("question", "words", "text")),
    "mnr.api.reading.AskedSerializer": Fields("update.edit", ("questions",)),
    "mnr.api.reading.ReportSerializer": Fields(
        "report.read_internal",
        (
            "id",
            "period",
            "snapshot_version",
            "snapshot_digest",
            "edition",
            "language",
            "status",
            "sha256",
            "pages",
            "size",
            "built_at",
        ),
    ),
    "mnr.api.reading.EventSerializer": Fields(
        "audit.read",
        (
            "number",
            "at",
            "actor_id",
            "action",
            "object_type",
            "object_id",
            "organisation_id",
            "digest",
        ),
    ),
    "mnr.api.fields.Body": Fields("evidence.edit", ()),
    "mnr.api.writing.StartBody": Fields("update.create", ("period", "capability", "organisation")),
    "mnr.api.writing.VersionBody": Fields("update.submit", ("version",)),
    "mnr.api.writing.ObstacleBody": Fields("update.edit", ("text", "enabler")),
    "mnr.api.writing.QuestionBody": Fields("update.edit", ("question", "text")),
    "mnr.api.writing.UpdateBody": Fields(
        "update.edit",
        (
            "version",
            "is_nil",
            "confidence",
            "achievements",
            "next_steps",
            "decisions_asked",
            "public_summary",
            "obstacles",
            "evidence",
            "questions",
        ),
    ),
    "mnr.api.writing.MeantBody": Fields(
        "update.edit",
        (
            "achievements",
            "next_steps",
            "decisions_asked",
            "public_summary",
            "obstacles",
            "departure_reason",
            "lowering_reason",
            "rationale",
            "notes",
            "questions",
        ),
    ),
    "mnr.api.writing.EvidenceBody": Fields(
        "evidence.edit",
        (
            "title",
            "kind",
            "publisher",
            "dated_on",
            "url",
            "registry_number",
            "valid_from",
            "valid_until",
            "meant",
        ),
    ),
    "mnr.api.writing.NewEvidenceBody": Fields(
        "evidence.edit",
        (
            "title",
            "kind",
            "publisher",
            "dated_on",
            "url",
            "registry_number",
            "valid_from",
            "valid_until",
            "meant",
            "organisation",
        ),
    ),
    "mnr.api.writing.ChangedEvidenceBody": Fields(
        "evidence.edit",
        (
            "title",
            "kind",
            "publisher",
            "dated_on",
            "url",
            "registry_number",
            "valid_from",
            "valid_until",
            "meant",
            "version",
        ),
    ),
    "mnr.api.reading.RegionSerializer": Fields(
        "region.read", ("code", "name", "within", "withdrawn_on")
    ),
    "mnr.api.reading.RatingSerializer": Fields("update.read_public", ratings),
    "mnr.api.reading.AssessmentSerializer": Fields(
        "update.read_public", (*ratings, "content", "strength")
    ),
    "mnr.api.assessments.AssessmentFilters": Fields(
        "update.read_public", ("period", "capability", "organisation")
    ),
    "mnr.api.framework.RegionFilters": Fields("region.read", ("within",)),
    "mnr.api.entry_fields.WithdrawBody": Fields("entry.withdraw", ("because",)),
    **of_registers,
    "mnr.api.framework.CheckFilters": Fields("framework.read", ("capability",)),
    "mnr.api.framework.OrganisationFilters": Fields("org.read", ("kind",)),
    "mnr.api.framework.AssignmentFilters": Fields("org.read", ("organisation", "capability")),
    "mnr.api.updates.UpdateFilters": Fields(
        "update.read_public", ("period", "capability", "organisation", "state")
    ),
    "mnr.api.evidence.EvidenceFilters": Fields("evidence.read", ("organisation", "state", "q")),
    "mnr.api.records.EventFilters": Fields("audit.read", ("action", "object_type", "object_id")),
}

# actions that no page, command, task or serializer names
UNNAMED = {
    "indicator.read_controlled": "Pages of indicators ask it where values are not the reader's.",
    "note.delete": "Nobody may.",
    "plan.read": "capability_detail shows the plan of an imported case.",
    "period.read": "Every list of periods shows those that are published.",
    "role.grant": "membership_create gives ordinary roles too.",
    "audit.change": "Nobody may.",
    "entry.read_internal": "The page of an entry and files show its note to whoever may read that.",
    "return.read_internal": "As entry.read_internal, for returns.",
}
