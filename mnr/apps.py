"""The core as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MnrConfig(AppConfig):
    """The core: people, the cycle, assessments and reports."""

    name = "mnr"
    verbose_name = _("Model National Response")

    def ready(self):
        from django.core import checks

        from mnr import (
            database_roles,
            entry_guards,
            permissions,  # noqa: F401  the policy is read at start: a gap in it stops us
        )
        from mnr.checks import for_deployment
        from mnr.registers import (
            freezing,  # noqa: F401  adds the registers to every snapshot
            imports,  # noqa: F401  its jobs register themselves
            observations,  # noqa: F401  the register of the core
            term_counts,  # noqa: F401  its task registers itself
        )
        from mnr.registers.checks import check_registers
        from mnr.reports import build, purge  # noqa: F401  their jobs register themselves
        from mnr.services import reference  # models are not loaded before ready()

        autodiscover_modules("registers")  # each domain app declares its own
        checks.register(check_registers)
        checks.register(for_deployment, checks.Tags.security, deploy=True)
        post_migrate.connect(entry_guards.after_migrate, sender=self)
        post_migrate.connect(database_roles.after_migrate, sender=self)
        post_migrate.connect(reference.after_migrate, sender=self)
