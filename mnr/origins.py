"""Where something is done: in answer to a request, by a personal token, in a background job, or
at the shell.

The trail names it beside the person, and instead of one where nobody acts.
"""

import sys
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path

WEB, JOB, SHELL, TOKEN = "web", "job", "shell", "token"
RUNNERS = ("manage.py", "django-admin", "__main__.py")  # the command's name follows
LONGEST = 80

_here: ContextVar[str] = ContextVar("origin", default="")


def now() -> str:
    """Such as "web", "job:verify_trail" or "shell:freeze_period"; never empty."""
    return _here.get() or f"{SHELL}:{_command()}"


def parts(origin: str) -> tuple[str, str]:
    """The kind of place and the name of what ran there."""
    kind, _colon, name = origin.partition(":")
    return kind, name


@contextmanager
def during(kind: str, name: str = ""):
    """What is done meanwhile is done there."""
    token = _here.set(f"{kind}:{name[:LONGEST]}" if name else kind)
    try:
        yield
    finally:
        _here.reset(token)


def during_job(name: str) -> AbstractContextManager:
    """The work of one job; whoever does it at the shell is still the operator."""
    is_in_background = _here.get().startswith(f"{JOB}:")
    return during(JOB, name) if is_in_background else nullcontext()


def by_token(ending: str) -> None:
    """For the rest of this request: a program acts, with the personal token that ends so."""
    _here.set(f"{TOKEN}:{ending}")


class OriginMiddleware:
    """What is done in answer to a request is done there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with during(WEB):
            return self.get_response(request)


def _command():
    """The name of the command, or of the script; its arguments may hold anything."""
    program, *rest = sys.argv or [""]
    name = Path(program).name
    return (rest[0] if name in RUNNERS and rest else name)[:LONGEST] or "python"
