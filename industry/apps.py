"""The domain Industry as a Django app."""

from django.apps import AppConfig

from mnr.domains import Domain


class IndustryConfig(AppConfig):
    """The domain Industry: capabilities 16 to 19."""

    name = "industry"
    label = Domain.INDUSTRY.value
    verbose_name = Domain.INDUSTRY.label
