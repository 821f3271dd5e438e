"""What the registers of the Victim domain hold."""

from victim_services.models.helpline import HelplineReturn
from victim_services.models.remedies import RemedyKind, RemedyProcedure, RemedyReturn
from victim_services.models.support import ReferralPathway, SupportService
from victim_services.models.workforce import WorkforceReturn

__all__ = [
    "HelplineReturn",
    "ReferralPathway",
    "RemedyKind",
    "RemedyProcedure",
    "RemedyReturn",
    "SupportService",
    "WorkforceReturn",
]
