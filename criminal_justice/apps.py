"""The domain Criminal Justice as a Django app."""

from django.apps import AppConfig

from mnr.domains import Domain


class CriminalJusticeConfig(AppConfig):
    """The domain Criminal Justice: capabilities 4 to 7."""

    name = "criminal_justice"
    label = Domain.CRIMINAL_JUSTICE.value
    verbose_name = Domain.CRIMINAL_JUSTICE.label
