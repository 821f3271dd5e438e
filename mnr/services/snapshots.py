"""Frozen truth: everything about a period as canonical JSON, numbered and chained by digest."""

import json
from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils import timezone

from mnr.models import (
    AuditAnchor,
    Capability,
    Country,
    Enabler,
    FrameworkEdition,
    MaturityLevel,
    Organisation,
    ProgressUpdate,
    Snapshot,
)
from mnr.services import (
    audit,
    expectations,
    frozen_texts,
    separations,
    snapshot_parts,
    standing_levels,
)
from mnr.services.content import update_content, updates_with_content
from mnr.services.snapshot_summary import summary_of

# 1: before registers were in it, 2: before indicators, 3: before the self-check of ratings; these
# verify and print as they always did
FORMAT = 4
ACTION = "snapshot.make"


def make_snapshot(*, period, by, note="", at=None) -> Snapshot:
    """Freeze the period's truth as the next version. The caller asks permission and holds the lock.

    Versions after the first are corrections and need a public note. `at` is for a demonstration's
    past; the time is otherwise the database's.
    """
    _hold_chain()
    content = _next_version(period, note, at)
    text = audit.canonical(content)
    snapshot = Snapshot.objects.create(
        period=period,
        content=text,
        summary=summary_of(content),
        digest=audit.digest(text),
        made_by=by,
        **{name: content[name] for name in ("version", "note", "previous_digest", "made_at")},
    )
    audit.record(ACTION, snapshot, by, {"digest": [None, snapshot.digest]})
    return snapshot


def _next_version(period, note, at):
    """The content of the version that follows on from the newest snapshot of all."""
    previous = Snapshot.objects.order_by("-pk").first()
    made_at = at or _now()
    return snapshot_content(period, timezone.localdate(made_at)) | {
        "version": period.snapshots.count() + 1,
        "note": note,
        "previous_digest": previous.digest if previous else "",
        "made_at": made_at.isoformat(),
        "anchor": _anchor(),
    }


def _anchor():
    """Where the trail stood when it was last signed: the report prints it."""
    anchor = AuditAnchor.objects.first()
    if anchor is None:
        return None
    return {"day": str(anchor.day), "number": anchor.number, "digest": anchor.digest}


def _hold_chain():
    """Two periods that freeze at once do so one after the other: one follows on from the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('mnr chain of snapshots'))")


def latest(period) -> Snapshot | None:
    """The newest version, without its long content."""
    return period.snapshots.order_by("-version").defer("content").first()


def read(snapshot: Snapshot) -> dict:
    """The frozen content, without texts that are withheld at present.

    Raises ValueError if it no longer has its digest.
    """
    objects = None if snapshot.pk else ()  # of a copy the database knows nothing
    return frozen_texts.read_without(stored(snapshot), frozen_texts.in_snapshot, objects)


def stored(snapshot: Snapshot) -> dict:
    """The content as it is kept, checked against its digest."""
    if audit.digest(snapshot.content) != digest_now(snapshot):
        raise ValueError(f"snapshot {snapshot.pk} does not have its digest")
    return json.loads(snapshot.content)


def digest_now(snapshot: Snapshot) -> str:
    """The digest that its content must have: as frozen, or as after the last removal of texts."""
    digest = snapshot.digest
    for row in snapshot.redactions.order_by("pk") if snapshot.pk else ():  # a copy has none
        if row.previous_digest != digest:
            return ""
        digest = row.digest
    return digest


def snapshot_content(period, day: date | None = None) -> dict:
    """The live tables of a period as plain data, as of a day. Names no person."""
    capabilities = list(
        Capability.objects.current().select_related("domain").prefetch_related("checks")
    )
    expected = expectations.expected_updates(period)
    rows = _capabilities(period, day or timezone.localdate(), capabilities, expected)
    extensions = _extensions(period)
    parts = snapshot_parts.content(period)
    return {
        "format": FORMAT,
        "country": _country(),
        "period": _period(period),
        "framework": _framework(capabilities),
        "organisations": _organisations(rows, extensions, parts),
        "capabilities": rows,
        "extensions": extensions,
        "reduced_separation": _reduced(period),
        **parts,
    }


def _capabilities(period, day, capabilities, expected):
    updates = _updates_by_capability(period)
    assessments = standing_levels.standing_assessments(period, day)
    history = standing_levels.level_history(period)
    owed = defaultdict(list)
    for item in expected:
        owed[item.assignment.capability_id].append(item)
    return [
        {
            "number": capability.number,
            **_lead(owed[capability.pk], updates[capability.pk]),
            "assessment": assessments.get(capability.pk),
            "levels": history[capability.number],
            "expected": [_owed(item) for item in owed[capability.pk]],
            "updates": updates[capability.pk],
        }
        for capability in capabilities
    ]


def _lead(owed, accepted):
    """Who leads the capability, and the delivery confidence of its update."""
    leads = [item.assignment for item in owed if item.assignment.kind == "lead"]
    lead = str(leads[0].organisation_id) if leads else None
    confidence = [row["confidence"] for row in accepted if row["organisation"] == lead]
    return {"lead": lead, "confidence": confidence[0] if confidence else ""}


def _updates_by_capability(period):
    found = defaultdict(list)
    accepted = updates_with_content(
        ProgressUpdate.objects.filter(period=period, state=ProgressUpdate.State.ACCEPTED)
    ).order_by("organisation__name", "pk")
    for update in accepted:
        found[update.capability_id].append(
            {
                "organisation": str(update.organisation_id),
                "submitted_at": update.submitted_at.isoformat(),
                "accepted_at": update.accepted_at.isoformat(),
                **update_content(update),
            }
        )
    return found


def _owed(item):
    return {
        "organisation": str(item.assignment.organisation_id),
        "kind": item.assignment.kind,
        "state": item.state,
        "waiver_reason": item.waiver_reason,
        "last_update": item.last_update,
    }


def _country():
    country = Country.objects.first()
    return {
        "name": country.name if country else "",
        "is_demonstration": bool(country and country.is_demonstration),
        "address": settings.SITE_URL,  # where copies of its report are checked
    }


def _period(period):
    dates = (
        "starts_on",
        "ends_on",
        "opens_on",
        "due_on",
        "review_due_on",
        "freeze_on",
        "meeting_on",
    )
    return {"code": period.code} | {
        name: value.isoformat() if (value := getattr(period, name)) else None for name in dates
    }


def _framework(capabilities):
    edition = FrameworkEdition.objects.get(is_current=True)
    domains = {row.domain.key: row.domain for row in capabilities}.values()
    enablers = Enabler.objects.filter(edition=edition, withdrawn_on=None).order_by("order")
    scale = MaturityLevel.objects.order_by("level")
    outcome = ("key", "name", "outcome_title", "outcome_description")
    return {
        "edition": edition.key,
        "title": edition.title,
        "published": str(edition.published),
        "domains": [_fields(row, *outcome) for row in sorted(domains, key=lambda row: row.order)],
        "capabilities": [_capability(row) for row in capabilities],
        "enablers": [_fields(row, "key", "title") for row in enablers],
        "scale": [_fields(row, "level", "label", "test") for row in scale],
    }


def _capability(row):
    checks = [check for check in row.checks.all() if check.withdrawn_on is None]
    return {
        **_fields(row, "number", "title", "description"),
        "domain": row.domain.key,
        "checks": [_fields(check, "code", "text", "level", "rating") for check in checks],
    }


def _fields(row, *names):
    return {name: getattr(row, name) for name in names}


def _extensions(period):
    return [
        {
            "organisation": str(row.organisation_id),
            "until": row.until.isoformat(),
            "reason": row.reason,
        }
        for row in period.extensions.order_by("organisation__name", "organisation")
    ]


def _reduced(period):
    """Where one person did what two should, and the updates whose review leaned on it."""
    return [
        {
            "pair": item["reduction"].pair,
            "reason": item["reduction"].reason,
            "starts_on": item["reduction"].starts_on.isoformat(),
            "ends_on": separations.last_day(item["reduction"]).isoformat(),
            "updates": [
                {"capability": row.capability.number, "organisation": str(row.organisation_id)}
                for row in item["updates"]
            ],
        }
        for item in separations.used_in(period)
    ]


def _organisations(rows, extensions, parts):
    """Every organisation that the content names: also those that no longer report."""
    named = {item["organisation"] for item in extensions}
    named.update(snapshot_parts.organisations_in(parts))
    for row in rows:
        named |= {item["organisation"] for item in [*row["expected"], *row["updates"]]}
        if row["assessment"]:
            named.add(row["assessment"]["organisation"])
    found = Organisation.objects.filter(pk__in=named).order_by("name", "pk")
    return [
        {"id": str(row.pk), "name": row.name, "short_name": row.short_name, "kind": row.kind}
        for row in found
    ]


def _now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_trunc('milliseconds', clock_timestamp())")
        return cursor.fetchone()[0]
