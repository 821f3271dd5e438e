"""Chance that repeats: the same seed and the same place give the same choice and the same key."""

import random
import uuid
from dataclasses import dataclass

NAMESPACE = uuid.UUID("7a1f1c52-0e5b-5d0c-9d3b-2f6c1f0a7e11")


@dataclass(frozen=True)
class Dice:
    """Chance by place, so that more organisations or periods do not change what others get."""

    seed: int

    def at(self, *place) -> random.Random:
        """A source of chance for one place, such as ("update", code, number)."""
        return random.Random(f"{self.seed}:{place}")  # noqa: S311  invented data, no secrets

    def key(self, *place) -> uuid.UUID:
        """The primary key of the row at a place."""
        return uuid.uuid5(NAMESPACE, f"{self.seed}:{place}")
