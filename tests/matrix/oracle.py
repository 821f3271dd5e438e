"""A second reading of the permission matrix, sharing no code with `mnr.permissions`.

It answers from `policy.csv` alone, for roles, an action and a thing told in plain words.
A new row of the matrix needs its words here: in `WORDS`, and in `PERSONS` if its "sod" column
keeps persons away.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

POLICY = Path(__file__).parents[2] / "mnr" / "policy.csv"

OPEN, CLOSED = "open", "closed"
UNFROZEN = {OPEN, CLOSED}
LATER = {"submitted", "endorsed", "accepted", "returned"}
PRIVILEGED = {"ADM", "SEC", "CHR", "AUD"}


@dataclass(frozen=True)
class Thing:
    """What a question is about.

    `whose`: "own" (own organisation, own domain), "own far" (own organisation, another domain),
    "domain" (another organisation, own domain), "foreign"; of people and jobs also "self".
    `mine`: the earlier steps that the asking person took, such as "submitted_by".
    `facts`: what else the matrix's words speak of: "sent once", "more days", "unassigned", …
    """

    kind: str
    whose: str = "foreign"
    state: str = ""
    period: str = ""
    mine: frozenset = frozenset()
    facts: frozenset = frozenset()


def anything(thing):
    return True


def state_is(*states):
    return lambda thing: thing.state in states


def _accepted_and_published(thing):
    return thing.state == "accepted" and thing.period == "published"


def _open_for_entry(thing):
    return thing.period == OPEN or (thing.period == CLOSED and "more days" in thing.facts)


UPDATE_WORDS = {
    "any": anything,
    "draft or returned": state_is("draft", "returned"),
    "submitted or endorsed": state_is("submitted", "endorsed"),
    "accepted, period unpublished": lambda thing: (
        thing.state == "accepted" and thing.period != "published"
    ),
    "period published: public fields": _accepted_and_published,
    "period published: internal fields": _accepted_and_published,
    "any: who has handed in (no content)": anything,
    "submitted or later": lambda thing: thing.state in LATER,
    "on submitted or later": lambda thing: thing.state in LATER,
    "on submitted or later, period not frozen": lambda thing: (
        thing.state in LATER and thing.period in UNFROZEN
    ),
    "period not frozen": lambda thing: thing.period in UNFROZEN,
    "period open, assigned": lambda thing: thing.period == OPEN and "unassigned" not in thing.facts,
    "draft or returned, period open": lambda thing: (
        thing.state in {"draft", "returned"} and _open_for_entry(thing)
    ),
    "draft never submitted": lambda thing: (
        thing.state == "draft" and thing.period == OPEN and "sent once" not in thing.facts
    ),
    "submitted, not endorsed, period open": lambda thing: (
        thing.state == "submitted" and thing.period == OPEN
    ),
    "submitted or endorsed, period not frozen": lambda thing: (
        thing.state in {"submitted", "endorsed"} and thing.period in UNFROZEN
    ),
    "submitted, period not frozen": lambda thing: (
        thing.state == "submitted" and thing.period in UNFROZEN
    ),
    "endorsed, period not frozen": lambda thing: (
        thing.state == "endorsed" and thing.period in UNFROZEN
    ),
}

# what the words of the "condition" column mean, by kind of object
WORDS = {
    "framework": {"any": anything, "requested": state_is("waiting")},
    "plan": {"any": anything},
    "update": UPDATE_WORDS,
    "note": UPDATE_WORDS,
    "period": {
        "any": anything,
        "published": state_is("published"),
        "unpublished: name, dates, state only": lambda thing: thing.state != "published",
        "no other open": state_is("planned"),
        "open": state_is(OPEN),
        "open or closed": state_is(OPEN, CLOSED),
        "closed": state_is(CLOSED),
        "frozen": state_is("frozen"),
        "approved": state_is("approved"),
        "requested": lambda thing: thing.state == "approved" and "requested" in thing.facts,
    },
    "evidence": {"any": anything},
    "entry": {
        "any": anything,
        "assigned": lambda thing: "unassigned" not in thing.facts,
        "not withdrawn": lambda thing: "withdrawn" not in thing.facts,
    },
    "return": {
        "any": anything,
        "period open or closed": lambda thing: thing.period in UNFROZEN,
        "period frozen or later": lambda thing: thing.period not in UNFROZEN,
        "period open, assigned": lambda thing: (
            thing.period == OPEN and "unassigned" not in thing.facts
        ),
        "not withdrawn, period open": lambda thing: (
            thing.period == OPEN and "withdrawn" not in thing.facts
        ),
    },
    "indicator": {"any": anything, "new version": anything},
    "value": {
        "period open, assigned": lambda thing: (
            thing.period == OPEN and not {"unassigned", "withdrawn"} & thing.facts
        ),
        "before disclosure control, submitted": anything,
        "own, period open": lambda thing: thing.period == OPEN,
        "published elsewhere": lambda thing: "public case" in thing.facts,
        "after disclosure control, unpublished": anything,
        "hide or show against the rule": anything,
        "requested": state_is("waiting"),
    },
    "region": {"any": anything},
    "import": {"period open, assigned": anything, "own run": anything},
    "export": {"any": anything},
    "report": {"period frozen": anything, "ready": state_is("ready")},
    "organisation": {"any": anything},
    "user": {
        "names and roles": anything,
        "any but last of a role": state_is("active"),
        "closed": state_is("closed"),
        "any": anything,
        "requested": lambda thing: "requested" in thing.facts and "confirmed" not in thing.facts,
        "own profile": anything,
        "about a person": anything,
    },
    "invitation": {
        "own scope": state_is("waiting", "sent"),
        "waiting": state_is("waiting"),
    },
    "token": {"scoped, <= 90 days": anything, "any": anything},
    "role": {
        "any": anything,
        "ordinary roles, end date <= 12 months": lambda thing: thing.state not in PRIVILEGED,
        "ADM SEC CHR AUD": lambda thing: thing.state in PRIVILEGED,
        "requested": lambda thing: thing.state in PRIVILEGED and "confirmed" not in thing.facts,
    },
    "audit": {
        "any": anything,
        "all events": anything,
        "events on own objects": anything,
        "chain and anchors": anything,
        "all": anything,
    },
    "session": {"own": anything, "any": anything},
    "handover": {"any": anything, "open": state_is("open")},
    "separation": {
        "any": anything,
        "twelve months at most": anything,
        "requested": state_is("requested"),
        "not ended": state_is("requested", "in force"),
    },
    "finding": {"ask class": state_is("waiting")},
    "job": {"metadata, no content": anything, "failed": state_is("failed")},
    "any": {"what the role can read": anything, "by id, without preview": anything},
    "quarantine": {
        "duty officer flag": anything,
        "withheld, duty officer flag": state_is("withheld"),
        "requested, no legal hold": lambda thing: (
            thing.state == "withheld"
            and "requested" in thing.facts
            and not {"confirmed", "legal hold"} & thing.facts
        ),
    },
    "duty": {
        "secretariat in force": anything,
        "requested": lambda thing: not {"confirmed", "ended"} & thing.facts,
        "not ended": lambda thing: "ended" not in thing.facts,
    },
    "procedure": {"any": anything, "proposed": lambda thing: "confirmed" not in thing.facts},
}

# which letters of a cell can reach a kind of object at all: nothing has an owner that is not here
LETTERS = {
    "update": "OD",
    "note": "OD",
    "evidence": "O",
    "entry": "OD",
    "return": "OD",
    "value": "OD",
    "import": "OS",
    "export": "OD",
    "user": "OS",
    "invitation": "O",
    "session": "S",
    "token": "S",
    "audit": "OD",
    "finding": "D",
    "job": "S",
    "any": "OD",
    "handover": "O",
}

# what one's own organisation also does with an entry that another keeps and that it answers for
TO_ANSWER = {"entry.read", "export.unpublished"}

# whom the words of the "sod" column keep away, by kind of object
PERSONS = {
    ("update", "not submitter"): {"submitted_by"},
    ("update", "not endorser"): {"endorsed_by"},
    ("period", "not publish requester"): {"publish_requested_by"},
    ("period", "not requester"): {"publish_requested_by"},
    ("invitation", "not requester"): {"invited_by"},
    ("finding", "not author"): {"author"},
    ("role", "not to self"): {"user"},
    ("role", "not grantee"): {"user"},
    ("role", "not requester"): {"granted_by"},
    ("user", "not self"): {"self"},
    ("quarantine", "not requester"): {"purge_requested_by"},
    ("duty", "not requester"): {"requested_by"},
    ("duty", "not the officer"): {"user"},
    ("value", "not requester"): {"requested_by"},
    ("framework", "not requester"): {"proposed_by"},
    ("procedure", "not requester"): {"proposed_by"},
    ("user", "not requester"): {"requested_by"},
    ("user", "not the user"): {"user"},
    ("separation", "not requester"): {"requested_by"},
}
OWN_ORGANISATION = "not own organisation"


@cache
def policy():
    """Every row of the matrix."""
    with POLICY.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def rows(action):
    """The rows of the matrix for an action."""
    return [row for row in policy() if row["action"] == action]


def reach(row, role, duty=False):
    """The cell without its second-factor mark: "", A, O, D, OD, S. F is A, for who is on duty."""
    cell = row[role].rstrip("m").strip("-")
    return ("A" if duty else "") if cell == "F" else cell


def role_may(action, role, duty=False):
    """Whether the role has the action at all."""
    return any(reach(row, role, duty) for row in rows(action))


def proof_asked(action, role):
    """What the role must have proven within five minutes: "", "factor" or "passkey".

    By the matrix's legend a passkey, which people outside the three governing roles may replace by
    another second factor.
    """
    cells = [row[role] for row in rows(action) if reach(row, role)]
    if not any(cell.endswith("m") for cell in cells):
        return ""
    return "passkey" if role in {"ADM", "SEC", "CHR"} else "factor"


def decide(action, roles, thing=None, fresh=True, duty=False):
    """ "yes", or what refuses: "role", "scope", "state", "person" or "fresh"."""
    mine = [(row, role) for row in rows(action) for role in roles if reach(row, role, duty)]
    if not mine:
        return "role"
    if thing is not None:
        mine = [(row, role) for row, role in mine if reaches(row, role, thing, duty)]
        if not mine:
            return "scope"
        mine = [(row, role) for row, role in mine if WORDS[row["object"]][row["condition"]](thing)]
        if not mine:
            return "state"
        if any(_kept_away(row, thing) for row in rows(action)):
            return "person"
    return "yes" if fresh or any(not row[role].endswith("m") for row, role in mine) else "fresh"


def reaches(row, role, thing, duty=False):
    """Whether the role's cell in this row reaches the thing, whatever its state."""
    cell, letters = reach(row, role, duty), LETTERS.get(thing.kind, "")
    if cell == "A":
        return True
    return (
        ("O" in cell and "O" in letters and _is_own(row, thing))
        or ("D" in cell and "D" in letters and thing.whose in ("own", "domain"))
        or ("S" in cell and "S" in letters and "self" in thing.mine)
    )


def _is_own(row, thing):
    answers = "answered" in thing.facts and row["action"] in TO_ANSWER
    return answers or thing.whose in ("own", "own far", "self")


def _kept_away(row, thing):
    """Reduced separation lets the endorser accept, and nothing else."""
    return any(
        thing.whose in ("own", "own far", "self")
        if words.startswith(OWN_ORGANISATION)
        else PERSONS[row["object"], words] & thing.mine
        for words in person_words(row)
        if not (words == "not endorser" and "reduced" in thing.facts)
    )


def person_words(row):
    """The parts of the "sod" column that speak of persons; others name the second step."""
    return _person_words(row["sod"])


@cache
def _person_words(text):
    parts = (part.strip() for part in re.split(r"[;,]", text))
    return [part for part in parts if part.startswith("not ")]


def on_update(action, role, relation, state, period):
    """The same for an update, by its relation, state and period."""
    return decide(action, [role], Thing(rows(action)[0]["object"], relation, state, period))


def on_period(action, role, state):
    """The same for a reporting period."""
    return decide(action, [role], Thing("period", state=state))
