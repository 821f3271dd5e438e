"""What identifies a report: the snapshot that it comes from, and where the trail stood then."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Anchor:
    """Where the audit trail stood on a day before the snapshot was made."""

    day: date
    number: int
    digest: str


@dataclass(frozen=True)
class Imprint:
    """What identifies a report: the snapshot that it comes from."""

    country: str
    is_demonstration: bool
    period: str
    starts_on: date
    ends_on: date
    meeting_on: date | None
    previous_period: str
    version: int
    note: str
    edition: str
    classification: str
    digest: str
    previous_digest: str
    made_at: datetime
    anchor: Anchor | None = None
    check_at: str = ""  # the address that says whether a copy is valid; empty of old snapshots

    @property
    def short_digest(self):
        """Enough of the digest to compare by eye."""
        return self.digest[:12]
