"""What the registers of Media and Communications hold, a module for each capability."""

from media.models.coverage import CoverageReview, JournalistTraining, MediaGuideline
from media.models.terms import GlossaryTerm, TermAdoption

__all__ = [
    "CoverageReview",
    "GlossaryTerm",
    "JournalistTraining",
    "MediaGuideline",
    "TermAdoption",
]
