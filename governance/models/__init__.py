"""What the registers of Policy and Governance hold, by capability."""

from governance.models.leadership import CommitteeDecision, CommitteeMeeting, OversightBody
from governance.models.legislation import LegalInstrument, OffenceCoverage
from governance.models.research import ExternalRecommendation, Study
from governance.models.treaties import TreatyStatus

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
