"""How long an import of many rows takes, and what it costs: queries by batch and memory.

    python -m mnr.embedded run --fast -- python bench/imports.py 5000

Makes a database of its own. Another process, as fresh as a worker, imports new rows into it, and
the same rows again; its memory is that of all of it, with Django. Fails above the budget.
"""

import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUDGET_MB = 256
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")
os.environ.setdefault("SECRET_KEY", "for-measuring-only-" * 4)
os.environ.setdefault("SITE_URL", "http://localhost")
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]  # it makes a database


def main(count):
    """Make the database, and let a fresh process measure; the database goes in the end."""
    import django

    django.setup()
    from django.db import connection
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        server, _slash, _name = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
        query = os.environ["DATABASE_URL"].partition("?")[2]
        url = f"{server}/{connection.settings_dict['NAME']}" + (f"?{query}" if query else "")
        words = [sys.executable, __file__, str(count), "--measure"]
        code = subprocess.run(words, env=os.environ | {"DATABASE_OWNER_URL": url}, check=False)
    finally:
        runner.teardown_databases(databases)
    raise SystemExit(code.returncode)


@contextmanager
def counted(connection):
    """The queries that are asked meanwhile, without keeping their texts."""
    seen = []

    def count(execute, sql, params, many, context):
        seen.append(1)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


def measure(count):
    import django

    django.setup()
    from django.db import connection

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
            with counted(connection) as seen:
                begun = time.perf_counter()
                plan = act()
                seconds = time.perf_counter() - begun
            assert not plan.problems, plan.problems[:3]
            plan = None  # a job keeps nothing of the one before
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
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    if "--measure" in sys.argv:
        measure(rows)
        raise SystemExit(memory() > BUDGET_MB)
    main(rows)
