"""Indicators of the country's own: proposed by one, confirmed by another, never deleted."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mnr.models import (
    AuditEvent,
    FrameworkEdition,
    Indicator,
    IndicatorAdoption,
    IndicatorDefinition,
    Observation,
)
from mnr.permissions import Denied, NotFresh, WrongState
from mnr.roles import Role
from mnr.selectors import indicators_due
from mnr.services import definitions, indicators, reference
from mnr.services.errors import Refused
from tests import factories
from tests.factories import values
from tests.factories.definitions import SAID, definition, own_indicator, proposed
from tests.signing_in import STALE, proof

pytestmark = pytest.mark.django_db
GIRL = "The girl aged 9 quoted in the published judgment is not named."
State = IndicatorDefinition.State


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


@pytest.fixture
def change(secretary):
    """change(indicator, ...) proposes another version."""

    def call(indicator, reason="It is counted otherwise.", by=secretary, version=None, **fields):
        said = definitions.defined(definitions.standing(indicator)) | fields
        row = IndicatorDefinition(indicator=indicator, reason=reason, **said)
        return definitions.define(definition=row, version=version, by=by)

    return call


def stored(indicator):
    return Indicator.objects.get(pk=indicator.pk)


# --- two people ---------------------------------------------------------------------------


def test_a_proposal_is_no_indicator_until_it_is_confirmed(secretary, chair):
    before = Indicator.objects.count()
    row = definitions.define(definition=definition(), by=secretary)
    assert (row.state, row.proposed_by, row.indicator) == (State.WAITING, secretary, None)
    assert Indicator.objects.count() == before
    done = definitions.decide(definition=row, is_confirmed=True, by=chair)
    own = stored(done.indicator)
    assert (own.code, own.name, own.is_own, own.counts_people) == (
        "C05-N01",
        SAID["name"],
        True,
        True,
    )
    assert own in Indicator.objects.current()
    assert (own.note, own.public_sources) == (SAID["note"], [])
    assert (done.state, done.decided_by) == (State.CONFIRMED, chair)
    events = AuditEvent.objects.order_by("number")
    assert [(e.action, e.object_type, e.actor_id) for e in events] == [
        ("indicator.define", "indicatordefinition", secretary.pk),
        ("framework.confirm", "indicatordefinition", chair.pk),
        ("framework.confirm", "indicator", chair.pk),
    ]
    assert events[2].changes["code"] == [None, "C05-N01"]


def test_codes_are_given_in_turn_for_each_capability():
    codes = [own_indicator(number, name=name).code for number, name in ((5, "A"), (4, "B"))]
    assert codes == ["C05-N01", "C04-N01"]
    assert own_indicator(5, name="C").code == "C05-N02"


@pytest.mark.changes_nothing
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SEC, Role.ANO)])
def test_nobody_else_proposes(role):
    own = own_indicator()
    other = factories.person(role, organisation=factories.organisation(), domain="victim")
    for attempt in (
        lambda: definitions.define(definition=definition(), by=other),
        lambda: definitions.withdraw(indicator=own, reason="No more.", by=other),
    ):
        with pytest.raises(Denied):
            attempt()
    assert IndicatorDefinition.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.CHR, Role.ANO)])
def test_nobody_else_confirms(role):
    row = proposed()
    other = factories.person(role, organisation=factories.organisation(), domain="victim")
    with pytest.raises(Denied):
        definitions.decide(definition=row, is_confirmed=True, by=other)
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_whoever_proposed_it_does_not_confirm_it(chair):
    row = IndicatorDefinition.objects.create(
        **{**SAID, "capability": definition().capability, "proposed_by": chair}
    )
    for is_confirmed in (True, False):
        with pytest.raises(Denied) as refused:
            definitions.decide(definition=row, is_confirmed=is_confirmed, answer="No.", by=chair)
        assert refused.value.code == "person"
    with pytest.raises(IntegrityError, match="definition_decided_by_another"), transaction.atomic():
        IndicatorDefinition.objects.filter(pk=row.pk).update(
            state="confirmed", decided_by=chair, decided_at=timezone.now()
        )


def test_both_prove_first_who_they_are(secretary, chair):
    row = proposed()
    secretary.sign_in = chair.sign_in = proof(ago=STALE)
    with pytest.raises(NotFresh):
        definitions.define(definition=definition(), by=secretary)
    with pytest.raises(NotFresh):
        definitions.decide(definition=row, is_confirmed=True, by=chair)


def test_it_is_decided_once(secretary, chair):
    row = proposed()
    definitions.decide(definition=row, is_confirmed=False, answer="Count cases.", by=chair)
    with pytest.raises(WrongState):
        definitions.decide(definition=row, is_confirmed=True, by=chair)
    with pytest.raises(Refused, match="decided already"):
        definitions.take_back(definition=row, by=secretary)
    row.refresh_from_db()
    assert (row.state, row.answer) == (State.REFUSED, "Count cases.")
    assert not Indicator.objects.filter(is_own=True).exists()


def test_sending_back_says_why(chair):
    row = proposed()
    with pytest.raises(Refused, match="Say why") as refused:
        definitions.decide(definition=row, is_confirmed=False, answer=" ", by=chair)
    assert refused.value.field == "answer"


def test_the_secretariat_takes_a_proposal_back(secretary, chair):
    row = definitions.take_back(definition=proposed(by=secretary), by=secretary)
    assert (row.state, row.decided_by) == (State.TAKEN_BACK, secretary)
    with pytest.raises(WrongState, match="taken back"):
        definitions.decide(definition=row, is_confirmed=True, by=chair)


# --- what it says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"unit": "status", "counts_people": False, "words": "none"}, "words"),
        ({"unit": "status", "counts_people": False, "words": "none\nNone"}, "words"),
        ({"unit": "status", "counts_people": False, "words": "none\n5"}, "words"),
        ({"unit": "status", "counts_people": False, "words": "none\n" + "a" * 61}, "words"),
        ({"words": "none\nsome"}, "words"),
        ({"disaggregations": ", ".join("abcdefghijk")}, "disaggregations"),
    ],
)
def test_what_cannot_be_entered_is_not_defined(secretary, fields, field):
    with pytest.raises(Refused) as refused:
        definitions.define(definition=definition(**fields), by=secretary)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"unit": "percent"}, "definition_people_are_counted"),
        ({"minimum": 5, "maximum": 4}, "definition_least_and_most_in_order"),
        ({"minimum": 5, "maximum": 5}, "definition_least_and_most_in_order"),
        ({"unit": "rate", "counts_people": False}, "definition_rate_for_each"),
        ({"per": 1000}, "definition_rate_for_each"),
    ],
)
def test_a_rule_of_definitions_is_kept(secretary, fields, rule):
    with pytest.raises(ValidationError):
        definitions.define(definition=definition(**fields), by=secretary)
    row = definition(**fields)
    row.proposed_by = secretary
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", [name for name in definitions.TEXTS if name != "reason"])
def test_no_text_of_a_definition_tells_of_a_child(secretary, name):
    with pytest.raises(Refused) as refused:
        definitions.define(definition=definition(**{name: GIRL}), by=secretary)
    assert refused.value.field == name


def test_words_of_a_list_are_those_that_a_value_can_be():
    said = {"unit": "status", "counts_people": False, "words": "None \n drafted\nin  force"}
    own = own_indicator(name="State of the plan", disaggregations="sex,  age band", **said)
    assert own.answers == ("None", "drafted", "in force")
    assert own.disaggregations == ["sex", "age band"]
    values.value(values.adopted(own.code), "in force")
    with pytest.raises(ValidationError, match="Write one of"):
        values.value(Indicator.objects.get(pk=own.pk), "forgotten", "2025-Q1")


# --- changes ------------------------------------------------------------------------------


def test_a_change_holds_once_it_is_confirmed(change, chair):
    own = own_indicator()
    row = change(own, name="Interviews in a safe room", unit="score", counts_people=False)
    assert stored(own).name == SAID["name"]
    definitions.decide(definition=row, is_confirmed=True, by=chair)
    now = stored(own)
    assert (now.code, now.name, now.unit) == (own.code, "Interviews in a safe room", "score")
    event = AuditEvent.objects.filter(object_type="indicator").order_by("number").last()
    assert event.changes == {
        "name": [SAID["name"], "Interviews in a safe room"],
        "unit": ["count", "score"],
        "counts_people": [True, False],
        "reason": [None, "It is counted otherwise."],
    }


FIXED = [
    {"unit": "days", "counts_people": False},
    {"direction": "context"},
    {"counts_people": False},
]


@pytest.mark.parametrize("fields", FIXED)
@pytest.mark.parametrize("what", ["value", "withdrawn value", "target"])
def test_what_was_entered_keeps_its_meaning(change, fields, what):
    own = own_indicator()
    if what == "target":
        values.target(own, 80)
    else:
        row = values.value(values.adopted(own.code), "12")
        if what == "withdrawn value":
            Observation.objects.filter(pk=row.pk).update(
                withdrawn_on=timezone.localdate(), withdrawn_because="Entered twice."
            )
    with pytest.raises(Refused, match="would say something else") as refused:
        change(own, **fields)
    assert refused.value.field == next(iter(fields))
    assert change(own, name="The same in other words")


def test_what_is_entered_before_the_second_word_keeps_its_meaning_too(change, chair):
    own = own_indicator()
    row = change(own, counts_people=False)
    values.value(values.adopted(own.code), "12")
    with pytest.raises(Refused, match="would say something else"):
        definitions.decide(definition=row, is_confirmed=True, by=chair)
    assert stored(own).counts_people is True


def test_a_change_says_why_and_changes_something(change):
    own = own_indicator()
    with pytest.raises(ValidationError, match="Say why it changes"):
        change(own, reason=" ", name="Other words")
    with pytest.raises(Refused, match="Nothing is different"):
        change(own)


def test_one_change_waits_at_a_time(change, secretary):
    own = own_indicator()
    first = change(own, name="Other words")
    for attempt in (
        lambda: change(own, name="Yet others"),
        lambda: definitions.withdraw(indicator=own, reason="No more.", by=secretary),
    ):
        with pytest.raises(Refused, match="waits already"):
            attempt()
    definitions.take_back(definition=first, by=secretary)
    assert change(own, name="Yet others")


def test_what_was_read_is_what_is_changed(change, chair):
    own = own_indicator()
    row = change(own, name="Other words", version=1)
    definitions.decide(definition=row, is_confirmed=True, by=chair)
    with pytest.raises(Refused, match="Somebody changed it meanwhile"):
        change(own, name="Yet others", version=1)


def test_the_capability_stays(change, chair):
    own = own_indicator()
    elsewhere = Indicator.objects.get(code="C08-01").capability
    row = change(own, name="Other words", capability=elsewhere)
    definitions.decide(definition=row, is_confirmed=True, by=chair)
    assert stored(own).capability.number == 5


def test_the_references_stay_as_their_files_say(secretary):
    of_reference = Indicator.objects.get(code="C05-01")
    row = IndicatorDefinition(indicator=of_reference, reason="Better.", **SAID)
    with pytest.raises(Refused, match="the reference’s"):
        definitions.define(definition=row, by=secretary)
    with pytest.raises(Refused, match="the reference’s"):
        definitions.withdraw(indicator=of_reference, reason="No more.", by=secretary)


# --- withdrawal ---------------------------------------------------------------------------


@pytest.fixture
def withdrawn(secretary, chair):
    """withdrawn(indicator) is the same, not used any more."""

    def call(indicator):
        row = definitions.withdraw(indicator=indicator, reason="Counted no more.", by=secretary)
        assert stored(indicator).withdrawn_on is None
        definitions.decide(definition=row, is_confirmed=True, by=chair)
        return stored(indicator)

    return call


def test_a_withdrawn_one_stays_but_nothing_is_decided_or_entered(withdrawn, secretary, change):
    own = own_indicator()
    body = factories.organisation()
    value = values.value(values.adopted(own.code, body), "12", "2025-Q1")
    period = value.period
    assert own.code in {row.indicator.code for row in indicators_due.collected(period)}
    gone = withdrawn(own)
    assert (gone.withdrawn_on, gone.withdrawn_because) == (timezone.localdate(), "Counted no more.")
    assert gone not in Indicator.objects.current()
    assert own.code not in {row.indicator.code for row in indicators_due.collected(period)}
    with pytest.raises(ValidationError, match="This indicator is withdrawn"):
        values.value(Indicator.objects.get(pk=own.pk), "13", "2025-Q2")
    adoption = IndicatorAdoption.objects.get(indicator=own)
    for attempt in (
        lambda: indicators.adopt(adoption=adoption, by=secretary),
        lambda: indicators.set_target(indicator=own, on=factories.ago(-300), value=9, by=secretary),
        lambda: change(gone, name="Other words"),
        lambda: definitions.withdraw(indicator=gone, reason="Again.", by=secretary),
    ):
        with pytest.raises(Refused, match="withdrawn"):
            attempt()
    assert Observation.objects.filter(indicator=own).exists()


def test_its_code_is_given_to_no_other(withdrawn):
    withdrawn(own_indicator())
    assert own_indicator(name="Another").code == "C05-N02"


def test_a_withdrawal_needs_a_reason(secretary):
    own = own_indicator()
    with pytest.raises(ValidationError, match="Say why it changes"):
        definitions.withdraw(indicator=own, reason=" ", by=secretary)
    with pytest.raises(IntegrityError, match="own_withdrawn_with_reason"), transaction.atomic():
        Indicator.objects.filter(pk=own.pk).update(withdrawn_on=timezone.localdate())


# --- beside the reference -----------------------------------------------------------------


def test_the_files_leave_the_countrys_own_alone(withdrawn):
    own, gone = own_indicator(), withdrawn(own_indicator(name="Another"))
    before = list(Indicator.objects.filter(is_own=True).order_by("pk").values())
    counts = reference.synchronise()["Indicator"]
    assert (counts.added, counts.changed, counts.withdrawn, counts.reinstated) == (0, 0, 0, 0)
    assert list(Indicator.objects.filter(is_own=True).order_by("pk").values()) == before
    assert {own.pk, gone.pk} == {row["id"] for row in before}
    assert FrameworkEdition.objects.current().count() == 1
