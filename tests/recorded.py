"""Whether what changed also stands in the trail: watches the statements that a test sends.

A model is audited if a transaction of a service that changes its rows holds an event too. Every
model of ours is, and every link to an identity, but for those below, each with its reason.
"""

import re
import sys
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

EXCEPTIONS = {
    "AuditHead": "It is the trail.",
    "AuditEvent": "It is the trail.",
    "AuditContent": "It is the trail.",
    "AuditAnchor": "It signs the trail: an event on it would change what it signs.",
    "AuditCheck": "It is the outcome of reading the trail, and only added to.",
    "FrameworkEdition": "Follows the files of the release; nobody edits it.",
    "Domain": "Follows the files of the release; nobody edits it.",
    "Capability": "Follows the files of the release; nobody edits it.",
    "EvidenceCheck": "Follows the files of the release; nobody edits it.",
    "Indicator": "Follows the files of the release, or definitions, which are recorded.",
    "Enabler": "Follows the files of the release; nobody edits it.",
    "MaturityLevel": "Follows the files of the release; nobody edits it.",
    "Term": "Follows the files of the release; nobody edits it.",
    "TermTally": "Totals that the calendar counts; nobody edits them.",
    "Job": "A queue: what a job does is recorded where it is done.",
    "SubmitToken": "Remembers for some days which form was sent.",
    "SavedView": "Somebody's own way to look at a list: nobody else sees it.",
    "CreateKey": "Remembers for a day which request made what.",
    "SocialApp": "Stays empty: the provider of identities is a setting.",
    "SocialToken": "Stays empty: no token of the provider is kept.",
}
# columns that change without an event: {table: (columns, reason)}
UNTOLD = {
    "mnr_invitation": (
        {"token_digest", "expires_at"},
        "The invitation is an event; its link is made by the job that mails it.",
    ),
    "mnr_personaltoken": (
        {"last_used_on", "reminded_days"},
        "The calendar's and the door's own notes: what the token did has events of its own.",
    ),
}
COLUMN = re.compile(r'"(\w+)" = ')
WRITING = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
EVENTS = "mnr_auditevent"


APPS = ("mnr", "socialaccount")  # whose identity signs in to which account is recorded as well


def all_models():
    """Every model that is audited or an exception."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def audited_tables():
    """The tables whose changes must stand in the trail."""
    return {model._meta.db_table for model in all_models() if model.__name__ not in EXCEPTIONS}


def is_by_a_service():
    """Whether a service sends the statement, rather than the test itself or a factory."""
    frame = sys._getframe(3)
    while frame := frame.f_back:
        path = frame.f_code.co_filename
        if "/mnr/services/" in path and "/tests/" not in path:
            return True
        if "/tests/" in path:
            return False
    return False


def written_by_a_service(statement):
    """The table that a service's statement changes, if it changes more than what is untold."""
    found = WRITING.match(statement)
    if found and is_by_a_service() and not is_untold(found[1], statement):
        return found[1]
    return None


def is_untold(table, statement):
    """Whether an update touches such columns alone."""
    if table not in UNTOLD or not statement.startswith("UPDATE"):
        return False
    values = statement.partition(" WHERE ")[0]
    return set(COLUMN.findall(values)) <= UNTOLD[table][0]


class Watch:
    """Follows the nested transactions of a test; `missing` are those without an event."""

    def __init__(self):
        self.tables = audited_tables()
        self.open = []  # of each savepoint, the tables written in it
        self.missing = []

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        text = str(sql)
        if text.startswith("SAVEPOINT"):
            self.open.append(set())
        elif text.startswith("ROLLBACK TO SAVEPOINT") and self.open:
            self.open[-1].clear()
        elif text.startswith("RELEASE SAVEPOINT") and self.open:
            self.close(self.open.pop())
        elif self.open and (table := written_by_a_service(text)):
            self.open[-1].add(table)
        return result

    def close(self, written):
        """A savepoint ends: within a wider one it counts there."""
        if self.open:
            self.open[-1] |= written
        elif EVENTS not in written and (changed := written & self.tables):
            self.missing.append(changed)


@contextmanager
def watching():
    """Watch the connection; gives what is missing."""
    watch = Watch()
    with connection.execute_wrapper(watch):
        yield watch.missing
