"""A second reading of the permission matrix, sharing no code with `mnr.permissions`.

It answers from `policy.csv` alone, for a role, an action, whose the thing is and its state.
"""

import csv
from pathlib import Path

POLICY = Path(__file__).parents[2] / "mnr" / "policy.csv"

OPEN, CLOSED, FROZEN = "open", "closed", "frozen"
LATER = {"submitted", "endorsed", "accepted", "returned"}

# what the words of the "condition" column mean, for an update's state and its period's
UPDATE_WORDS = {
    "any": lambda state, period: True,
    "draft or returned": lambda state, period: state in {"draft", "returned"},
    "submitted or endorsed": lambda state, period: state in {"submitted", "endorsed"},
    "accepted, period unpublished": lambda state, period: (
        state == "accepted" and period != "published"
    ),
    "period published: public fields": lambda state, period: (
        state == "accepted" and period == "published"
    ),
    "period published: internal fields": lambda state, period: (
        state == "accepted" and period == "published"
    ),
    "any: who has handed in (no content)": lambda state, period: True,
    "submitted or later": lambda state, period: state in LATER,
    "on submitted or later": lambda state, period: state in LATER,
    "on submitted or later, period not frozen": lambda state, period: (
        state in LATER and period in {OPEN, CLOSED}
    ),
    "period not frozen": lambda state, period: period in {OPEN, CLOSED},
    "period open, assigned": lambda state, period: period == OPEN,
    "draft or returned, period open": lambda state, period: (
        state in {"draft", "returned"} and period == OPEN
    ),
    "draft never submitted": lambda state, period: state == "draft" and period == OPEN,
    "submitted, not endorsed, period open": lambda state, period: (
        state == "submitted" and period == OPEN
    ),
    "submitted or endorsed, period not frozen": lambda state, period: (
        state in {"submitted", "endorsed"} and period in {OPEN, CLOSED}
    ),
    "submitted, period not frozen": lambda state, period: (
        state == "submitted" and period in {OPEN, CLOSED}
    ),
    "endorsed, period not frozen": lambda state, period: (
        state == "endorsed" and period in {OPEN, CLOSED}
    ),
}

PERIOD_WORDS = {
    "published": {"published"},
    "unpublished: name, dates, state only": {"planned", "open", "closed", "frozen", "approved"},
    "no other open": {"planned"},
    "open": {"open"},
    "open or closed": {"open", "closed"},
    "closed": {"closed"},
    "frozen": {"frozen"},
    "approved": {"approved"},
    "requested": {"requested"},
}


def rows(action):
    """The rows of the matrix for an action."""
    with POLICY.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["action"] == action]


def reach(row, role):
    """The cell without its second-factor mark: "", A, O, D, OD or S."""
    return row[role].rstrip("m").strip("-")


def role_may(action, role):
    """Whether the role has the action at all."""
    return any(reach(row, role) for row in rows(action))


def on_update(action, role, relation, state, period):
    """ "yes", or what refuses: "role", "scope", "state" or "person".

    `relation` is "own" (own organisation, in the own domain), "domain" (another organisation in
    the own domain) or "foreign".
    """
    mine = [row for row in rows(action) if reach(row, role)]
    if not mine:
        return "role"
    near = [row for row in mine if _reaches(reach(row, role), relation)]
    if not near:
        return "scope"
    if not any(UPDATE_WORDS[row["condition"]](state, period) for row in near):
        return "state"
    if action == "update.endorse" and relation == "own":
        return "person"
    return "yes"


def on_period(action, role, state):
    """The same for a reporting period; "requested" is approved with publication asked for."""
    mine = [row for row in rows(action) if reach(row, role)]
    if not mine:
        return "role"
    states = {state, "approved"} if state == "requested" else {state}
    return "yes" if any(PERIOD_WORDS[row["condition"]] & states for row in mine) else "state"


def _reaches(cell, relation):
    if cell == "A":
        return True
    if relation == "own":
        return "O" in cell or "D" in cell
    return relation == "domain" and "D" in cell
