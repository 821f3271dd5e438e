"""Which indicators the country collects, and its targets: decided by the secretariat alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as some

from mnr.models import AuditEvent, Indicator, IndicatorAdoption, Target
from mnr.permissions import Denied, NotFresh
from mnr.roles import Role
from mnr.services import indicators
from mnr.services.errors import EditConflict, Refused
from mnr.sign_in import Strength
from tests import factories
from tests.signing_in import STALE, proof

pytestmark = pytest.mark.django_db
OFFICERS, ARRESTS = "C04-02", "C04-05"  # more is better; context
FIRST, LATER, LAST = date(2025, 12, 31), date(2027, 12, 31), date(2030, 12, 31)
GIRL = "The girl aged 9 quoted in the published judgment is not named."
OTHERS = [role for role in Role if role not in (Role.SEC, Role.ANO)]


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def officers():
    return Indicator.objects.get(code=OFFICERS)


@pytest.fixture
def police():
    """An organisation that reports on the indicator's capability."""
    body = factories.organisation(name="Police")
    factories.assignment(body, 4)
    return body


@pytest.fixture
def adopt(secretary, officers):
    """adopt(...) records what the country does about the indicator."""

    def call(by=secretary, version=None, adoption=None, **fields):
        values = {"status": "planned", "frequency": "quarterly", **fields}
        row = adoption or IndicatorAdoption(indicator=officers)
        for name, value in values.items():
            setattr(row, name, value)
        return indicators.adopt(adoption=row, version=version, by=by)

    return call


@pytest.fixture
def aim(secretary, officers):
    """aim(day, value) sets a target."""

    def call(on=LATER, value=100, by=secretary, indicator=officers, **more):
        return indicators.set_target(
            indicator=indicator, on=on, value=Decimal(value), by=by, **more
        )

    return call


def stale(person):
    """The same person, who proved who they are too long ago, or with too little."""
    person.sign_in = proof(ago=STALE)
    return person


def weak(person):
    person.sign_in = proof(Strength.SECOND_FACTOR)
    return person


# --- adoption -----------------------------------------------------------------------------


def test_what_is_collected_is_recorded(adopt, police, secretary):
    row = adopt(status="collected", organisation=police, categories="sex: female, male")
    row.refresh_from_db()
    assert (row.status, row.organisation, row.version) == ("collected", police, 1)
    assert row.breakdowns == {"sex": ["female", "male"]}
    assert row.recorded_by == secretary
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id) == ("indicator.adopt", secretary.pk)
    assert event.changes["status"] == [None, "collected"]
    assert event.changes["organisation"] == [None, str(police)]


def test_a_change_tells_what_changed_and_nothing_else(adopt, police):
    row = adopt(status="collected", organisation=police)
    adopt(adoption=row, version=1, status="not_available", reason="The register was closed.")
    row.refresh_from_db()
    assert row.version == 2
    event = AuditEvent.objects.order_by("number").last()
    assert event.changes == {
        "status": ["collected", "not_available"],
        "reason": ["", "The register was closed."],
    }


@pytest.mark.changes_nothing
@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_decides(adopt, aim, officers, police, role):
    target = aim()
    other = factories.person(role, organisation=police, domain="criminal_justice")
    for attempt in (
        lambda: adopt(by=other),
        lambda: aim(on=LAST, by=other),
        lambda: indicators.drop_target(target=target, reason="No more.", by=other),
    ):
        with pytest.raises(Denied) as refused:
            attempt()
        assert refused.value.code == "role"
    assert not IndicatorAdoption.objects.exists()
    assert list(officers.targets.all()) == [target]


@pytest.mark.changes_nothing
@pytest.mark.parametrize("unproven", [stale, weak])
def test_the_secretariat_proves_first_who_it_is(adopt, aim, secretary, unproven):
    target, unproven = aim(), unproven(secretary)
    for attempt in (
        lambda: adopt(by=unproven),
        lambda: aim(on=LAST, by=unproven),
        lambda: indicators.drop_target(target=target, reason="No more.", by=unproven),
    ):
        with pytest.raises(NotFresh):
            attempt()
    assert not IndicatorAdoption.objects.exists()
    assert Target.objects.get() == target


def test_what_was_read_is_what_is_changed(adopt):
    row = adopt()
    adopt(adoption=row, version=1, source_system="Police register")
    mine = IndicatorAdoption(pk=row.pk, indicator=row.indicator)
    with pytest.raises(EditConflict) as conflict:
        adopt(adoption=mine, version=1, source_system="Court register")
    assert conflict.value.current.source_system == "Police register"
    row.refresh_from_db()
    assert (row.source_system, row.version) == ("Police register", 2)


def test_of_two_who_adopt_it_first_one_does(adopt):
    adopt(source_system="Police register")
    with pytest.raises(ValidationError):
        adopt(source_system="Court register")
    assert IndicatorAdoption.objects.get().source_system == "Police register"


@pytest.mark.parametrize("status", IndicatorAdoption.Status.values)
def test_who_enters_it_reports_on_its_capability(adopt, status):
    court = factories.organisation(name="Court")
    factories.assignment(court, 5)
    with pytest.raises(Refused, match="does not report on capability 4") as refused:
        adopt(status=status, organisation=court, reason="None.")
    assert refused.value.field == "organisation"
    assert not IndicatorAdoption.objects.exists()


def test_who_reported_on_its_capability_once_does_not_enter_it(adopt, police):
    police.assignments.update(ended_on=factories.ago(1))
    with pytest.raises(Refused, match="does not report"):
        adopt(status="collected", organisation=police)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sex: female, male\nage", "age"),
        ("sex: female", "sex: female"),
        ("sex: female, male\nsex: f, m", "sex: f, m"),
    ],
)
def test_a_line_that_is_no_breakdown_is_named(adopt, text, line):
    with pytest.raises(Refused, match=f"“{line}” is no breakdown.") as refused:
        adopt(categories=text)
    assert refused.value.field == "categories"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "collected"}, "Say which organisation enters the values."),
        ({"status": "not_available"}, "Say why the indicator is not available."),
    ],
)
def test_a_rule_of_adoptions_is_kept(adopt, officers, secretary, fields, words):
    with pytest.raises(ValidationError) as refused:
        adopt(**fields)
    assert words in refused.value.messages
    row = IndicatorAdoption(indicator=officers, frequency="annual", recorded_by=secretary, **fields)
    with pytest.raises(IntegrityError, match="adoption_"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", indicators.TEXTS)
def test_no_text_of_an_adoption_tells_of_a_child(adopt, name):
    with pytest.raises(Refused) as refused:
        adopt(**{name: GIRL})
    assert refused.value.field == name
    assert not IndicatorAdoption.objects.exists()


# --- targets ------------------------------------------------------------------------------


def test_a_target_and_its_baseline_are_recorded(aim, officers, secretary):
    baseline = aim(FIRST, 40, is_baseline=True, reason=" Counted in 2025. ")
    target = aim(LATER, "80.5")
    assert list(officers.targets.standing()) == [baseline, target]
    assert (target.recorded_by, baseline.reason) == (secretary, "Counted in 2025.")
    events = AuditEvent.objects.order_by("number")
    assert [event.action for event in events] == ["indicator.adopt"] * 2
    assert events[0].changes["is_baseline"] == [None, True]
    assert events[1].changes == {
        "indicator": [None, OFFICERS],
        "on": [None, "2027-12-31"],
        "value": [None, "80.50"],
        "is_baseline": [None, False],
        "reason": [None, None],
    }


def test_a_context_figure_has_no_target(aim):
    context = Indicator.objects.get(code=ARRESTS)
    with pytest.raises(Refused, match="no good direction"):
        aim(indicator=context)
    with pytest.raises(Refused, match="no good direction"):
        aim(indicator=context, is_baseline=True)
    assert not Target.objects.exists()


def test_there_is_one_baseline(aim):
    aim(FIRST, 40, is_baseline=True)
    with pytest.raises(Refused, match="There is a baseline already") as refused:
        aim(FIRST + timedelta(days=1), 41, is_baseline=True)
    assert refused.value.field == "is_baseline"


def test_there_is_one_value_a_day(aim):
    aim(LATER)
    with pytest.raises(Refused, match="a value for this day already") as refused:
        aim(LATER, 90)
    assert refused.value.field == "on"


@pytest.mark.parametrize("day", [LATER, LATER + timedelta(days=1), LAST])
def test_a_baseline_is_before_all_targets(aim, day):
    aim(LATER)
    with pytest.raises(Refused, match=r"begins at the baseline|for this day already"):
        aim(day, 40, is_baseline=True)
    assert aim(LATER - timedelta(days=1), 40, is_baseline=True)


@pytest.mark.parametrize("day", [FIRST, FIRST - timedelta(days=1)])
def test_no_target_is_before_the_baseline(aim, day):
    aim(FIRST, 40, is_baseline=True)
    with pytest.raises(Refused, match=r"begins at the baseline|for this day already"):
        aim(day)
    assert aim(FIRST + timedelta(days=1))


def test_a_replaced_target_stays_and_says_why(aim, officers):
    old = aim(LATER, 100)
    new = aim(LATER, 90, replaces=old, reason="The budget was cut.")
    assert list(officers.targets.standing()) == [new]
    assert set(officers.targets.all()) == {old, new}
    old.refresh_from_db()
    assert (old.value, old.replaced_by) == (100, new)
    event = AuditEvent.objects.order_by("number").last()
    assert event.changes == {
        "value": ["100.00", "90.00"],
        "reason": [None, "The budget was cut."],
    }


def test_a_target_moves_to_another_day(aim, officers):
    old = aim(LATER)
    new = aim(LAST, replaces=Target.objects.get(pk=old.pk), reason="It takes longer.")
    event = AuditEvent.objects.order_by("number").last()
    assert set(event.changes) == {"on", "reason"}
    assert list(officers.targets.standing()) == [new]
    assert aim(LATER, 50)  # the day is free again


def test_a_baseline_is_replaced_by_another(aim, officers):
    old = aim(FIRST, 40, is_baseline=True)
    new = aim(FIRST, 42, is_baseline=True, replaces=old, reason="Counted anew.")
    assert list(officers.targets.standing()) == [new]


def test_a_target_is_not_moved_onto_another(aim):
    aim(LAST)
    with pytest.raises(Refused, match="for this day already"):
        aim(LAST, replaces=aim(LATER), reason="It takes longer.")


def test_a_change_is_not_kept_without_a_reason(aim, officers, secretary):
    old = aim(LATER)
    with pytest.raises(ValidationError, match="Say why the target changes"):
        aim(LATER, 90, replaces=old, reason=" ")
    with pytest.raises(ValidationError, match="Say why the target changes"):
        indicators.drop_target(target=old, reason=" ", by=secretary)
    row = Target(indicator=officers, on=LAST, value=1, replaces=old, recorded_by=secretary)
    with pytest.raises(IntegrityError, match="target_change_with_reason"), transaction.atomic():
        row.save()
    assert list(officers.targets.all()) == [old]


def test_what_was_replaced_is_not_replaced_again(aim, secretary):
    old = aim(LATER)
    aim(LATER, 90, replaces=old, reason="The budget was cut.")
    with pytest.raises(EditConflict):
        aim(LATER, 80, replaces=old, reason="Cut again.")
    with pytest.raises(EditConflict):
        indicators.drop_target(target=old, reason="No more.", by=secretary)
    assert Target.objects.count() == 2


def test_a_target_of_another_indicator_is_not_replaced(aim, officers):
    other = Indicator.objects.get(code="C04-03")
    with pytest.raises(EditConflict):
        aim(LATER, replaces=aim(LATER, indicator=other), reason="Mistaken.")
    assert not officers.targets.exists()


def test_a_dropped_target_stays_and_says_why(aim, officers, secretary):
    old = aim(LATER)
    dropped = indicators.drop_target(target=old, reason=" The plan ended. ", by=secretary)
    assert list(officers.targets.standing()) == []
    assert set(officers.targets.all()) == {old, dropped}
    assert (dropped.is_dropped, dropped.reason, dropped.value) == (True, "The plan ended.", 100)
    event = AuditEvent.objects.order_by("number").last()
    assert event.action == "indicator.adopt"
    assert event.changes["value"] == ["100.00", None]
    assert event.changes["reason"] == [None, "The plan ended."]
    assert aim(LATER, 70)  # the day is free again
    with pytest.raises(EditConflict):
        indicators.drop_target(target=dropped, reason="Again.", by=secretary)


def test_no_reason_of_a_target_tells_of_a_child(aim, secretary):
    target = aim()
    with pytest.raises(Refused):
        aim(LAST, reason=GIRL)
    with pytest.raises(Refused):
        indicators.drop_target(target=target, reason=GIRL, by=secretary)
    assert Target.objects.get() == target


DAYS = some.integers(0, 6).map(lambda days: FIRST + timedelta(days=days))


@settings(deadline=None, max_examples=30)
@given(some.lists(some.tuples(DAYS, some.booleans()), max_size=8))
def test_whatever_is_set_the_path_has_one_beginning_and_one_value_a_day(wanted):
    """Of any sequence of decisions, those that are taken make a path."""
    with transaction.atomic():
        secretary, officers = factories.person(Role.SEC), Indicator.objects.get(code=OFFICERS)
        for on, is_baseline in wanted:
            standing = list(officers.targets.standing())
            try:
                indicators.set_target(
                    indicator=officers, on=on, value=1, is_baseline=is_baseline, by=secretary
                )
            except Refused:
                assert _breaks(standing, on, is_baseline)
            else:
                assert not _breaks(standing, on, is_baseline)
        transaction.set_rollback(True)


def _breaks(standing, on, is_baseline):
    days = [row.on for row in standing]
    starts = [row.on for row in standing if row.is_baseline]
    if is_baseline:
        return bool(starts) or any(day <= on for day in days)
    return on in days or any(on <= day for day in starts)
