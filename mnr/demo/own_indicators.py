"""What the demonstration country measures beside the reference: proposed, confirmed, then used."""

from datetime import timedelta

from mnr.demo import texts
from mnr.demo.cast import Cast
from mnr.demo.dates import Slot, dated, moment
from mnr.demo.dice import Dice
from mnr.models import Capability, IndicatorDefinition
from mnr.roles import Action
from mnr.services import audit, definitions

State = IndicatorDefinition.State


def write(cast: Cast, dice: Dice, first: Slot) -> None:
    """Before the first period the secretariat proposed each, and the chair confirmed it."""
    at = moment(first.dates["opens_on"] - timedelta(days=40))
    capabilities = {row.number: row for row in Capability.objects.current()}
    for place, said in enumerate(texts.read("indicators")["own"]):
        row = IndicatorDefinition(
            id=dice.key("definition", str(place)),
            capability=capabilities[said["capability"]],
            state=State.CONFIRMED,
            proposed_by=cast.secretariat[0],
            decided_by=cast.chairs[0],
            decided_at=at + timedelta(days=6),
            **{name: value for name, value in said.items() if name != "capability"},
        )
        definitions.take_effect(row)
        row.save()
        IndicatorDefinition.objects.filter(pk=row.pk).update(proposed_at=at)
        _record(row, at)


def _record(row, at):
    said = audit.changed({}, definitions.defined(row))
    decided = {"state": [State.WAITING.value, State.CONFIRMED.value]}
    after = dated(row.decided_at)
    audit.record_many(
        [
            audit.Entry(Action.INDICATOR_DEFINE, row, row.proposed_by, said | dated(at)),
            audit.Entry(Action.FRAMEWORK_CONFIRM, row, row.decided_by, decided | after),
            audit.Entry(
                Action.FRAMEWORK_CONFIRM,
                row.indicator,
                row.decided_by,
                {"code": [None, row.indicator.code]} | after,
            ),
        ]
    )
