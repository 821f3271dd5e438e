"""What the audit trail needs to be proof."""

from django.conf import settings

from mnr.checks import refuses


@refuses
def anchors_without_key() -> str:
    """Without anchors, whoever owns the database can write another history."""
    if settings.MNR_ANCHOR_KEY_FILE:
        return ""
    return (
        "MNR_ANCHOR_KEY_FILE is not set, so nothing signs the audit trail. Make a key with "
        "manage.py make_anchor --new-key FILE, and name the file."
    )
