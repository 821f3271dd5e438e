"""Where `policy.csv` is not the matrix as it was given, row by row, and why.

`full_matrix.csv` is that matrix, unchanged. A row that gets its feature leaves WAITING.
"""

from dataclasses import dataclass

FREEZE = "The design freezes before the chair approves, and nothing is ever unfrozen."
SCREEN = "Its content is versioned with the code and never edited on a screen."
PUBLIC = "Comes with the public edition and its site."


@dataclass(frozen=True)
class Departure:
    """The words of the same row in `policy.csv`, and why they differ. The cells never do."""

    condition: str
    why: str
    object: str = ""


# {(action, condition as given): the row that stands for it}
DEPARTURES = {
    ("period.approve", "closed, all accepted or waived"): Departure("frozen", FREEZE),
    ("update.return", "submitted or endorsed, period not approved"): Departure(
        "submitted or endorsed, period not frozen", FREEZE
    ),
    ("update.endorse", "submitted"): Departure("submitted, period not frozen", FREEZE),
    ("update.accept", "endorsed"): Departure("endorsed, period not frozen", FREEZE),
    ("note.create", "on submitted or later, period not approved"): Departure(
        "on submitted or later, period not frozen", FREEZE
    ),
    ("report.make_internal", "unpublished"): Departure("period frozen", FREEZE),
    ("report.read_internal", "unpublished, ready"): Departure(
        "ready", "There is no public edition yet: the committee's is read after publication too."
    ),
    ("user.invite", "own scope"): Departure(
        "own scope", "An invitation is a row of its own until it is accepted.", "invitation"
    ),
    ("export.unpublished", "any"): Departure(
        "any", "An organisation also takes away entries that it reads because it answers for them."
    ),
    ("purge.request", "duty officer flag"): Departure(
        "withheld, duty officer flag", "Only what is withheld already can be purged."
    ),
}

# {action: what it waits for}
WAITING = {
    "framework.edit": SCREEN,
    "period.reopen_request": FREEZE,
    "period.reopen_confirm": FREEZE,
    "period.correct_request": "Comes with corrections on screen; snapshots have versions already.",
    "period.correct_confirm": "Comes with corrections on screen; snapshots have versions already.",
    "score.decide_request": "Comes with the committee's own levels.",
    "score.decide_confirm": "Comes with the committee's own levels.",
    "report.make_own": "Comes with a report of one organisation.",
    "report.read_published": PUBLIC,
    "export.published": PUBLIC,
    "portal.read": PUBLIC,
    "settings.technical": "Technical settings come from the environment; there is no page of them.",
    "settings.policy_request": "Deadlines and thresholds are settings of the environment so far.",
    "settings.policy_confirm": "Deadlines and thresholds are settings of the environment so far.",
    "health.read": "The health pages tell nothing but that the service lives.",
    "translation.edit": SCREEN,
}

# {action: its cells}: rows of our own, held a second time, because no matrix was given for them
OUR_CELLS = {
    "period.waive": {"SEC": "Am"},
    "period.freeze": {"SEC": "Am"},
    "note.resolve": {"SEC": "A", "DOM": "OD", "AGY": "O", "IND": "O", "CSO": "O"},
    "evidence.read": {
        **dict.fromkeys(("SEC", "CHR", "CMM", "AUD"), "A"),
        **dict.fromkeys(("DOM", "AGY", "IND", "CSO"), "O"),
    },
    "evidence.edit": dict.fromkeys(("DOM", "AGY", "IND", "CSO"), "O"),
    "plan.read": dict.fromkeys(
        ("ADM", "SEC", "CHR", "CMM", "DOM", "AGY", "IND", "CSO", "AUD"), "A"
    ),
    "user.invite_release": {"SEC": "Am"},
    "token.revoke_self": dict.fromkeys(
        ("ADM", "SEC", "CHR", "CMM", "DOM", "AGY", "IND", "CSO", "AUD"), "S"
    ),
    "identity.link_self": dict.fromkeys(
        ("ADM", "SEC", "CHR", "CMM", "DOM", "AGY", "IND", "CSO", "AUD"), "Sm"
    ),
    "role.review": dict.fromkeys(("ADM", "SEC", "CHR", "AUD"), "A"),
    "role.review_done": {"SEC": "A", "CHR": "A"},
    "handover.read": {
        **dict.fromkeys(("SEC", "CHR", "AUD"), "A"),
        **dict.fromkeys(("DOM", "AGY", "IND", "CSO"), "O"),
    },
    "handover.close": {"SEC": "A", "AGY": "O", "IND": "O", "CSO": "O"},
    "indicator.adopt": {"SEC": "Am"},
    "indicator.override_read": dict.fromkeys(("SEC", "CHR", "AUD"), "A"),
    # counts of people by single organisations, of which the given matrix knows those of indicators
    # alone: as indicator.read_raw, but for those too who enter returns and no indicators
    "return.read_counts": {
        **dict.fromkeys(("SEC", "AUD"), "A"),
        **dict.fromkeys(("DOM", "AGY", "IND", "CSO"), "O"),
    },
    "separation.read": dict.fromkeys(
        ("ADM", "SEC", "CHR", "CMM", "DOM", "AGY", "IND", "CSO", "AUD"), "A"
    ),
    "separation.request": {"CHR": "Am"},
    "separation.confirm": {"AUD": "Am"},
    "separation.end": {"CHR": "Am", "AUD": "Am"},
    "policy.explain": {
        **dict.fromkeys(("ADM", "SEC", "CHR", "AUD"), "A"),
        **dict.fromkeys(("CMM", "DOM", "AGY", "IND", "CSO"), "S"),
    },
}
