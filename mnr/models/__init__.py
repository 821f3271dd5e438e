"""Every model of the core; the framework's words are their names."""

from mnr.models.action_plan import CaseImport, PlanAction
from mnr.models.assessment import Assessment, CheckAnswer
from mnr.models.audit import AuditAnchor, AuditCheck, AuditContent, AuditEvent, AuditHead
from mnr.models.country import Country
from mnr.models.create_key import CreateKey
from mnr.models.definition import IndicatorDefinition
from mnr.models.edition import EditionFigures
from mnr.models.entry import PeriodEntry, RegisterEntry
from mnr.models.evidence import Evidence
from mnr.models.factor_reset import FactorReset
from mnr.models.framework import (
    Capability,
    Domain,
    Enabler,
    EvidenceCheck,
    FrameworkEdition,
    MaturityLevel,
)
from mnr.models.grants import (
    CapabilityGroupObjectPermission,
    CapabilityUserObjectPermission,
    DomainGroupObjectPermission,
    DomainUserObjectPermission,
)
from mnr.models.handover import AccessReview, HandOver
from mnr.models.import_run import ImportedRow, ImportRun
from mnr.models.indicator import Indicator, IndicatorAdoption, Target
from mnr.models.invitation import Invitation
from mnr.models.job import Job
from mnr.models.membership import Membership
from mnr.models.observation import Observation
from mnr.models.once import SubmitToken
from mnr.models.override import FigureOverride
from mnr.models.people import Assignment, Organisation, User
from mnr.models.period import Extension, ReportingPeriod, Waiver
from mnr.models.procedure import Duty, Procedure
from mnr.models.quarantine import (
    ContentReport,
    Quarantine,
    Redaction,
    WithheldFile,
    WithheldText,
)
from mnr.models.rating_question import RatingQuestion
from mnr.models.region import Region
from mnr.models.release import GuardRelease
from mnr.models.report import Report, Snapshot
from mnr.models.return_rules import figures_or_nil
from mnr.models.saved_view import SavedView
from mnr.models.separation import ReducedSeparation
from mnr.models.terms import Term, TermTally
from mnr.models.token import PersonalToken
from mnr.models.update import Comment, Obstacle, ProgressUpdate, Submission
from mnr.models.update_reading import UpdateReading
from mnr.models.user_session import UserSession

__all__ = [
    "AccessReview",
    "Assessment",
    "Assignment",
    "AuditAnchor",
    "AuditCheck",
    "AuditContent",
    "AuditEvent",
    "AuditHead",
    "Capability",
    "CapabilityGroupObjectPermission",
    "CapabilityUserObjectPermission",
    "CaseImport",
    "CheckAnswer",
    "Comment",
    "ContentReport",
    "Country",
    "CreateKey",
    "Domain",
    "DomainGroupObjectPermission",
    "DomainUserObjectPermission",
    "Duty",
    "EditionFigures",
    "Enabler",
    "Evidence",
    "EvidenceCheck",
    "Extension",
    "FactorReset",
    "FigureOverride",
    "FrameworkEdition",
    "GuardRelease",
    "HandOver",
    "ImportRun",
    "ImportedRow",
    "Indicator",
    "IndicatorAdoption",
    "IndicatorDefinition",
    "Invitation",
    "Job",
    "MaturityLevel",
    "Membership",
    "Observation",
    "Obstacle",
    "Organisation",
    "PeriodEntry",
    "PersonalToken",
    "PlanAction",
    "Procedure",
    "ProgressUpdate",
    "Quarantine",
    "RatingQuestion",
    "Redaction",
    "ReducedSeparation",
    "Region",
    "RegisterEntry",
    "Report",
    "ReportingPeriod",
    "SavedView",
    "Snapshot",
    "Submission",
    "SubmitToken",
    "Target",
    "Term",
    "TermTally",
    "UpdateReading",
    "User",
    "UserSession",
    "Waiver",
    "WithheldFile",
    "WithheldText",
    "figures_or_nil",
]
