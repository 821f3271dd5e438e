"""What the registers of Criminal Justice hold, a module for each part of the way of a case."""

from criminal_justice.models.courts import CourtReturn
from criminal_justice.models.databases import ImageDatabaseReturn
from criminal_justice.models.law_enforcement import CaseFlowReturn, SpecialistUnit
from criminal_justice.models.offenders import OffenderManagementReturn
from criminal_justice.models.training import TrainingActivity

__all__ = [
    "CaseFlowReturn",
    "CourtReturn",
    "ImageDatabaseReturn",
    "OffenderManagementReturn",
    "SpecialistUnit",
    "TrainingActivity",
]
