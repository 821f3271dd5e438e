"""Measures the committee's report: pages, seconds by phase, peak memory, size.

    python bench/report.py [PERIOD] [--repeat N]

Each run is a process of its own, as in a fresh worker, on the database of DATABASE_URL.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUDGET_MB = 512


def main():
    """Run the child processes and tell their figures; fails if the memory is over its budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("period", nargs="?", help="code of a frozen period; default: the latest")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(measure(options.period)))
        return
    runs = [run(options.period) for _time in range(options.repeat)]
    # the most that any child held; the kernel counts it, not the child itself
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    tell(min(runs, key=lambda result: result["cpu"]), runs, peak)
    raise SystemExit(peak > BUDGET_MB)


def run(period):
    """One measurement in a child process."""
    command = [sys.executable, __file__, *([period] if period else []), "--child"]
    child = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(child.stdout)


class Clock:
    """Seconds of processor time by phase."""

    def __init__(self):
        self.phases = {}

    @contextmanager
    def phase(self, name):
        began = time.process_time()
        yield
        self.phases[name] = time.process_time() - began


def measure(period):
    """Build the report once and note how long each phase took."""
    clock, began = Clock(), time.monotonic()
    with clock.phase("start of Django"):
        snapshot = find(period)
    with clock.phase("import of the renderer"):
        from mnr.reports import committee, document, pdf
    with clock.phase("snapshot to edition"):
        edition = committee.committee_edition(snapshot)
    with clock.phase("edition to HTML"):
        html = document.render(edition)
    with clock.phase("layout and PDF"):
        rendered = pdf.render(html)
    return {
        "period": edition.imprint.period,
        "pages": rendered.pages,
        "kilobytes": len(rendered.data) / 1000,
        "html": len(html) / 1000,
        "cpu": time.process_time(),
        "wall": time.monotonic() - began,
        "phases": clock.phases,
    }


def find(period):
    """The newest snapshot, of the period if one is named."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mnr.settings")
    import django

    django.setup()
    from mnr.models import Snapshot

    snapshots = Snapshot.objects.filter(**({"period__code": period} if period else {}))
    return snapshots.order_by("-period__starts_on", "-version")[0]


def tell(best, runs, peak):
    """The figures, as text."""
    walls = ", ".join(f"{result['wall']:.1f}" for result in runs)
    print(f"period       {best['period']}")
    print(f"pages        {best['pages']}")
    print(f"size         {best['kilobytes']:.0f} kB, from {best['html']:.0f} kB of HTML")
    print(f"seconds      {best['wall']:.1f}, of processor {best['cpu']:.1f}; all runs: {walls}")
    print(f"peak memory  {peak} MB of {BUDGET_MB} MB allowed")
    whole = sum(best["phases"].values())
    for name, seconds in best["phases"].items():
        print(f"  {name:24} {seconds:6.2f} s {seconds / whole:5.0%}")


if __name__ == "__main__":
    main()
