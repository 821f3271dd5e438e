"""The start gate of web, worker and scheduler: nothing serves on settings that are dangerous."""

import sys
from collections.abc import Callable
from typing import NoReturn, TypeVar

from django.core.exceptions import ImproperlyConfigured

REFUSED = 4  # the exit code at which gunicorn gives up rather than try again
Started = TypeVar("Started")


def passed(start: Callable[[], Started]) -> Started:
    """Start Django, and ask every rule of `mnr.checks`; end with a sentence for each that fails."""
    try:
        started = start()
    except ImproperlyConfigured as wrong:
        refuse([str(wrong)])
    from mnr import checks  # its rules know models, which are there only now

    if found := checks.refusals():
        refuse(found)
    return started


def refuse(sentences: list[str]) -> NoReturn:
    """One sentence a line, and no traceback."""
    for sentence in sentences:
        print(f"mnr: {sentence}", file=sys.stderr)  # noqa: T201  said before there is a log
    sys.exit(REFUSED)
