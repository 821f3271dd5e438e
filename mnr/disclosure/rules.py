"""What a country decides about small counts: from which count on one is shown, and how."""

from dataclasses import dataclass
from typing import Literal

LEAST_THRESHOLD = 5  # security/threats.md T14: configurable, never below


class BadRules(ValueError):
    """Rules that would protect nobody, with the remedy."""


@dataclass(frozen=True)
class Rules:
    """The same for every table of an edition. Thresholds and base are numbers of people.

    A count of 1 to threshold - 1 is hidden, and no hidden count may be known to within less than
    the threshold. Below the national level twice as many are asked for by default: somebody who
    is looked for there is looked for among fewer people, whom others know.

    With `hide_zeros` 0 is hidden as well, for countries in which “none” tells too much.
    Mode "round" shows each count to the nearest multiple of `base`, and hides only what the
    rounded tables would give away together.
    """

    threshold: int = 5
    threshold_below_national: int = 10
    mode: Literal["suppress", "round"] = "suppress"
    base: int = 5
    hide_zeros: bool = False

    def __post_init__(self) -> None:
        if self.threshold < LEAST_THRESHOLD:
            raise BadRules(f"The threshold is at least {LEAST_THRESHOLD}.")
        if self.threshold_below_national < self.threshold:
            raise BadRules("The threshold below national level is at least the national one.")
        if self.mode not in ("suppress", "round"):
            raise BadRules('The mode is "suppress" or "round".')
        if self.base < 3 or self.base % 2 == 0:
            raise BadRules("The base is odd and at least 3, so that nothing lies half way.")

    @property
    def rounds(self) -> bool:
        return self.mode == "round"

    @property
    def slack(self) -> int:
        """How far a rounded count can lie from what is shown."""
        return self.base // 2
