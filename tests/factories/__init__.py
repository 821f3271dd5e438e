"""Rows for tests: each function makes one thing, with all that it needs, through plain models."""

from tests.factories.cycle import (
    ago,
    assessment,
    enter,
    period,
    reach,
    release_about,
    text_release,
    update,
)
from tests.factories.people import (
    assignment,
    country,
    duty_officer,
    invitation,
    organisation,
    person,
    reduction,
    role,
)
from tests.factories.removals import removal
from tests.factories.tokens import token

__all__ = [
    "ago",
    "assessment",
    "assignment",
    "country",
    "duty_officer",
    "enter",
    "invitation",
    "organisation",
    "period",
    "person",
    "reach",
    "reduction",
    "release_about",
    "removal",
    "role",
    "text_release",
    "token",
    "update",
]
