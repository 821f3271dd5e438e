"""What the registers of Policy and Governance show besides their lists."""

from django.utils.translation import gettext as _

from governance.models import LegalInstrument, OffenceCoverage
from mnr.charts.bars import Bar, bars
from mnr.registers.pictures import Picture

Coverage = OffenceCoverage.Coverage
BEST = (Coverage.FULL, Coverage.PART, Coverage.NOT)


def legal_framework(rows) -> Picture | None:
    """Instruments by the offences and protections they cover; what no law in force covers."""
    laws: dict = {}  # {instrument: {subject: coverage}}
    for row in rows.filter(withdrawn_on=None).order_by("instrument__title", "subject", "pk"):
        laws.setdefault(row.instrument, {})[row.subject] = row.coverage
    if not laws:
        return None
    subjects = OffenceCoverage.Subject.choices
    best = {subject: _best(laws, subject) for subject, _label in subjects}
    counts = {each: sum(found == each for found in best.values()) for each in BEST}
    untold = sum(found is None for found in best.values())
    title = _("Offences and protections by how far a law in force covers them")
    drawn = [Bar(str(each.label), counts[each]) for each in BEST]
    drawn.append(Bar(_("Nothing recorded"), untold))
    return Picture(
        heading=_("Laws in force cover %(full)d of %(all)d offences and protections fully.")
        % {"full": counts[Coverage.FULL], "all": len(subjects)},
        caption=_("Which law covers what"),
        chart=bars(
            drawn,
            title=title,
            description="; ".join(f"{bar.label}: {bar.amount}" for bar in drawn) + ".",
            key="legal-framework",
            most=len(subjects),
        ),
        columns=[
            _("Offence or protection"),
            _("Laws in force together"),
            *(_law(instrument) for instrument in laws),
        ],
        rows=[
            [
                label,
                _cell(best[subject]),
                *({"text": _words(told.get(subject))} for told in laws.values()),
            ]
            for subject, label in subjects
        ],
        note=_("A law that is not in force is shown, and does not count."),
        gaps=[
            _("No law in force covers: %(subject)s.") % {"subject": label}
            for subject, label in subjects
            if best[subject] not in (Coverage.FULL, Coverage.PART)
        ],
    )


def _best(laws, subject):
    """The furthest coverage by a law in force; None where nothing is recorded."""
    told = {
        covered[subject]
        for instrument, covered in laws.items()
        if subject in covered and _in_force(instrument)
    }
    return next((each for each in BEST if each in told), None)


def _in_force(instrument):
    status = LegalInstrument.Status.IN_FORCE
    return instrument.status == status and instrument.withdrawn_on is None


def _law(instrument):
    if _in_force(instrument):
        return instrument.title
    return _("%(law)s (not in force)") % {"law": instrument.title}


def _words(coverage):
    return str(Coverage(coverage).label) if coverage else "–"


def _cell(coverage):
    return {
        "text": _words(coverage) if coverage else _("Nothing recorded"),
        "is_gap": coverage not in (Coverage.FULL, Coverage.PART),
    }
