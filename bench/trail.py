"""How fast the trail is written by eight at once, and read again.

    DATABASE_URL=… .venv/bin/python bench/trail.py [EVENTS]

It adds EVENTS (default 100,000) events to the database, and leaves them there.
"""

import os
import resource
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from mnr.models import Domain  # noqa: E402
from mnr.services import audit  # noqa: E402

EACH, WRITERS, BATCH = 100, 8, 1000
CHANGES = {"title": ["Mandate of the unit", "Mandate of the national unit"], "state": ["a", "b"]}


def write(target):
    """One writer: a transaction an event, as services do."""
    for _ in range(EACH):
        with transaction.atomic():
            audit.record("org.edit", target, None, CHANGES)
    connection.close()


def main():
    target = Domain.objects.first()
    began = time.monotonic()
    threads = [threading.Thread(target=write, args=(target,)) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{WRITERS} writers: {EACH * WRITERS / (time.monotonic() - began):.0f} events a second")
    for _ in range(int(sys.argv[1] if sys.argv[1:] else 100_000) // BATCH):
        audit.record_many([audit.Entry("org.edit", target, None, CHANGES)] * BATCH)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    found = audit.verify()
    seconds = time.monotonic() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{found.checked} events read in {seconds:.1f} s: {found.problem or 'intact'}")
    print(f"{seconds / found.checked * 100_000:.1f} s per 100,000; {more:.0f} MB more at the peak")


main()
