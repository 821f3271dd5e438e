"""The domain Societal as a Django app."""

from django.apps import AppConfig

from mnr.domains import Domain


class SocietyConfig(AppConfig):
    """The domain Societal: capabilities 12 to 15."""

    name = "society"
    label = Domain.SOCIETY.value
    verbose_name = Domain.SOCIETY.label
