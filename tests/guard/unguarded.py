"""Columns of text that the content guard leaves alone, each with the reason."""

FILES = "comes from files that are versioned with the code"
OURS = "the platform writes it, people do not"
COPY = "a copy of texts that were guarded when they were written"
ACCOUNT = "the address of an account: it signs its owner in"

REASONS = {
    FILES: [
        "Capability.description",
        "Capability.title",
        "Domain.app_label",
        "Domain.key",
        "Domain.name",
        "Domain.outcome_description",
        "Domain.outcome_title",
        "Enabler.key",
        "Enabler.title",
        "EvidenceCheck.code",
        "EvidenceCheck.text",
        "FrameworkEdition.key",
        "FrameworkEdition.published",
        "FrameworkEdition.source_url",
        "FrameworkEdition.title",
        "MaturityLevel.label",
        "MaturityLevel.test",
    ],
    OURS: [
        "AuditEvent.action",
        "AuditEvent.digest",
        "AuditEvent.object_id",
        "AuditEvent.object_type",
        "AuditEvent.previous_digest",
        "AuditHead.digest",
        "CaseImport.digest",
        "Comment.item",
        "Invitation.language",
        "Invitation.token_digest",
        "Job.arguments",
        "Job.error",
        "Job.kind",
        "Job.once",
        "Job.progress_text",
        "Job.queue",
        "Report.error",
        "Report.language",
        "Report.layout",
        "Report.sha256",
        "ReportingPeriod.approved_digest",
        "ReportingPeriod.code",
        "Snapshot.digest",
        "Snapshot.previous_digest",
        "SubmitToken.outcome",
        "User.language",
        "User.password",
    ],
    COPY: [
        "AuditEvent.changes",
        "CaseImport.content",
        "HandOver.left_open",
        "Snapshot.content",
        "Snapshot.summary",
        "Submission.content",
    ],
    ACCOUNT: ["User.email", "Invitation.email"],
}
COLUMNS = {name: reason for reason, names in REASONS.items() for name in names}
