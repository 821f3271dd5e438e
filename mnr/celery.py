"""The Celery application: a bell that says there is work in the Job table."""

import os
import pkgutil
from importlib import import_module

from celery import Celery, Task
from celery.signals import beat_init, celeryd_init, setup_logging

from mnr import origins

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")


class PlacedTask(Task):
    """A task whose events name it as the place where they were made."""

    def __call__(self, *args, **kwargs):
        with origins.during(origins.JOB, self.name):
            return self.run(*args, **kwargs)


app = Celery("mnr", task_cls=PlacedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")


def service_modules() -> list[str]:
    """Every module of the core's services: tasks stand beside the functions they run."""
    services = import_module("mnr.services")
    return [f"mnr.services.{module.name}" for module in pkgutil.iter_modules(services.__path__)]


app.autodiscover_tasks(service_modules, related_name="")
app.autodiscover_tasks(related_name="services")


@setup_logging.connect
def keep_logging_of_settings(**kwargs: object) -> None:
    """Leave logging as settings.LOGGING has made it (Celery would add its own format)."""


@celeryd_init.connect
@beat_init.connect
def ask_the_gate(**kwargs: object) -> None:
    """Worker and scheduler start only where the web would."""
    from mnr import gate

    gate.passed(lambda: app)
