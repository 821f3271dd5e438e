"""The domain Victim as a Django app."""

from django.apps import AppConfig

from mnr.domains import Domain


class VictimServicesConfig(AppConfig):
    """The domain Victim: capabilities 8 to 11."""

    name = "victim_services"
    label = Domain.VICTIM_SERVICES.value
    verbose_name = Domain.VICTIM_SERVICES.label
