"""How fast the trail is written by eight at once, read again, searched and given out as a table.

    PYTHONPATH=. .venv/bin/python -m mnr.embedded run -- .venv/bin/python bench/trail.py [EVENTS]

It adds EVENTS (default 100,000) events to the database, and leaves them there. It needs the
tables and the framework: `manage.py migrate` first, in the same servers.
"""

import os
import resource
import sys
import threading
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from mnr.models import AuditEvent, Domain, User  # noqa: E402
from mnr.selectors import audit_search, audit_trail, failed_sign_ins  # noqa: E402
from mnr.services import audit, audit_export, doors  # noqa: E402
from mnr.views.audit import PAGE, table  # noqa: E402

EACH, WRITERS, BATCH, TIMES = 100, 8, 1000, 5
CHANGES = {"title": ["Mandate of the unit", "Mandate of the national unit"], "state": ["a", "b"]}


def write(target):
    """One writer: a transaction an event, as services do."""
    for _ in range(EACH):
        with transaction.atomic():
            audit.record("org.edit", target, None, CHANGES)
    connection.close()


def written(target):
    """How many events a second eight writers make."""
    began = time.monotonic()
    threads = [threading.Thread(target=write, args=(target,)) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{WRITERS} writers: {EACH * WRITERS / (time.monotonic() - began):.0f} events a second")


def fill(target, person, events):
    """Events of which one in a hundred is a sign-in that failed, and one in ten a person's."""
    failed = {"address": [None, doors.mark_of("stranger@example.org")]}
    batch = [
        audit.Entry(doors.FAILED, None, None, failed)
        if place % 100 == 0
        else audit.Entry("org.edit", target, person if place % 10 == 1 else None, CHANGES)
        for place in range(BATCH)
    ]
    for _ in range(events // BATCH):
        audit.record_many(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mnr_auditevent, mnr_auditcontent")


def verified():
    """How long the whole trail takes to read, and how much memory."""
    before, began = peak(), time.monotonic()
    found = audit.verify()
    seconds = time.monotonic() - began
    print(f"{found.checked} events read in {seconds:.1f} s: {found.problem or 'intact'}")
    print(
        f"{seconds / found.checked * 100_000:.1f} s per 100,000; {peak() - before:.0f} MB more "
        "at the peak"
    )


def searched(target, person):
    """The slowest of a few times that a page of each search takes, in words as well."""
    today = timezone.localdate()
    searches = {
        "everything": {},
        "by kind": {"kind": "domain"},
        "by an action that is rare": {"action": str(doors.FAILED)},
        "by an action that nobody took": {"action": "period.freeze"},
        "by a person": {"person": person.full_name},
        "by a person who did nothing": {"person": "Nobody Here"},
        "by the key of an object": {"object": str(target.pk)},
        "by a key that is not there": {"object": "6f1c2a"},
        "by kind and a key that is not there": {"kind": "user", "object": "6f1c2a"},
        "by domain": {"domain": target},
        "by domain, nothing there": {"domain": Domain.objects.last()},
        "by today": {"since": today, "until": today},
        "by a year in which nothing was": {"until": today - timedelta(days=900)},
    }
    for name, chosen in searches.items():
        print(f"{slowest(lambda c=chosen: page(c)):6.0f} ms  {name}")
    for name, values in (("kinds", audit_search.kinds), ("actions", audit_search.actions)):
        print(f"{slowest(values):6.0f} ms  the list of {name}")
    own = slowest(lambda: failed_sign_ins.of_own_address(person))
    print(f"{own:6.0f} ms  failed sign-ins of one address")


def page(chosen):
    """What the page of the trail reads."""
    events = audit_search.narrowed(AuditEvent.objects.all(), chosen)
    return audit_trail.lines(audit_search.page_of(events, None, PAGE)[0])


def exported():
    """The largest table that is given out."""
    before, began = peak(), time.monotonic()
    events = audit_search.narrowed(AuditEvent.objects.all(), {})
    found, _has_more = audit_search.page_of(events, None, audit_export.MOST)
    size = len(table(found).content)
    seconds = time.monotonic() - began
    print(
        f"a table of {len(found)} events, {size / 2**20:.1f} MB, in {seconds:.1f} s; "
        f"{peak() - before:.0f} MB more at the peak"
    )


def slowest(act):
    """Milliseconds, of the slowest but the first, which warms what others find warm."""
    spans = []
    for _ in range(TIMES + 1):
        began = time.monotonic()
        act()
        spans.append((time.monotonic() - began) * 1000)
    return max(spans[1:])


def peak():
    """Megabytes of memory at the peak so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main():
    target = Domain.objects.first()
    person, _made = User.objects.get_or_create(
        email="bench@example.org", defaults={"full_name": "Bench Person"}
    )
    written(target)
    fill(target, person, int(sys.argv[1] if sys.argv[1:] else 100_000))
    exported()
    searched(target, person)
    verified()


main()
