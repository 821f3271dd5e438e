"""Every route of the platform, with the action that it performs. A route not listed here fails.

`by` says how to make an address and whose row it speaks of: nothing, a period, an update in some
state, or another row. `visible` are the actions of which one must allow the reader to see the row;
without one the answer is 404.
"""

from dataclasses import dataclass, field

SEEN = ("update.read", "update.read_public", "update.read_internal")
PUBLIC = "public"
ACCOUNT = "account"  # django-allauth's own pages: they speak only of the person signed in


@dataclass(frozen=True)
class Route:
    """What a route does: its action in the matrix, its methods, what it speaks of."""

    action: str
    by: str = "nothing"
    methods: tuple = ("GET",)
    visible: tuple = ()
    data: dict = field(default_factory=dict)


GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
