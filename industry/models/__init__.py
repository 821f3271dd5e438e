"""What the registers of the Industry domain hold."""

from industry.models.innovation import InnovationProject
from industry.models.providers import Provider, ProviderClass
from industry.models.reporting import IndustryReportReturn, ReportingProtection
from industry.models.responsibility import ResponsibilityProgramme
from industry.models.takedown import TakedownReturn

__all__ = [
    "IndustryReportReturn",
    "InnovationProject",
    "Provider",
    "ProviderClass",
    "ReportingProtection",
    "ResponsibilityProgramme",
    "TakedownReturn",
]
