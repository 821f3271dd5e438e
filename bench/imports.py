"""How long an import of many rows takes, and what it costs: queries by batch and memory.

    python -m mnr.embedded run --fast -- python bench/imports.py 5000

Makes a database of its own, and imports new rows, then the same rows changed, then unchanged.
"""

import os
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")
os.environ.setdefault("SECRET_KEY", "for-measuring-only-" * 4)
os.environ.setdefault("SITE_URL", "http://localhost")
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]  # it makes a database


def main(count):
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        measure(count)
    finally:
        runner.teardown_databases(databases)


def measure(count):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from mnr.registers import imports, planning, reading, registry, writing
    from mnr.roles import Role
    from mnr.sign_in import at_the_shell
    from tests import factories
    from tests.factories import entries

    register = registry.find("victim-services/support-services")
    own = factories.organisation()
    factories.assignment(own, register.capabilities[0])
    person = factories.person(Role.AGY, organisation=own)
    person.sign_in = at_the_shell()
    first = entries.entry(register, own)
    (line,) = reading.read(writing.as_csv(register, [first]))
    name = register.label("name")
    lines = [
        reading.Line("", number, {**line.cells, "Identifier": "", name: f"Centre {number}"})
        for number in range(2, count + 2)
    ]
    print(f"{count} rows, batches of {planning.BATCH}")
    for title in ("new", "unchanged"):
        for step, act in (
            ("dry run", lambda: planning.plan(register, lines, person)),
            ("store", lambda: imports.store_lines(register, lines, person)),
        ):
            with CaptureQueriesContext(connection) as seen:
                begun = time.perf_counter()
                plan = act()
                seconds = time.perf_counter() - begun
            assert not plan.problems, plan.problems[:3]
            told = f"{len(seen)} queries, {len(seen) / (count / planning.BATCH):.1f} a batch"
            print(f"{title}, {step}: {seconds:.1f} s, {told}, {memory():.0f} MB at most")
    rows = register.visible(person)
    for kind, write in (("csv", writing.as_csv), ("xlsx", writing.as_workbook)):
        begun = time.perf_counter()
        data = write(register, rows)
        wrote = time.perf_counter() - begun
        begun = time.perf_counter()
        reading.read(data)
        read = time.perf_counter() - begun
        print(f"{kind}: written in {wrote:.1f} s, read in {read:.1f} s, {memory():.0f} MB at most")


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
