"""The domain Policy and Governance as a Django app."""

from django.apps import AppConfig

from mnr.domains import Domain


class GovernanceConfig(AppConfig):
    """The domain Policy and Governance: capabilities 1 to 3."""

    name = "governance"
    label = Domain.GOVERNANCE.value
    verbose_name = Domain.GOVERNANCE.label
