"""Every published table of an edition, for an auditor's own attack on what is hidden."""

from mnr.figures.keeping import figures_of
from mnr.models import Snapshot

ABOUT = (
    "Every table of counts that the edition tells. Cells stand in the order of the nodes of the "
    "dimensions, the last dimension fastest; null is a count that is hidden, or that nobody "
    "reported (not_reported). A node is the sum of those whose parent it is; nodes that are not "
    "published are never told. Figures are all values as the edition tells them. Overrides are "
    "single counts that two people decided to show or to hide against the rule."
)


def published_tables(snapshot: Snapshot, edition: str) -> dict:
    """What `manage.py published_tables` writes. Holds nothing that the edition does not tell.

    Raises ValueError for a snapshot from before there were indicators.
    """
    told = figures_of(snapshot, edition)
    if told is None:
        raise ValueError("This snapshot is from before there were indicators.")
    return {
        "about": ABOUT,
        "period": told["period"],
        "version": snapshot.version,
        "digest": snapshot.digest,
        **{name: told[name] for name in ("edition", "rules", "tables", "figures", "series")},
        **{name: told.get(name, {}) for name in ("parts", "registers")},
        "overrides": told.get("overrides", []),
    }
