"""A country in which every text that somebody wrote carries a word that stands nowhere else.

`make_canaries()` remembers of each word where it was put and which actions let somebody read it.
A model with a text that people write needs its words here; a test holds that none is forgotten.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from mnr.models import (
    Capability,
    CheckAnswer,
    Comment,
    Evidence,
    Extension,
    Obstacle,
    PlanAction,
    ProgressUpdate,
    RatingQuestion,
    Report,
    Waiver,
)
from mnr.reports import build
from mnr.roles import Role
from mnr.services import reports
from tests import factories
from tests.matrix import oracle
from tests.matrix.canaries_of_entries import keep_of_period, keep_standing
from tests.matrix.oracle import Thing

WORD = re.compile(r"(?<![A-Za-z0-9])zqx[a-z]{4}(?![A-Za-z0-9])", re.IGNORECASE)
READ = ("update.read", "update.read_internal")
STEPS = factories.cycle.PERIOD_STEPS
TEXTS = ("achievements", "next_steps", "decisions_asked")
ASSESSED = ("rationale", "departure_reason", "lowering_reason")


@dataclass(frozen=True)
class Canary:
    """A word: in which field of what it stands, and what lets somebody read it."""

    word: str
    name: str
    readable: tuple  # pairs of an action and the thing on which it must be allowed

    def may(self, roles):
        """Whether people of these roles may read it."""
        return any(oracle.decide(action, roles, thing) == "yes" for action, thing in self.readable)


@dataclass
class Aviary:
    """The country's people, what is there, and all the words."""

    own: object
    people: dict = field(default_factory=dict)
    canaries: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)  # of updates, by key

    def word(self, name, *readable):
        """A new word for a field."""
        number = len(self.canaries)
        letters = ""
        for _place in range(4):
            number, rest = divmod(number, 26)
            letters = chr(97 + rest) + letters
        word = f"zqx{letters}"
        self.canaries[word] = Canary(word, name, readable)
        return word

    def keep(self, kind, row):
        self.rows.setdefault(kind, []).append(row)
        return row


def make_canaries() -> Aviary:
    """Three periods (published, frozen, open), each with updates near and far."""
    aviary = Aviary(None)
    bodies = {whose: _organisation(aviary, whose) for whose in ("own", "domain", "foreign")}
    aviary.own = bodies["own"]
    aviary.people = {
        role: factories.person(role, organisation=aviary.own, domain="criminal_justice")
        for role in Role
        if role is not Role.ANO
    }
    _people(aviary, bodies)
    _plan(aviary, bodies["foreign"])
    for code, last, states in (
        ("2026-Q1", "published", ("accepted",)),
        ("2026-Q2", "frozen", ("accepted",)),
        ("2026-Q3", "open", ("draft", "submitted", "returned", "accepted")),
    ):
        period = aviary.keep("period", factories.period(code, "open"))
        for whose, body in bodies.items():
            for number, state in enumerate(states, start=16 if whose == "foreign" else 4):
                _update(aviary, period, last, whose, body, number, state)
        _exceptions(aviary, period, bodies)
        keep_of_period(aviary, period, last, bodies)
        for step in STEPS[2 : STEPS.index(last) + 1]:
            factories.enter(period, step)
    keep_standing(aviary, bodies)
    return aviary


def _organisation(aviary, whose):
    thing = Thing("organisation", whose)
    texts = {
        name: aviary.word(f"organisation.{name}", ("org.read", thing))
        for name in ("name", "short_name", "role_text", "source")
    }
    return aviary.keep("organisation", factories.organisation(**texts))


def _people(aviary, bodies):
    for whose in ("own", "foreign"):
        thing = Thing("user", whose, "active")
        name = aviary.word("user.full_name", ("user.directory", thing))
        mail = aviary.word("user.email", ("user.deactivate", thing))
        person = factories.person(full_name=name.title(), email=f"{mail}@example.org")
        membership = factories.role(person, Role.AGY, organisation=bodies[whose])
        aviary.keep("person", person)
        aviary.keep("membership", membership)


def _plan(aviary, body):
    """An action of an imported case: everybody may read it."""
    thing = Thing("plan")
    texts = {
        name: aviary.word(f"planaction.{name}", ("plan.read", thing))
        for name in ("title", "status_text", "date_text", "source")
    }
    PlanAction.objects.create(
        capability=Capability.objects.get(number=5), organisation=body, status="ongoing", **texts
    )


def _update(aviary, period, last, whose, body, number, state):
    """An update with everything that can belong to one."""
    thing = Thing("update", whose, state, last)
    read = [(action, thing) for action in READ]

    def word(name, *more):
        return aviary.word(name, *read, *more)

    texts = {name: word(f"progressupdate.{name}") for name in TEXTS}
    texts["public_summary"] = word("progressupdate.public_summary", ("update.read_public", thing))
    leads = whose != "domain"  # the own organisation leads the same capability
    row = factories.update("draft", period, number, body, lead=leads, confidence="at_risk", **texts)
    Obstacle.objects.create(update=row, order=1, text=word("obstacle.text"))
    if leads:
        factories.assessment(row, **{name: word(f"assessment.{name}") for name in ASSESSED})
        CheckAnswer.objects.filter(assessment__update=row).update(note=word("checkanswer.note"))
        answer = word("ratingquestion.answer")
        RatingQuestion.objects.create(update=row, key="jump_in_use", answer=answer)
    row.evidence.add(_evidence(aviary, whose, body, read))
    factories.reach(row, state)
    if state == "returned":
        reason = word("progressupdate.return_reason")
        ProgressUpdate.objects.filter(pk=row.pk).update(return_reason=reason)
    aviary.keep("update", ProgressUpdate.objects.get(pk=row.pk))
    aviary.things[row.pk] = thing
    if state != "draft":
        _comment(aviary, row, thing)


def _evidence(aviary, whose, body, read):
    """A document, which those who may read the update see too."""
    of_body = ("evidence.read", Thing("evidence", whose))
    texts = {
        name: aviary.word(f"evidence.{name}", of_body, *read) for name in ("title", "publisher")
    }
    if len(aviary.rows.get("evidence", ())) % 2:
        texts["registry_number"] = aviary.word("evidence.registry_number", of_body, *read)
    else:
        word = aviary.word("evidence.url", of_body, *read)
        texts["url"] = f"https://gazette.example.org/{word}"
    row = Evidence.objects.create(organisation=body, dated_on=factories.ago(100), **texts)
    return aviary.keep("evidence", row)


def _comment(aviary, update, thing):
    note = Thing("note", thing.whose, thing.state, thing.period)
    name = "comment.text, returned" if thing.state == "returned" else "comment.text"
    text = aviary.word(name, ("note.read", note))
    aviary.keep(
        "comment",
        Comment.objects.create(update=update, item="update", text=text, by=factories.person()),
    )


def _exceptions(aviary, period, bodies):
    """A waiver and an extension: they tell of handing in, not of content."""
    for whose, body in bodies.items():
        far = "own far" if whose == "own" else "foreign"  # nobody here leads the domain of 14
        status = [("update.status", Thing("update", far, "", period.state))]
        if period.code == "2026-Q3":  # the open one: whoever writes there sees it in their work
            status.append(("update.read", Thing("update", far, "draft", "open")))
        factories.assignment(body, 14, "contributor") if period.code == "2026-Q1" else None
        Waiver.objects.create(
            period=period,
            organisation=body,
            capability=Capability.objects.get(number=14),
            reason=aviary.word("waiver.reason", *status),
            by=factories.person(),
        )
        aviary.keep(
            "extension",
            Extension.objects.create(
                period=period,
                organisation=body,
                until=max(period.due_on, factories.ago(0)) + timedelta(days=20),
                reason=aviary.word("extension.reason", *status),
                by=factories.person(),
            ),
        )


def build_report(aviary, period):
    """The report of a frozen period, with its file."""
    snapshot = period.snapshots.get()
    report = reports.queue_report(snapshot=snapshot, by=aviary.people[Role.SEC])
    build.build_report(report=str(report.pk), progress=lambda *told: None)
    return aviary.keep("report", Report.objects.get(pk=report.pk))
