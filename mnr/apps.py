"""The core as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

# what registers itself when it is imported: jobs, tasks, parts of snapshots, registers; and the
# policy, so that a gap in it stops us at start
AT_START = (
    "mnr.permissions",
    "mnr.registers.freezing",
    "mnr.registers.frozen_indicators",
    "mnr.registers.imports",
    "mnr.registers.observations",
    "mnr.registers.outlook",
    "mnr.registers.term_counts",
    "mnr.reports.build",
    "mnr.reports.purge",
    "mnr.selectors.indicator_voices",
)


class MnrConfig(AppConfig):
    """The core: people, the cycle, assessments and reports."""

    name = "mnr"
    verbose_name = _("Model National Response")

    def ready(self):
        from mnr import database_roles, entry_guards  # models are not loaded before
        from mnr.checks import for_deployment
        from mnr.registers.checks import check_registers
        from mnr.services import reference

        for module in AT_START:
            import_module(module)
        autodiscover_modules("registers")  # each domain app declares its own
        checks.register(check_registers)
        checks.register(for_deployment, checks.Tags.security, deploy=True)
        post_migrate.connect(entry_guards.after_migrate, sender=self)
        post_migrate.connect(database_roles.after_migrate, sender=self)
        post_migrate.connect(reference.after_migrate, sender=self)
