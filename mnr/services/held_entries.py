"""Entries of registers whose texts wait for a second person's release: kept apart until then."""

from django.apps import apps
from django.db import models, transaction

from mnr import permissions
from mnr.models import GuardRelease, RegisterEntry
from mnr.services import releases
from mnr.services.entries import (
    actions_on,
    content_fields,
    is_raw,
    refuse_hidden_links,
    save_entry,
    texts_of,
)
from mnr.services.errors import EditConflict, Refused


@transaction.atomic
def hold_entry(
    *, entry: RegisterEntry, related: dict[str, list], version: int | None, reason: str, by
) -> GuardRelease:
    """Keep an entry that the guard asks about until somebody else has released it."""
    model, actions = type(entry), actions_on(type(entry))
    stored = model._default_manager.filter(pk=entry.pk).first()
    permissions.require(by, actions.edit if stored else actions.create, stored or entry)
    permissions.require(by, actions.edit if stored else actions.create, entry)
    entry.full_clean()
    refuse_hidden_links(entry, stored, by)
    return releases.hold(
        about=GuardRelease.About.ENTRY,
        field=str(model._meta.verbose_name)[:40],
        text=words_of(entry),
        reason=reason,
        held=_held(entry, related, version),
        by=by,
        organisation=entry.organisation,
        domain=None if is_raw(model) else entry.capability.domain,  # else its lead reads the text
    )


def _held(entry, related, version) -> dict:
    model = type(entry)
    return {
        "model": model._meta.label_lower,
        "id": str(entry.pk),
        "version": version,
        "words": words_of(entry),
        "values": {field.name: _plain(entry, field, related) for field in content_fields(model)},
    }


def words_of(entry) -> str:
    """All that people wrote in an entry."""
    return "\n".join(getattr(entry, field.name) or "" for field in texts_of(type(entry)))


def restored(held: dict) -> tuple[RegisterEntry, dict[str, list]]:
    """The entry that was held, and the rows that it is related to."""
    model = apps.get_model(held["model"])
    entry = model._default_manager.filter(pk=held["id"]).first() or model(pk=held["id"])
    related: dict[str, list] = {}
    for field in content_fields(model):
        value = held["values"].get(field.name)
        if field.many_to_many:
            rows = field.related_model._default_manager  # type: ignore[union-attr]
            related[field.name] = list(rows.filter(pk__in=value or []))
        else:
            setattr(entry, field.attname, field.to_python(value))
    return entry, related


def record(held: dict, author) -> RegisterEntry:
    """The entry comes into being as its author's own, unless somebody changed it meanwhile."""
    entry, related = restored(held)
    version = None if entry._state.adding else held["version"]
    try:
        return save_entry(
            entry=entry, related=related, version=version, by=author, is_released=True
        )
    except EditConflict as conflict:
        raise Refused(releases.CHANGED_MEANWHILE) from conflict


def _plain(entry, field: models.Field, related):
    if field.many_to_many:
        return [str(row.pk) for row in related.get(field.name, [])]
    value = getattr(entry, field.attname)
    return value if value is None or isinstance(value, bool | int) else str(value)
