"""What the registers of Policy and Governance hold, a module for each capability."""

from governance.models.leadership import CommitteeDecision, CommitteeMeeting, OversightBody
from governance.models.legislation import LegalInstrument, OffenceCoverage, TreatyStatus
from governance.models.research import ExternalRecommendation, Study

__all__ = [
    "CommitteeDecision",
    "CommitteeMeeting",
    "ExternalRecommendation",
    "LegalInstrument",
    "OffenceCoverage",
    "OversightBody",
    "Study",
    "TreatyStatus",
]
