"""Import the public case of a real country."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mnr.models import User
from mnr.permissions import Denied
from mnr.services import case_format, cases
from mnr.services.case_format import BadCase
from mnr.services.errors import Refused


class Command(BaseCommand):
    """Checks the whole file first, stores it in one go, and says what became of each part."""

    help = (
        "Imports organisations, their parts and actions from a country's public case (JSON). What "
        "is not shown yet is kept with the import. On any error nothing is stored."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", help="e-mail of the secretariat's person who imports")

    def handle(self, *, file, by, **options):
        try:
            case = case_format.read(file)
            outcome = cases.import_case(case=case, by=self._person(by))
        except BadCase as bad:
            raise CommandError(
                "\n  ".join([f"{file.name} was not imported; nothing was stored.", *bad.problems])
            ) from bad
        except (Refused, Denied) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.writelines(f"{line}\n" for line in _account(case, outcome))

    def _person(self, email):
        if email is None:
            return None
        found = User.objects.filter(email__iexact=email, is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody with the address {email} has an account.")
        return found


def _account(case, outcome):
    """What was stored, what was kept, and what was odd."""
    if not outcome.is_new:
        at = outcome.case.imported_at
        return [f"This case of {case.country} is already there, since {at:%d %B %Y}: no change."]
    return [
        f"{case.country}: imported.",
        "Stored:",
        *_stored(case, outcome),
        "Kept with the import, not yet shown:",
        *_kept(case.content),
        *[f"Note: {warning}." for warning in case.warnings],
        "No maturity level was recorded: a case says what was done, not how far the country is.",
    ]


def _stored(case, outcome):
    kinds = Counter(str(row.get_kind_display()) for row in outcome.organisations)
    yield _line(_count(outcome.organisations, "organisation"), kinds)
    if outcome.known_organisations:
        names = ", ".join(row.name for row in outcome.known_organisations)
        known = _count(outcome.known_organisations, "organisation")
        yield f"  There already: {known} ({names})"
    statuses = Counter(str(row.get_status_display()) for row in outcome.actions)
    yield _line(_count(outcome.actions, "action"), statuses)
    if outcome.changed_actions:
        yield f"  {_count(outcome.changed_actions, 'action')} brought up to date"
    leads = [row for row in outcome.assignments if row.kind == cases.LEAD]
    numbers = ", ".join(str(row.capability.number) for row in leads) or "none"
    yield f"  {_count(outcome.assignments, 'assignment')}; the source names one lead for: {numbers}"
    assumed = [row for row in case.content["actions"] if row.get("lead_assigned_by_us")]
    yield f"  {_count(assumed, 'action')} with an assumed lead, shown as contributor"
    yield _line(
        _count(outcome.values, "indicator value"),
        Counter(str(row.get_form_display()) for row in outcome.values),
    )
    for row in outcome.values:
        code = row.indicator.code if row.indicator else f"capability {row.capability.number}"
        yield f"    {code}  {row.measured}: {row.value}"
    if any(row["type"] == "state" for row in case.content["agencies"]):
        yield "  The type “state” is shown as “Ministry or state agency”"


def _kept(content):
    gaps = content.get("gaps") or []
    yield f"  {_count(gaps, 'gap')}:"
    yield from (f"    {gap}" for gap in gaps)
    linked = [domain for row in content["agencies"] for domain in row.get("domains") or []]
    yield f"  {_count(linked, 'link')} of organisations to domains"
    facts = [name for name in content["country"] if name != "name"]
    yield f"  {_count(facts, 'fact')} on the country: {', '.join(facts) or 'none'}"
    if "_about" in content:
        yield "  1 note on the file: _about"


def _line(counted, parts):
    detail = ", ".join(f"{number} {name}" for name, number in sorted(parts.items()))
    return f"  {counted}" + (f" ({detail})" if detail else "")


def _count(rows, name):
    """So many of them, in words: 1 gap, 2 gaps."""
    return f"{len(rows)} {name}" + ("" if len(rows) == 1 else "s")
