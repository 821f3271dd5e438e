"""Two frozen quarters in which every field that a report prints is filled."""

from datetime import date

from mnr.models import (
    CheckAnswer,
    Country,
    Enabler,
    Evidence,
    EvidenceCheck,
    Extension,
    Obstacle,
    RatingQuestion,
    Snapshot,
    Waiver,
)
from mnr.registers import registry
from mnr.roles import Role
from mnr.services import snapshots
from tests import factories
from tests.factories.entries import entry as make_entry

NUMBER = 4  # a capability with registers of returns and of entries that stand, and with regions
INTERNAL = "Only among ourselves: the second count is late."
JUMPED = "Two acts came into force in one quarter. <b>Both</b>"
HOSTILE = '<img src="https://evil.example/x"><script>alert(1)</script> & “quoted”'


def two_quarters() -> Snapshot:
    """The second quarter's snapshot, as plain values: the rows may be gone afterwards."""
    Country.objects.update_or_create(pk=1, defaults={"name": "Talvia", "is_demonstration": True})
    police = factories.organisation("National Police", short_name="NP")
    justice = factories.organisation("Ministry of Justice", short_name="MoJ")
    press = factories.organisation("Press Council", short_name="PC")
    for organisation, number, kind in (
        (police, 4, "lead"),
        (justice, 4, "contributor"),
        (justice, 5, "lead"),
        (press, 20, "lead"),
        (police, 7, "lead"),
    ):
        factories.assignment(organisation, number, kind)
    _first(police, justice)
    return _second(police, justice, press)


def _first(police, justice):
    period = factories.period("2026-Q1", "open")
    factories.update("accepted", period, 4, police, assessed=(2, 2), confidence="at_risk")
    factories.update("accepted", period, 5, justice, assessed=(3, 2))
    _entries(police, justice)
    for state in ("closed", "frozen"):
        factories.enter(period, state)


def _second(police, justice, press):
    period = factories.period("2026-Q2", "open")
    _full(factories.update("draft", period, 4, police, **_texts("A")), police)
    factories.update("accepted", period, 4, justice, lead=False, **_texts("B"))
    lowered = factories.update("draft", period, 5, justice)
    factories.assessment(lowered, 2, 1, lowering_reason="Two courts of the north closed.")
    factories.reach(lowered, "accepted")
    _entries(police)
    secretariat = factories.person(Role.SEC)
    for organisation, number in ((press, 20), (police, 7)):
        Waiver.objects.create(
            period=period,
            organisation=organisation,
            capability_id=EvidenceCheck.objects.get(code=f"{number}.1").capability_id,
            reason=f"No answer to three reminders about {number}.",
            by=secretariat,
        )
    Extension.objects.create(
        period=period,
        organisation=justice,
        until=period.freeze_on,
        reason="The court statistics come late.",
        by=secretariat,
    )
    factories.enter(period, "closed")
    factories.enter(period, "frozen", snapshot=False)
    return snapshots.make_snapshot(period=period, by=secretariat)


def _entries(*organisations):
    """What the registers of one capability hold: each organisation's returns, and what stands."""
    for register in registry.for_capability(NUMBER):
        for organisation in organisations if register.is_return else organisations[:1]:
            make_entry(
                register,
                organisation,
                source=f"Statistics of {organisation.name}",
                public_text=f"{organisation.name}: counted by hand. {HOSTILE}",
                internal_note=INTERNAL,
            )


def _texts(mark):
    return {
        "confidence": "on_track",
        "achievements": f"{mark}: regional units were staffed. {HOSTILE}",
        "next_steps": f"{mark}: the shift plan is agreed by January.",
        "decisions_asked": f"{mark}: confirm the funding of two posts.",
        "public_summary": f"{mark}: a unit works in four regions.",
    }


def _full(update, organisation):
    """An update with obstacles, documents and a whole assessment."""
    for order, enabler in ((1, Enabler.objects.order_by("order").first()), (2, None)):
        Obstacle.objects.create(
            update=update, order=order, text=f"Obstacle {order} of the unit.", enabler=enabler
        )
    act = _document(
        organisation, "Act on the Protection of Children", url="https://laws.example/12"
    )
    rules = _document(
        organisation,
        "Operating procedure",
        kind="policy",
        registry_number="SOP/2026/7",
        valid_from=date(2026, 2, 1),
        valid_until=date(2028, 1, 31),
    )
    update.evidence.add(act)
    assessment = factories.assessment(
        update,
        4,
        3,
        rationale="The mandate is in force in every region.",
        departure_reason="The last check is met; its document is not public yet.",
        target_level=4,
        target_on=date(2027, 12, 31),
    )
    assessment.proposed_in_use = 2
    assessment.save()
    first = assessment.answers.get()
    first.note = "Section 12 of the Act."
    first.save()
    first.evidence.add(act, rules)
    RatingQuestion.objects.create(update=update, key="jump_in_place", answer=JUMPED)
    RatingQuestion.objects.create(update=update, key="no_evidence_in_use")
    second = EvidenceCheck.objects.get(code="4.2")
    CheckAnswer.objects.create(assessment=assessment, check_item=second, answer="partly")
    factories.reach(update, "accepted")


def _document(organisation, title, **fields):
    return Evidence.objects.create(
        organisation=organisation,
        title=title,
        publisher="Official Gazette",
        dated_on=date(2025, 5, 4),
        **fields,
    )
