"""Reads for the pages on which an organisation writes and checks its update."""

from typing import cast

from django.db.models import CharField, Field, Prefetch
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr import levels, permissions
from mnr.models import Obstacle, ProgressUpdate, Waiver
from mnr.roles import Action
from mnr.services.assessments import earlier_assessment, is_lower, may_assess
from mnr.services.content import UPDATE_TEXTS, updates_with_content
from mnr.services.extensions import given
from mnr.services.updates import missing_from_update

READING = (Action.UPDATE_READ, Action.UPDATE_READ_INTERNAL, Action.UPDATE_READ_PUBLIC)
ON_ASSESSMENT = {"in_use", "departure_reason", "lowering_reason", "rationale", "notes"}
STEPS = (
    ("edit", Action.UPDATE_EDIT),
    ("submit", Action.UPDATE_SUBMIT),
    ("withdraw", Action.UPDATE_WITHDRAW),
    ("delete", Action.UPDATE_DELETE),
    ("review", Action.UPDATE_READ),
    ("history", Action.UPDATE_HISTORY),
)


def whole():
    """Updates with everything that their pages show."""
    return updates_with_content(ProgressUpdate.objects).select_related(
        "period",
        "capability__domain",
        "organisation",
        "assessment__assessed_in",
        "submitted_by",
        "endorsed_by",
        "accepted_by",
        "returned_by",
    )


def plain():
    """Updates without the lists that belong to them: for the pages that write a part."""
    return ProgressUpdate.objects.select_related(
        "period", "capability__domain", "organisation", "assessment__assessed_in", "saved_by"
    )


def reference(update) -> str:
    """A short reference for a sent update: the same as often as it is asked for."""
    parts = [update.period.code, update.capability.number, str(update.pk)[:6].upper()]
    return "-".join(str(part) for part in [*parts, update.submission_number])


def referred_to(*, period, number, start, sent):
    """The id of the update that such a reference means, if there is one and no second."""
    found = ProgressUpdate.objects.annotate(words=Cast("pk", CharField())).filter(
        period__code__iexact=period,
        capability__number=number,
        words__startswith=start.lower(),
        submission_number__gte=sent,  # sent again since, it is still the same update
    )
    ids = list(found.values_list("pk", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None


def waiver_of(update):
    """The secretariat's decision to do without it, if there is one."""
    return Waiver.objects.filter(
        period=update.period_id,
        capability=update.capability_id,
        organisation=update.organisation_id,
    ).first()


def awaits_correction(update) -> bool:
    """Whether reviewers sent it back and it was not sent again since."""
    if update.state == ProgressUpdate.State.RETURNED:
        return True
    return (
        update.state == ProgressUpdate.State.DRAFT
        and update.returned_at is not None
        and update.returned_at >= update.submitted_at
    )


def writing(update) -> dict:
    """What the writer sees beside the form: the state, remarks, and the period before."""
    return {
        "update": update,
        "needs_correction": awaits_correction(update),
        "previous": previous(update),
        "comments": comments_by_item(update),
        "may_assess": may_assess(update),
        "earlier": earlier_assessment(update),
        "extension": given(update.period).filter(organisation=update.organisation_id).first(),
    }


def previous(update):
    """The organisation's last accepted update on the capability, for reference."""
    return (
        plain()
        .prefetch_related(Prefetch("obstacles", Obstacle.objects.select_related("enabler")))
        .filter(
            capability=update.capability_id,
            organisation=update.organisation_id,
            state=ProgressUpdate.State.ACCEPTED,
            period__starts_on__lt=update.period.starts_on,
        )
        .order_by("-period__starts_on")
        .first()
    )


def comments_by_item(update) -> dict:
    """{item: remarks}, the open ones and the settled ones, oldest first."""
    found: dict = {}
    if not update.submission_number:
        return found
    for comment in update.comments.select_related("by"):
        found.setdefault(comment.item, []).append(comment)
    return found


def page(user, update) -> dict:
    """The update for reading: answers in order, and what the reader may do."""
    assessment = getattr(update, "assessment", None)
    is_whole = any(permissions.can(user, action, update) for action in READING[:2])
    return {
        "update": update,
        "is_whole": is_whole,
        "answers": answers(update) if is_whole else public_answers(update),
        "assessment": assessment,
        "comments": comments_by_item(update)
        if permissions.can(user, Action.NOTE_READ, update)
        else {},
        "may": {name: bool(permissions.can(user, action, update)) for name, action in STEPS},
        "reference": reference(update) if update.submission_number else "",
        "waiver": waiver_of(update),
        "questions": list(update.questions.all()) if is_whole else [],
    }


def answers(update) -> list:
    """The update as questions and answers, with where to change each."""
    url = reverse("update_edit", args=[update.pk])
    if update.is_nil:
        return [
            _row(_("Nothing to report"), _("Yes: this is a nil return"), f"{url}#id_is_nil"),
            _row(_label("public_summary"), update.public_summary, f"{url}#id_public_summary"),
        ]
    first = ("achievements",)
    rows = [_row(_label("confidence"), update.get_confidence_display(), f"{url}#id_confidence")]
    rows += [_row(_label(name), getattr(update, name), f"{url}#id_{name}") for name in first]
    rows.append(_row(_("Obstacles"), obstacles_text(update), f"{url}#obstacles"))
    rows += [
        _row(_label(name), getattr(update, name), f"{url}#id_{name}")
        for name in UPDATE_TEXTS
        if name not in first
    ]
    documents = "\n".join(f"{row.title}, {row.publisher}" for row in update.evidence.all())
    rows.append(_row(_("Documents that show it"), documents, f"{url}#id_evidence"))
    return rows


def public_answers(update) -> list:
    """What everybody may read once the period is published."""
    confidence = update.get_confidence_display()
    return [
        _row(_label("confidence"), confidence, ""),
        _row(_label("public_summary"), update.public_summary, ""),
    ]


def obstacles_text(update) -> str:
    """The obstacles with the enablers that they come from, a line each."""
    return "\n".join(
        f"{row.text} ({row.enabler.words.title})" if row.enabler else row.text
        for row in update.obstacles.all()
    )


def missing(update) -> list:
    """What is still missing, as errors with the place where to mend each."""
    edit = reverse("update_edit", args=[update.pk])
    assess = reverse("update_assessment", args=[update.pk])
    places = {
        "obstacles": f"{edit}#obstacles",
        "questions": reverse("update_questions", args=[update.pk]),
        **{name: f"{assess}#id_{name}" for name in ON_ASSESSMENT},
    }
    return [
        {"text": message, "url": places.get(name, f"{edit}#id_{name}")}
        for name, message in missing_from_update(update)
    ]


def differences(current, form, formset) -> list:
    """The saved version and what was typed, field by field, where they differ."""
    rows = []
    for name in form.Meta.fields:
        theirs, yours = getattr(current, name), form.cleaned_data.get(name)
        if theirs != yours:
            before, after = _words(name, theirs), _words(name, yours)
            rows.append({"label": _label(name), "before": before, "after": after})
    theirs = obstacles_text(current)
    yours = "\n".join(
        f"{row['text']} ({row['enabler'].words.title})" if row.get("enabler") else row["text"]
        for row in formset.cleaned_data
        if row and row.get("text")
    )
    if theirs != yours:
        rows.append({"label": _("Obstacles"), "before": theirs, "after": yours})
    theirs = _titles(current.evidence.all())
    yours = _titles(form.cleaned_data.get("evidence") or [])
    if theirs != yours:
        rows.append({"label": _("Documents that show it"), "before": theirs, "after": yours})
    return rows


def _titles(evidence):
    return "\n".join(sorted(row.title for row in evidence))


def level_fell(assessment, earlier) -> bool:
    """Whether a reason for a lower level is asked for."""
    return (
        assessment is not None and assessment.in_use is not None and is_lower(assessment, earlier)
    )


def departs(assessment) -> bool:
    """Whether the ratings are not those that the answers support."""
    return assessment is not None and (assessment.in_place, assessment.in_use) != (
        assessment.proposed_in_place,
        assessment.proposed_in_use,
    )


def support(assessment) -> str:
    """What the answers support, in a sentence."""
    checks = [
        levels.Answered(
            row.check_item.code, row.check_item.level, row.check_item.rating, row.answer
        )
        for row in assessment.answers.all()
    ]
    return levels.explain(levels.propose(checks))


def _row(key, value, url):
    return {"key": key, "value": value, "url": url, "change": key}


def _label(name):
    label = str(cast(Field, ProgressUpdate._meta.get_field(name)).verbose_name)
    return label[:1].upper() + label[1:]


def _words(name, value):
    """A value as people read it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    field = cast(Field, ProgressUpdate._meta.get_field(name))
    return dict(field.flatchoices).get(value, value)
