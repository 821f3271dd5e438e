"""Objects whose every text holds a word that must be nowhere once they are withheld."""

from django.db.models import CharField, Q, TextField

from mnr.models import (
    CheckAnswer,
    Comment,
    Evidence,
    Obstacle,
    PlanAction,
    ProgressUpdate,
    RatingQuestion,
)
from mnr.roles import Role
from mnr.services.content import UPDATE_TEXTS
from tests import factories

CANARY = "kvitravn-4711"


def told_update(state="draft", **fields):
    """An update with the word in each of its texts, and one obstacle."""
    texts = {name: f"{name} {CANARY}" for name in UPDATE_TEXTS}
    update = factories.update("draft", **texts | fields)
    Obstacle.objects.create(update=update, order=1, text=f"obstacle {CANARY}")
    reasons = ("departure_reason", "lowering_reason", "rationale")
    assessment = factories.assessment(update, **{name: f"{name} {CANARY}" for name in reasons})
    CheckAnswer.objects.filter(assessment=assessment).update(note=f"note {CANARY}")
    RatingQuestion.objects.create(update=update, key="jump_in_use", answer=f"because {CANARY}")
    factories.release_about(update, reason=f"reason {CANARY}")
    factories.reach(update, state)
    return ProgressUpdate.objects.get(pk=update.pk)


def tell_canary():
    """One object of each other kind that holds text."""
    update = factories.update("submitted")
    body = factories.organisation(f"Body {CANARY}", short_name=CANARY, role_text=CANARY)
    return [
        Comment.objects.create(
            update=update, item="update", text=f"See {CANARY}", by=factories.person(Role.SEC)
        ),
        document(update.organisation),
        body,
        factories.person(full_name=f"Name {CANARY}"),
        PlanAction.objects.create(
            capability=update.capability,
            organisation=update.organisation,
            title=f"Act on {CANARY}",
            status="done",
        ),
    ]


def document(organisation, url=f"https://gazette.example/{CANARY}"):
    """A reference that says where it is by its address alone."""
    return Evidence.objects.create(
        organisation=organisation,
        title=f"Mandate {CANARY}",
        publisher=f"Gazette {CANARY}",
        dated_on=factories.ago(100),
        url=url,
    )


def holds_canary(*models):
    """Whether any text of these tables holds the word."""
    found = False
    for model in models:
        names = [f.name for f in model._meta.fields if isinstance(f, CharField | TextField)]
        held = Q(*((f"{name}__contains", CANARY) for name in names), _connector=Q.OR)
        found |= model._default_manager.filter(held).exists()
    return found
