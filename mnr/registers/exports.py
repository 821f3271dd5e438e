"""Taking a register's entries away as a file: asked for, counted, and noted in the trail."""

from django.db import transaction
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.registers import writing
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import Refused

MOST = 20_000  # entries in one file
WRITERS = {"csv": writing.as_csv, "xlsx": writing.as_workbook}


@transaction.atomic
def take(*, register, rows, kind, asked="", by) -> bytes:
    """The rows as a file. `rows` are those that the person may read; internal notes only so."""
    permissions.require(by, Action.EXPORT_UNPUBLISHED)
    rows = permissions.scope(by, Action.EXPORT_UNPUBLISHED, rows)
    count = rows.count()
    if count > MOST:
        raise Refused(_("More than %(most)d entries: narrow the list first.") % {"most": MOST})
    entries = list(rows)
    for entry in entries:
        if not permissions.can(by, register.actions.read_internal, entry):
            entry.internal_note = ""
    data = WRITERS[kind](register, entries, by)
    told = {"entries": [None, count], "kind": [None, kind], "asked": [None, asked[:300]]}
    audit.record(Action.EXPORT_UNPUBLISHED, None, by, {"register": [None, register.path], **told})
    return data
