"""What becomes of a released text: the comment or document that was held comes into being."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mnr.models import Evidence, GuardRelease
from mnr.services import held_entries
from mnr.services.comments import add_comment
from mnr.services.errors import EditConflict, Refused
from mnr.services.evidence import save_evidence
from mnr.services.releases import EVIDENCE_FIELDS, decide

About = GuardRelease.About


@transaction.atomic
def release_text(*, release: GuardRelease, by) -> GuardRelease:
    """Let a text stand. A comment or document is then recorded as its author's own.

    Raises Denied or WrongState also if the author may not record it any more.
    """
    held = release.held or {}
    release = decide(release=release, is_released=True, by=by)
    if release.about == About.COMMENT and release.update is not None:
        comment = {"item": held["item"], "text": held["text"], "by": release.author}
        add_comment(update=release.update, is_released=True, **comment)
    elif release.about == About.EVIDENCE:
        _record(release, held)
    elif release.about == About.ENTRY:
        held_entries.record(held, release.author)
    return release


def _record(release, held):
    """The document, unless somebody changed its reference meanwhile."""
    stored = Evidence.objects.filter(pk=held["id"]).first()
    evidence = stored or Evidence(pk=held["id"], organisation=release.organisation)
    for name in EVIDENCE_FIELDS:
        setattr(evidence, name, held.get(name, ""))  # held before there were kinds
    evidence.clean_fields(exclude=["organisation"])
    version = held["version"] if stored else None
    try:
        save_evidence(evidence=evidence, version=version, by=release.author, is_released=True)
    except EditConflict as conflict:
        raise Refused(_("The reference was changed meanwhile: send this text back.")) from conflict
