"""What must hold before the platform serves: each dangerous setting is refused with one sentence.

A module of this package writes a rule as a function that returns the sentence, or nothing:

    @refuses
    def debug() -> str:
        return "DEBUG is on. …" if settings.DEBUG else ""

`refuses` stops web, worker and scheduler; `warns` is told by `manage.py check --deploy` only. In a
demonstration on one's own machine a rule is not asked, unless it says `everywhere=True`.
`database=True` is for rules that read the database: without a database there is nothing to say.
"""

import logging
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from mnr import connections

logger = logging.getLogger(__name__)
Ask = Callable[[], str]


@dataclass(frozen=True)
class Rule:
    """One thing that must hold: `ask` returns what is wrong and the remedy, or nothing."""

    ask: Ask
    stops: bool
    everywhere: bool
    database: bool

    @property
    def id(self) -> str:
        """Its name in the output of `manage.py check`."""
        return f"mnr.{self.ask.__name__}"

    def sentence(self) -> str:
        """What is wrong, if the rule applies here."""
        return self.ask() if self.everywhere or not on_own_machine() else ""


RULES: list[Rule] = []


def _rule(ask: Ask | None = None, *, stops: bool, everywhere=False, database=False) -> Any:
    if ask is None:
        return partial(_rule, stops=stops, everywhere=everywhere, database=database)
    RULES.append(Rule(ask, stops, everywhere, database))
    return ask


refuses = partial(_rule, stops=True)
warns = partial(_rule, stops=False)


def on_own_machine() -> bool:
    """Whether this is a demonstration that only its own machine reaches: http://localhost."""
    return not settings.HTTPS and connections.is_local(connections.host(settings.SITE_URL))


def wrong(*, database: bool) -> Iterator[tuple[Rule, str]]:
    """The rules that do not hold, each with its sentence; first those that need no database."""
    for rule in sorted(RULES, key=lambda rule: rule.database):
        if database or not rule.database:
            try:
                sentence = rule.sentence()
            except DatabaseError as error:  # health/ready tells of a missing database
                logger.warning("%s is not checked: %s", rule.id, type(error).__name__)
                continue
            if sentence:
                yield rule, sentence


def for_deployment(app_configs, databases=None, **kwargs) -> list[checks.CheckMessage]:
    """Every rule, for `manage.py check --deploy`; add `--database default` for all of them."""
    kinds = {True: checks.Error, False: checks.Warning}
    found = wrong(database=bool(databases))
    return [kinds[rule.stops](sentence, id=rule.id) for rule, sentence in found]


def refusals() -> list[str]:
    """Why the platform may not start: a sentence each."""
    found = [sentence for rule, sentence in wrong(database=True) if rule.stops]
    connection.close()  # the process may fork
    return found


for _module in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
