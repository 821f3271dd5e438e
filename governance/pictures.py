"""What the registers of Policy and Governance show besides their lists."""

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.models import OffenceCoverage
from mnr.charts.bars import Bar
from mnr.registers.pictures import Picture, in_bars

Coverage = OffenceCoverage.Coverage
COVERS = (Coverage.FULL, Coverage.PART)
SUBJECTS = OffenceCoverage.Subject.choices


def legal_framework(rows) -> Picture | None:
    """Instruments by the offences and protections they cover; what no law in force covers."""
    laws: dict = {}  # {instrument: {subject: coverage}}
    for row in rows.filter(withdrawn_on=None).order_by("instrument__title", "subject", "pk"):
        laws.setdefault(row.instrument, {})[row.subject] = row.coverage
    if not laws:
        return None
    best = {subject: _best(laws, subject) for subject, _label in SUBJECTS}
    return Picture(
        heading=_heading(best),
        caption=_("Which law covers what"),
        **_bars(best),
        columns=[_("Offence or protection"), _("Laws in force together"), *map(_law, laws)],
        rows=[
            [label, _cell(best[subject]), *(_words(told.get(subject)) for told in laws.values())]
            for subject, label in SUBJECTS
        ],
        note=_("A law that is not in force is shown, and does not count."),
        gaps=[
            _gap(best[subject]) % {"subject": label}
            for subject, label in SUBJECTS
            if best[subject] not in COVERS
        ],
        is_open=True,
    )


def _gap(coverage):
    """What is not covered; where nothing is recorded, nobody knows."""
    if coverage is None:
        return _("Nothing is recorded of a law in force on: %(subject)s.")
    return _("No law in force covers: %(subject)s.")


def _heading(best):
    full = sum(found == Coverage.FULL for found in best.values())
    words = _("Laws in force cover %(full)d of %(all)d offences and protections fully.")
    told = words % {"full": full, "all": len(best)}
    if unknown := sum(found is None for found in best.values()):
        told += " " + _("On %(unknown)d, nothing is recorded.") % {"unknown": unknown}
    return told


def _bars(best):
    drawn = [
        Bar(str(each.label), sum(found == each for found in best.values())) for each in Coverage
    ]
    drawn.append(Bar(_("Nothing recorded"), sum(found is None for found in best.values())))
    told = "; ".join(f"{bar.label}: {bar.amount}" for bar in drawn)
    title = _("Offences and protections by how far a law in force covers them")
    key = "legal-framework"
    return in_bars(drawn, title=title, description=f"{told}.", key=key, most=len(best))


def _best(laws, subject):
    """The furthest coverage by a law in force; None where nothing is recorded."""
    told = {
        covered[subject]
        for instrument, covered in laws.items()
        if subject in covered and _in_force(instrument)
    }
    return next((each for each in Coverage if each in told), None)


def _in_force(instrument):
    return instrument.binds(timezone.localdate())


def _law(instrument):
    if _in_force(instrument):
        return instrument.title
    return _("%(law)s (not in force)") % {"law": instrument.title}


def _words(coverage):
    return str(Coverage(coverage).label) if coverage else "–"


def _cell(coverage):
    return {
        "text": _words(coverage) if coverage else _("Nothing recorded"),
        "is_gap": coverage not in COVERS,
    }
