"""Which rules of disclosure control hold for an edition: settings, frozen with each snapshot."""

from django.conf import settings

from mnr.disclosure import Rules

HIDDEN = "c"  # confidential, the usual sign of statistics offices: in the place of a count


def frozen(content: dict, edition: str) -> Rules:
    """The rules with which a snapshot was frozen. Raises BadRules."""
    return Rules(**content["indicators"]["rules"][edition])


def current(edition: str) -> Rules:
    """The rules as they are set now. Raises BadRules."""
    return Rules(**settings.MNR_DISCLOSURE[edition])
