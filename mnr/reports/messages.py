"""The sentences of the summary. Each is made by a rule from the data and names what it rests on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr.reports import changes
from mnr.reports.edition import Message

OLD = 4  # periods after which an assessment is called old


def messages(pages, decisions, enablers, imprint) -> tuple[Message, ...]:
    """The messages that have something to say, the most important first."""
    found = [
        _movement(pages, imprint),
        _established(pages),
        _off_track(pages),
        _missed(pages),
        _old(pages),
        _enabler(enablers),
        _decisions(decisions),
        _silence(pages),
    ]
    return tuple(message for message in found if message)


def _movement(pages, imprint):
    if not imprint.previous_period:
        return Message(_("This is the first period: there is nothing yet to compare it with."))
    up = [page.number for page in pages if changes.moved_up(page)]
    down = [page.number for page in pages if changes.moved_down(page)]
    if not up and not down:
        since = {"period": imprint.previous_period}
        return Message(_("No capability changed its level since %(period)s.") % since)
    words = [_count_up(up)] if up else []
    words += [_count_down(down, alone=not up)] if down else []
    return Message(
        _("%(moves)s since %(period)s.")
        % {"moves": _(" and ").join(words), "period": imprint.previous_period},
        tuple(sorted([*up, *down])),
    )


def _count_up(up):
    count = len(up)
    return ngettext("%(count)s capability moved up", "%(count)s capabilities moved up", count) % {
        "count": count
    }


def _count_down(down, alone):
    count = len(down)
    if alone:
        return ngettext(
            "%(count)s capability moved down", "%(count)s capabilities moved down", count
        ) % {"count": count}
    return _("%(count)s moved down") % {"count": count}


def _established(pages):
    high = [page.number for page in pages if page.level is not None and page.level >= 3]
    unknown = sum(page.level is None for page in pages)
    text = ngettext(
        "%(count)s of %(all)s capabilities is established or mature, on paper and in practice",
        "%(count)s of %(all)s capabilities are established or mature, on paper and in practice",
        len(high),
    ) % {"count": len(high), "all": len(pages)}
    if unknown:
        text += ngettext("; %(count)s is not assessed", "; %(count)s are not assessed", unknown) % {
            "count": unknown
        }
    return Message(f"{text}.", tuple(high))


def _off_track(pages):
    off = [page.number for page in pages if page.confidence == "off_track"]
    risk = [page.number for page in pages if page.confidence == "at_risk"]
    if not off and not risk:
        return None
    return Message(
        _("Delivery is off track in %(off)s and at risk in %(risk)s of %(all)s capabilities.")
        % {"off": len(off), "risk": len(risk), "all": len(pages)},
        tuple(off),
    )


def _missed(pages):
    late = [page.number for page in pages if page.misses_target]
    if not late:
        return None
    text = ngettext(
        "The day of %(count)s target has passed without the level being reached.",
        "The days of %(count)s targets have passed without the level being reached.",
        len(late),
    )
    return Message(text % {"count": len(late)}, tuple(late))


def _old(pages):
    old = [page.number for page in pages if page.rating and _age(page) >= OLD]
    if not old:
        return None
    text = ngettext(
        "%(count)s level rests on an assessment that is %(old)s periods old or older.",
        "%(count)s levels rest on assessments that are %(old)s periods old or older.",
        len(old),
    )
    return Message(text % {"count": len(old), "old": OLD}, tuple(old))


def _age(page):
    return OLD if page.rating.periods_old is None else page.rating.periods_old


def _enabler(enablers):
    most = max(enablers, key=lambda row: len(row.obstacles), default=None)
    if most is None or not most.obstacles:
        return None
    text = ngettext(
        "The enabler named most often as an obstacle is “%(title)s”, in %(count)s capability.",
        "The enabler named most often as an obstacle is “%(title)s”, in %(count)s capabilities.",
        len(most.capabilities),
    )
    words = {"title": most.title, "count": len(most.capabilities)}
    return Message(text % words, tuple(most.capabilities))


def _decisions(decisions):
    if not decisions:
        return Message(_("No organisation asks the committee for a decision."))
    text = ngettext(
        "The committee is asked for %(count)s decision.",
        "The committee is asked for %(count)s decisions.",
        len(decisions),
    )
    numbers = sorted({decision.number for decision in decisions})
    return Message(text % {"count": len(decisions)}, tuple(numbers))


def _silence(pages):
    expected = sum(len(page.parts) for page in pages)
    silent = [page.number for page in pages for _part in page.silent]
    if not silent:
        return Message(_("All %(count)s expected updates are in.") % {"count": expected})
    text = _("%(missing)s of %(expected)s expected updates are missing.")
    if all(part.waiver_reason for page in pages for part in page.silent):
        text = _("%(missing)s of %(expected)s expected updates are missing, each with a reason.")
    words = {"missing": len(silent), "expected": expected}
    return Message(text % words, tuple(sorted(set(silent))))
