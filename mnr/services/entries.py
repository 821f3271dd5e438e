"""Every write to the registers: an entry is saved or withdrawn, with its history."""

from dataclasses import dataclass, replace

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import RegisterEntry
from mnr.models.fields import Link
from mnr.roles import Action
from mnr.services import audit
from mnr.services.drafts import hold_period
from mnr.services.errors import EditConflict, Refused
from mnr.services.releases import refuse_unreleased

# Who recorded an entry, when, and how it stands: none of it is what the entry says.
KEPT_BY_SERVICES = {field.name for field in RegisterEntry._meta.fields if not field.editable}
NOT_THERE = _("There is no such entry that counts and that you may read.")


@dataclass(frozen=True)
class EntryActions:
    """What the policy calls the steps on an entry."""

    read: Action
    read_internal: Action
    create: Action
    edit: Action
    withdraw: Action


STANDING = EntryActions(
    Action.ENTRY_READ,
    Action.ENTRY_READ_INTERNAL,
    Action.ENTRY_CREATE,
    Action.ENTRY_EDIT,
    Action.ENTRY_WITHDRAW,
)
RETURN = EntryActions(
    Action.RETURN_READ,
    Action.RETURN_READ_INTERNAL,
    Action.RETURN_CREATE,
    Action.RETURN_EDIT,
    Action.RETURN_WITHDRAW,
)
COUNTS = replace(RETURN, read=Action.RETURN_READ_COUNTS, read_internal=Action.RETURN_READ_COUNTS)
VALUE = EntryActions(
    Action.INDICATOR_READ_RAW,
    Action.INDICATOR_READ_RAW,
    Action.INDICATOR_ENTER,
    Action.INDICATOR_ENTER,
    Action.INDICATOR_ENTER,
)
ACTIONS = {"entry": STANDING, "return": RETURN, "value": VALUE}


def actions_on(model) -> EntryActions:
    """Returns follow their period, values of indicators too; other entries stand for themselves.

    Returns that count people are raw values: few read them, others what an edition tells of them.
    """
    return COUNTS if model.counts_people else ACTIONS[model.policy]


def is_raw(model) -> bool:
    """Whether its entries are raw values: not even the lead of their domain reads them."""
    return actions_on(model) in (COUNTS, VALUE)


@transaction.atomic
def save_entry(
    *,
    entry: RegisterEntry,
    related: dict[str, list] | None = None,
    version=None,
    by,
    is_released: bool = False,
) -> RegisterEntry:
    """Record an entry or a change to it, with the rows that it is related to; `version` was read.

    Raises Denied, WrongState, EditConflict, ValidationError, Refused.
    """
    stored, actions, related = _locked(entry), actions_on(type(entry)), related or {}
    entry.derive()
    permissions.require(by, actions.edit if stored else actions.create, stored or entry)
    if stored:
        permissions.require(by, actions.edit, entry)  # it may be on its way to another keeper
    before = _followed(stored, version) if stored else {}
    entry.full_clean()
    refuse_hidden_links(entry, stored, by)
    if not is_released:
        _refuse_unreleased_texts(entry)
    if stored and _is_same(entry, stored, related):
        return entry
    return _recorded(entry, stored, before, related, by)


def _recorded(entry, stored, before, related, by):
    """The entry as its next version, with its history."""
    entry.recorded_by = (stored.recorded_by if stored else None) or by
    entry.version = stored.version + 1 if stored else entry.version
    _write(entry, related)
    actions = actions_on(type(entry))
    if changes := audit.changed(before, entry_content(entry)):
        audit.record(actions.edit if before else actions.create, entry, by, changes)
    return entry


def _refuse_unreleased_texts(entry):
    for field in texts_of(type(entry)):
        refuse_unreleased(getattr(entry, field.name), field.name)


def _locked(entry) -> RegisterEntry | None:
    """The entry as it is kept; nobody else changes it, or its period, meanwhile."""
    if entry.is_return and entry.period_id:
        hold_period(entry.period_id)
    rows = type(entry)._default_manager.select_for_update(of=("self",))
    return rows.filter(pk=entry.pk).first()


def _followed(stored, version) -> dict:
    """What the stored version says, if it is the one that was read."""
    if version is not None and stored.version != version:
        raise EditConflict(stored)
    return entry_content(stored)


def _is_same(entry, stored, related) -> bool:
    """Whether it says what is stored already, and nothing else follows from it by now. Then it
    stays the version that it is, and leaves nothing in the history.
    """
    model = type(entry)
    columns = [field for field in model._meta.fields if field.name not in KEPT_BY_SERVICES]
    if any(_said(entry, field) != _said(stored, field) for field in columns):
        return False
    return all(set(rows) == set(getattr(stored, name).all()) for name, rows in related.items())


def _said(entry, field):
    """Related rows by their keys: two of them may bear one name."""
    is_written = field.editable and not field.is_relation
    return plain(entry, field) if is_written else getattr(entry, field.attname)


def linkable(model, by) -> models.QuerySet:
    """The entries to which somebody may link another: those that count and that they may read."""
    return permissions.scope(by, actions_on(model).read, model._default_manager.standing())


def refuse_hidden_links(entry, stored, by):
    """A link is no way to learn of an entry: who may not read it cannot name it either."""
    for field in links_of(type(entry)):
        key = getattr(entry, field.attname)
        is_new = key is not None and key != getattr(stored, field.attname, None)
        if is_new and not linkable(field.related_model, by).filter(pk=key).exists():
            raise Refused(
                _("There is no such entry that counts and that you may read."), field.name
            )


@transaction.atomic
def withdraw_entry(*, entry: RegisterEntry, because: str, version=None, by) -> RegisterEntry:
    """Say that an entry does not count any more. It stays, and so does its history.

    `version` is that which was read. Raises Denied, WrongState, EditConflict, Refused.
    """
    model, actions = type(entry), actions_on(type(entry))
    entry = model._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
    permissions.require(by, actions.withdraw, entry)
    if version is not None and entry.version != version:
        raise EditConflict(entry)
    if not because.strip():
        raise Refused(_("Say why it is withdrawn."), "because")
    refuse_unreleased(because, "because")
    entry.withdrawn_on, entry.withdrawn_because = timezone.localdate(), because.strip()
    entry.version += 1
    entry.save(update_fields=["withdrawn_on", "withdrawn_because", "version", "changed_at"])
    changes = {
        "withdrawn_on": [None, entry.withdrawn_on.isoformat()],
        "withdrawn_because": [None, entry.withdrawn_because],
    }
    audit.record(actions.withdraw, entry, by, changes)
    return entry


def _write(entry, related):
    """Save it with its rows. If somebody was faster, the words are those of one who came later."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        entry.full_clean()
        raise
    for name, rows in related.items():
        getattr(entry, name).set(rows)


def content_fields(model) -> list[models.Field]:
    """The columns that people fill in, in the order in which the model declares them."""
    own = [field for field in model._meta.fields if field.editable and not field.primary_key]
    return [*own, *model._meta.many_to_many]


def links_of(model) -> list[models.ForeignKey]:
    """The columns that lead to an entry of some register."""
    found = (field for field in content_fields(model) if isinstance(field, models.ForeignKey))
    return [field for field in found if issubclass(field.related_model, RegisterEntry)]


def texts_of(model) -> list[models.Field]:
    """The columns in which people write what they like; addresses are looked at by themselves."""
    return [
        field
        for field in content_fields(model)
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not isinstance(field, Link)
    ]


def entry_content(entry) -> dict:
    """What an entry says, as plain data: related rows by their codes."""
    return {field.name: plain(entry, field) for field in content_fields(type(entry))}


def plain(entry, field):
    """One field of an entry as plain data."""
    if field.many_to_many:
        return sorted(code_of(row) for row in getattr(entry, field.name).all())
    if field.is_relation:
        row = getattr(entry, field.name)
        return None if row is None else code_of(row)
    value = getattr(entry, field.attname)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if value is not None and isinstance(field, models.DecimalField):
        return f"{value:.{field.decimal_places}f}"  # 7 and 7.00 are one amount
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def code_of(row) -> str:
    """The lasting name of a related row: what spreadsheets and the trail call it."""
    for name in ("code", "number", "key"):
        if hasattr(row, name):
            return str(getattr(row, name))
    return str(row)
