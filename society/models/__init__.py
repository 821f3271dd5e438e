"""What the registers of the Societal domain hold."""

from society.models.education import EducationProgramme, EducationReturn
from society.models.hotline import HotlineReturn
from society.models.offender_support import OffenderSupportReturn, OffenderSupportService
from society.models.participation import ParticipationActivity

__all__ = [
    "EducationProgramme",
    "EducationReturn",
    "HotlineReturn",
    "OffenderSupportReturn",
    "OffenderSupportService",
    "ParticipationActivity",
]
