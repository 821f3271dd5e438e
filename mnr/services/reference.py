"""Bringing the framework's rows in line with the files of `mnr/reference/`."""

from dataclasses import dataclass

from django.apps import apps as installed_apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q
from django.utils import timezone

from mnr import reference
from mnr.models import (
    Capability,
    Domain,
    Enabler,
    EvidenceCheck,
    FrameworkEdition,
    Indicator,
    MaturityLevel,
    Term,
)

MODELS = (
    FrameworkEdition,
    Domain,
    Capability,
    EvidenceCheck,
    Enabler,
    Indicator,
    MaturityLevel,
    Term,
)


@dataclass(frozen=True)
class Counts:
    """What happened to the rows of one model; `held` is how many its file holds."""

    held: int
    added: int
    changed: int
    withdrawn: int
    reinstated: int


@transaction.atomic
def synchronise(*, root=reference.ROOT) -> dict[str, Counts]:
    """Add, reword, withdraw and reinstate rows as the files say; safe to repeat.

    Returns the counts by model name. Raises ReferenceFault, and changes nothing, when a file of
    any language is wrong.
    """
    reference.refuse_strays(root)
    editions = reference.editions(root)
    counts = {
        "MaturityLevel": _follow(
            MaturityLevel, ("level",), {(n,): row for n, row in reference.levels(root).items()}
        ),
        "FrameworkEdition": _follow_editions(editions),
        "Enabler": _follow(Enabler, ("edition_id", "key"), _by_edition(editions, "enablers")),
        "Domain": _follow(Domain, ("edition_id", "key"), _by_edition(editions, "domains")),
    }
    counts["Capability"] = _follow_capabilities(editions)
    counts["EvidenceCheck"] = _follow_parts(EvidenceCheck, editions, "checks")
    counts["Indicator"] = _follow_parts(Indicator, editions, "indicators")
    counts["Term"] = _follow(Term, ("key",), _terms(root))
    return counts


def after_migrate(sender, *, using, apps=installed_apps, **kwargs):
    """Receiver of `post_migrate`: synchronise once the tables are those that the code knows."""
    if using == DEFAULT_DB_ALIAS and all(_is_migrated(model, apps) for model in MODELS):
        synchronise()


def _is_migrated(model, apps):
    """False on the way to an older or a half-way state of the tables."""
    try:
        migrated = apps.get_model(model._meta.label)
    except LookupError:
        return False
    return _columns(migrated) == _columns(model)


def _columns(model):
    return {field.column for field in model._meta.local_concrete_fields}


def _by_edition(editions, part):
    return {
        (edition.key, code): row
        for edition in editions
        for code, row in getattr(edition, part).items()
    }


def _follow_editions(editions):
    current = next(edition.key for edition in editions if edition.row["is_current"])
    # first, since two editions are never current, not even for a moment
    FrameworkEdition.objects.current().exclude(pk=current).update(is_current=False)
    wanted = {(edition.key,): edition.row for edition in editions}
    return _follow(FrameworkEdition, ("key",), wanted)


def _follow_capabilities(editions):
    domains = {(row.edition_id, row.key): row.pk for row in Domain.objects.all()}
    wanted = {
        (edition, number): _pointing(row, "domain", domains[edition, row["domain"]])
        for (edition, number), row in _by_edition(editions, "capabilities").items()
    }
    return _follow(Capability, ("edition_id", "number"), wanted)


def _follow_parts(model, editions, part):
    """What stands under a capability by its code."""
    capabilities = {(row.edition_id, row.number): row.pk for row in Capability.objects.all()}
    wanted = {
        (edition, code): _pointing(row, "capability", capabilities[edition, row["capability"]])
        for (edition, code), row in _by_edition(editions, part).items()
    }
    return _follow(model, ("edition_id", "code"), wanted)


def _terms(root):
    columns = ("language", "status", "better", "why", "context", "basis", "is_confirmed")
    return {
        (term.key,): {name: getattr(term, name) for name in columns} | {"terms": list(term.terms)}
        for term in reference.terms(root)
    }


def _pointing(row, name, pk):
    """The row with a key of the files replaced by the key of the table."""
    return {column: value for column, value in row.items() if column != name} | {f"{name}_id": pk}


def _follow(model, identity, wanted):
    """Make a table hold the wanted rows, {identity: {column: value}}, in at most five queries."""
    rows = _from_files(model)
    existing = {tuple(getattr(row, name) for name in identity): row for row in rows}
    added = [
        model(**dict(zip(identity, code, strict=True)), **values)
        for code, values in wanted.items()
        if code not in existing
    ]
    kept = {code: row for code, row in existing.items() if code in wanted}
    changed = [row for code, row in kept.items() if _take(row, wanted[code])]
    model.objects.bulk_create(added)
    if changed:
        columns = {column for values in wanted.values() for column in values}
        model.objects.bulk_update(changed, columns)
    withdrawn, reinstated = _withdraw_others(model, [*kept.values(), *added])
    return Counts(len(wanted), len(added), len(changed), withdrawn, reinstated)


def _from_files(model):
    """The rows that follow the files; a country's own are left alone."""
    return model.objects.filter(getattr(model, "from_files", Q()))


def _take(row, values):
    """Set the columns of a row; tell whether any was different."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _withdraw_others(model, wanted):
    """Withdraw all rows but these and reinstate these; how many of each were touched."""
    if not hasattr(model, "withdrawn_on"):
        return 0, 0  # editions and the steps of the scale stay
    held = [row.pk for row in wanted]
    standing = _from_files(model).exclude(pk__in=held).filter(withdrawn_on=None)
    returning = model.objects.filter(pk__in=held).exclude(withdrawn_on=None)
    today = timezone.localdate()
    return standing.update(withdrawn_on=today), returning.update(withdrawn_on=None)
