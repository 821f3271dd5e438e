"""The little of a snapshot that overviews read, kept beside its content."""

SUMMARISED = (
    "in_place",
    "in_use",
    "level",
    "target_level",
    "target_on",
    "assessed_in",
    "accepted_in",
)


def summary_of(content: dict) -> dict:
    """The little of a snapshot's content that overviews read."""
    rows = content["capabilities"]
    return {
        "capabilities": {str(row["number"]): _summary_row(row) for row in rows},
        "registers": {
            row["path"]: {figure["key"]: figure["value"] for figure in row["figures"]}
            for row in content["registers"]
        },
        "incomplete": [row["path"] for row in content["registers"] if row["missing"]],
    }


def _summary_row(row):
    standing = row["assessment"] or {}
    return {
        **{name: standing.get(name) for name in SUMMARISED},
        "lead": row["lead"],
        "confidence": row["confidence"],
        "expected": len(row["expected"]),
        "accepted": sum(item["state"] == "accepted" for item in row["expected"]),
        "states": {item["organisation"]: item["state"] for item in row["expected"]},
        "enablers": {update["organisation"]: _enablers(update) for update in row["updates"]},
    }


def _enablers(update):
    """The keys of the enablers that an update's obstacles come from."""
    return sorted({row["enabler"] for row in update["obstacles"]} - {None})
