"""A good installation as the environment of a process, and one process started with it."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

GOOD = {
    "SECRET_KEY": "m4Qz7tYw9Rk2Lx8Bn5Vc1Hs6Jd3Gf0PaZeUiOyTrWqXbNvMlKjHgFdSa",
    "SITE_URL": "https://mnr.example",
    "MNR_PROXIES": "1",
    "MNR_ANCHOR_KEY_FILE": "/run/secrets/anchor_key",
    "MNR_SECURITY_CONTACT": "security@mnr.example",
    "EMAIL_HOST": "localhost",
    "MNR_EMAIL_FROM": "mnr@mnr.example",
}


def environment(state, **changes):
    """What a good installation sets, but for the changes; the servers are those of the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "REDIS_URL") if name in os.environ}
    kept["DATABASE_URL"] = database_url()
    kept |= {"DJANGO_SETTINGS_MODULE": "mnr.settings", "MNR_STATE_DIR": str(state)}
    return {**kept, **GOOD, **changes}


def database_url():
    """The database of the running tests, in the form that settings read."""
    base, _mark, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    return f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def run(state, *words, seconds=60, **changes):
    """Run a Python program in a good installation, but for the changes."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env=environment(state, **changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
