"""Values of indicators: each rule is kept by the form, by the API, and by a file."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mnr.models import AuditEvent, Indicator, IndicatorAdoption, Observation
from mnr.models.observation_rules import WHOLE_UNITS, broken
from mnr.registers import imports, layout, reading, registry
from mnr.roles import Role
from mnr.services.entries import save_entry, withdraw_entry
from tests import factories
from tests.api.conftest import by_token
from tests.factories import entries, values
from tests.registers import files

pytestmark = pytest.mark.django_db

REGISTER = registry.of(Observation)
ARRESTS, OFFICERS, TRAINED, UNIT = "C04-05", "C04-02", "C04-03", "C04-01"
CRITERIA, VICTIMS, CONVENTION, LIMITS = "C03-01", "C07-04", "C03-03", "C10-04"
YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
HALVES = (
    {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 6, 30)},
    {
        "starts_on": date(2025, 7, 1),
        "ends_on": date(2025, 12, 31),
    },
)


def by_form(agent, found, client):
    client.force_login(agent)
    answer = client.post(REGISTER.url("create"), entries.typed(REGISTER, found))
    if answer.status_code == 302:
        return {}
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    return {name: " ".join(map(str, words)) for name, words in errors.items()}


def by_api(agent, found, client):
    sent = entries.sent(REGISTER, found)
    sent["region"] = found["region"] and found["region"].code
    answer = by_token(agent).post(f"{REGISTER.path}/", sent)
    if answer.status_code == 201:
        return {}
    assert answer.status_code == 400, answer.text
    return {name: " ".join(words) for name, words in answer.json()["fields"].items()}


def by_file(agent, found, client):
    columns = [column.name for column in layout.columns(REGISTER)]
    cells = dict(zip(columns, layout.row_of(REGISTER, Observation(**found)), strict=True))
    entered = {name: str(cells[name]) for name in REGISTER.entered}
    lines = reading.read(files.csv_of(entered.keys(), entered.values()))
    plan = imports.store_lines(REGISTER, lines, agent)
    told = {}
    for problem in plan.problems:
        told[problem.column] = f"{told.get(problem.column, '')} {problem.message}".strip()
    return told


@pytest.fixture(params=[by_form, by_api, by_file])
def enter(request, agent, client):
    """enter(what is entered) gives what is refused, by field; each way in, one after the other."""
    return lambda found: request.param(agent, found, client)


@pytest.fixture
def own(db):
    return factories.organisation(name="Police", short_name="")


@pytest.fixture
def agent(own):
    return factories.person(Role.AGY, organisation=own)


@pytest.fixture
def period():
    return factories.period("2026-Q3")


@pytest.fixture
def arrests(own):
    return values.adopted(ARRESTS, own, categories=values.SEX_AND_AGE)


def collected(code, own, **fields):
    """The indicator, whether or not the country collects it already."""
    if IndicatorAdoption.objects.filter(indicator__code=code).exists():
        return Indicator.objects.get(code=code)
    return values.adopted(code, own, **fields)


# --- what is taken ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "form"),
    [
        (ARRESTS, "7", "number"),
        (ARRESTS, "1,240", "number"),
        (ARRESTS, "<5", "bound"),
        (ARRESTS, "5–13", "range"),
        (UNIT, "Yes", "status"),
        (CONVENTION, "signed", "status"),
        (TRAINED, "7.5", "number"),
        (CRITERIA, "5", "number"),
        (CRITERIA, "0", "number"),
        (LIMITS, "criminal yes, civil no", "text"),
    ],
)
def test_a_value_is_taken_in_each_of_its_forms(enter, own, agent, arrests, code, value, form):
    found = values.said(collected(code, own), own, value=value, **YEAR)
    assert enter(found) == {}
    made = Observation.objects.get()
    assert (made.value, made.form, made.recorded_by) == (value, form, agent)
    assert made.capability == made.indicator.capability
    event = AuditEvent.objects.filter(object_id=str(made.pk)).get()
    assert (event.action, event.changes["value"]) == ("indicator.enter", [None, value])


def test_a_part_is_kept_in_one_spelling(enter, own, arrests):
    found = values.said(arrests, own, breakdown="Age band:12-15 ;SEX: female", **YEAR)
    assert enter(found) == {}
    assert Observation.objects.get().breakdown == "sex: female; age band: 12-15"


def test_what_is_measured_otherwise_is_only_read(enter, own, arrests):
    words = {"measured": "Officers, a share", "value": "-7.5"}
    assert enter(values.said(arrests, own, **words, **YEAR)) == {}
    assert Observation.objects.get().low == -7.5


# --- what is refused, by each way in ------------------------------------------------------

REFUSED = {  # why: (code, what is entered, the field, the words)
    "a word for a number": (ARRESTS, {"value": "many"}, "value", "Write a number, a bound such as"),
    "a range turned round": (
        ARRESTS,
        {"value": "13-5"},
        "value",
        "The range ends before it begins",
    ),
    "too many digits": (ARRESTS, {"value": "1" * 16}, "value", "or the number is too long"),
    "below the least": (ARRESTS, {"value": "-1"}, "value", "The least that it can be is 0."),
    "a range from below": (ARRESTS, {"value": "-2–5"}, "value", "The least that it can be is 0."),
    "a fraction of a count": (ARRESTS, {"value": "7.5"}, "value", "Write whole numbers."),
    "a bound within": (ARRESTS, {"value": "<7.5"}, "value", "Write whole numbers."),
    "above the most": (CRITERIA, {"value": "6"}, "value", "The most that it can be is 5."),
    "a range to above": (CRITERIA, {"value": "4-6"}, "value", "The most that it can be is 5."),
    "no word of the list": (
        CONVENTION,
        {"value": "maybe"},
        "value",
        "none, invited, signed, party",
    ),
    "a number for yes or no": (UNIT, {"value": "1"}, "value", "Write one of: no, yes."),
    "an unknown category": (
        ARRESTS,
        {"breakdown": "sex: other"},
        "breakdown",
        "“other” is not collected here. There is: female, male.",
    ),
    "an unknown breakdown": (
        ARRESTS,
        {"breakdown": "court: high"},
        "breakdown",
        "“court” is not collected here. There is: sex, age band.",
    ),
    "the whole alone is collected": (
        OFFICERS,
        {"breakdown": "sex: female"},
        "breakdown",
        "“sex” is not collected here. There is: nothing.",
    ),
    "no breakdown": (ARRESTS, {"breakdown": "female"}, "breakdown", "Write it as in: sex: female;"),
    "its last day lies ahead": (
        ARRESTS,
        {"ends_on": factories.ago(-1)},
        "ends_on",
        "Its last day lies in the future.",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_rule_is_kept(enter, own, arrests, why):
    code, fields, name, words = REFUSED[why]
    found = values.said(collected(code, own), own, **YEAR | fields)
    told = enter(found)
    assert list(told) == [name]
    assert words in told[name]
    assert not Observation.objects.exists()


def test_a_value_of_today_is_not_of_the_future(enter, own, arrests):
    found = values.said(arrests, own, **YEAR | {"ends_on": factories.ago(0)})
    assert enter(found) == {}


def test_a_figure_of_the_whole_country_has_no_region(enter, own, arrests):
    victims, region = collected(VICTIMS, own), entries.region("N")
    told = enter(values.said(victims, own, region=region, **YEAR))
    assert told == {"region": "This indicator is for the whole country alone."}
    assert enter(values.said(arrests, own, region=region, **YEAR)) == {}


def not_collected(own, status):
    if status is None:
        return Indicator.objects.get(code=OFFICERS)  # nobody has decided on it
    return values.adopted(OFFICERS, own, status=status, reason="Nobody counts them.")


@pytest.mark.parametrize("status", [None, "planned", "not_available"])
def test_what_the_country_does_not_collect_is_entered_by_nobody(enter, own, arrests, status):
    officers = not_collected(own, status)
    told = enter(values.said(officers, own, **YEAR))
    assert list(told) == ["indicator"]
    assert not Observation.objects.exists()


@pytest.mark.parametrize("status", [None, "planned", "not_available"])
def test_its_words_name_who_can_change_that(own, agent, arrests, status):
    officers = not_collected(own, status)
    told = by_file(agent, values.said(officers, own, **YEAR), None)
    assert "The country does not collect this indicator yet" in told["indicator"]


def test_another_organisations_indicator_is_not_entered(enter, own, arrests):
    other = factories.organisation(name="Ministry of Police", short_name="")
    officers = values.adopted(OFFICERS, other)
    told = enter(values.said(officers, own, **YEAR))
    words = "Ministry of Police enters the values of this indicator."
    assert told == {"indicator": words}


def test_the_last_day_is_not_before_the_first(enter, own, arrests):
    turned = {"starts_on": YEAR["ends_on"], "ends_on": YEAR["starts_on"]}
    told = enter(values.said(arrests, own, **turned))
    assert "The last day is before the first." in " ".join(told.values())


def test_the_same_is_entered_once_in_a_period(enter, own, arrests):
    values.entered(arrests, own, breakdown="sex: female", **YEAR)
    again = values.said(arrests, own, breakdown="SEX:female", value="8", **YEAR)
    assert "This value is entered already for the period" in " ".join(enter(again).values())
    assert enter(again | {"breakdown": "sex: male"}) == {}


def test_what_is_refused_is_shown_as_it_was_typed(client, own, agent, arrests):
    client.force_login(agent)
    typed = entries.typed(
        REGISTER,
        values.said(
            arrests,
            own,
            value="seven or so",
            breakdown="sex: other",
            source="Yearbook of the police",
            public_text="Of the national unit alone.",
            revision_reason="Counted anew.",
            checked="Asked twice.",
            **YEAR,
        ),
    )
    answer = client.post(REGISTER.url("create"), typed)
    assert answer.status_code == 422
    form = answer.context["form"]
    shown = {name: str(form[name].value()) for name in typed}
    assert shown == {name: str(value) for name, value in typed.items()}
    page = answer.content.decode()
    for words in ("seven or so", "sex: other", "Yearbook of the police", "Counted anew.", "twice"):
        assert words in page


# --- a value that was reported before -----------------------------------------------------


@pytest.fixture
def reported(own, arrests):
    """The value of 2025 as it was reported in the period before."""
    past = factories.period("2026-Q2")
    row = values.entered(arrests, own, value="20", **YEAR)
    factories.enter(past, "closed")
    factories.enter(past, "frozen", snapshot=False)
    assert (row.period, row.supersedes) == (past, None)
    return row


def test_what_was_reported_is_not_entered_again(enter, own, arrests, reported):
    told = enter(values.said(arrests, own, value="20", **YEAR))
    assert told["value"] == "This was reported in 2026-Q2 already: nothing changes."
    assert Observation.objects.get() == reported


def test_another_value_asks_why(enter, own, arrests, reported):
    told = enter(values.said(arrests, own, value="21", **YEAR))
    assert "20 was reported in 2026-Q2: say why it changes." in told["revision_reason"]
    assert Observation.objects.count() == 1


def test_a_revision_stands_beside_what_it_replaces(enter, own, arrests, reported):
    found = values.said(arrests, own, value="21", revision_reason="Late reports.", **YEAR)
    assert enter(found) == {}
    new = Observation.objects.exclude(pk=reported.pk).get()
    assert new.supersedes == reported
    assert list(Observation.objects.standing().filter(indicator=arrests).order_by("value")) == [
        reported,
        new,
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"breakdown": "sex: male"},
        {"is_cumulative": True},
        {"measured": "Arrests by the unit alone"},
        {"ends_on": date(2025, 12, 30)},
        {"starts_on": date(2025, 1, 2)},
    ],
)
def test_another_figure_is_no_revision(own, agent, arrests, reported, other):
    found = values.said(arrests, own, value="19", **YEAR | other)
    assert save_entry(entry=Observation(**found), by=agent).supersedes is None


def test_a_part_typed_in_another_spelling_is_a_revision_too(enter, own, arrests, reported):
    Observation.objects.filter(pk=reported.pk).update(breakdown="sex: female")
    told = enter(values.said(arrests, own, value="21", breakdown="Sex:female", **YEAR))
    assert "20 was reported in 2026-Q2" in told["revision_reason"]


def test_what_was_withdrawn_is_not_revised(own, agent, arrests, reported):
    Observation.objects.filter(pk=reported.pk).update(
        withdrawn_on=factories.ago(0), withdrawn_because="Entered twice."
    )
    found = values.said(arrests, own, value="21", **YEAR)
    assert save_entry(entry=Observation(**found), by=agent).supersedes is None


def test_a_revision_that_becomes_another_figure_needs_no_reason_any_more(
    client, own, agent, arrests, reported
):
    found = values.said(arrests, own, value="21", revision_reason="Late reports.", **YEAR)
    row = save_entry(entry=Observation(**found), by=agent)
    found |= {"starts_on": date(2025, 2, 1), "revision_reason": ""}
    client.force_login(agent)
    typed = entries.typed(REGISTER, found) | {"version": row.version}
    answer = client.post(REGISTER.url("update", row), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert row.supersedes is None


# --- questions, which an answer in words settles ------------------------------------------

FEMALE, MALE = {"breakdown": "sex: female"}, {"breakdown": "sex: male"}
TOTAL = {"is_cumulative": True}
QUESTIONS = {  # why: (code, what stands already, what is entered, the words)
    "a jump": (
        ARRESTS,
        [{"value": "20"} | HALVES[0]],
        {"value": "60"} | HALVES[1],
        "It is far from the value before it: 20 for 2025-01-01 – 2025-06-30.",
    ),
    "above a hundred percent": (TRAINED, [], {"value": "101"}, "It is above 100 percent."),
    "a total that falls": (
        ARRESTS,
        [{"value": "20"} | HALVES[0] | TOTAL],
        {"value": "19"} | TOTAL,
        "A total since 2025-01-01 cannot fall: it was 20",
    ),
    "parts above the whole": (
        ARRESTS,
        [{"value": "20"}, {"value": "15"} | FEMALE],
        {"value": "6"} | MALE,
        "With it the parts add up to 21, and the whole is 20.",
    ),
    "a whole below its parts": (
        ARRESTS,
        [{"value": "15"} | FEMALE, {"value": "6"} | MALE],
        {"value": "20"},
        "Its parts add up to 21, which is more.",
    ),
}


@pytest.mark.parametrize("why", QUESTIONS)
def test_what_is_odd_is_asked_and_an_answer_is_kept(enter, own, arrests, why):
    code, standing, fields, words = QUESTIONS[why]
    indicator = collected(code, own)
    for row in standing:
        values.entered(indicator, own, **YEAR | row)
    told = enter(values.said(indicator, own, **YEAR | fields))
    assert list(told) == ["checked"]
    assert words in told["checked"]
    assert "write here how you know" in told["checked"]
    assert Observation.objects.count() == len(standing)
    answered = values.said(indicator, own, checked="A large operation.", **YEAR | fields)
    assert enter(answered) == {}
    assert Observation.objects.filter(checked="A large operation.").exists()


def test_what_is_wrong_is_said_before_what_is_odd(enter, own, arrests):
    values.entered(arrests, own, value="20", **HALVES[0])
    told = enter(values.said(arrests, own, value="60.5", **HALVES[1]))
    assert list(told) == ["value"]


def test_a_value_is_not_asked_about_beside_itself_or_what_it_replaces(
    own, agent, arrests, reported
):
    row = Observation(**values.said(arrests, own, value="90", **YEAR))
    row.revision_reason = "Two regions were missing."
    row = save_entry(entry=row, by=agent)
    row = Observation.objects.get(pk=row.pk)
    row.source = "Yearbook"
    assert save_entry(entry=row, by=agent).version == 2


# --- afterwards ---------------------------------------------------------------------------


def test_it_is_fixed_once_its_period_is_closed(own, agent, arrests, period):
    row = values.entered(arrests, own, **YEAR)
    factories.enter(period, "closed")
    row = Observation.objects.get(pk=row.pk)
    for step in (
        lambda: save_entry(entry=row, by=agent),
        lambda: withdraw_entry(entry=row, because="Entered twice.", by=agent),
    ):
        with pytest.raises(Exception, match="its period is not open"):
            step()


def test_withdrawn_it_stays_and_makes_room(own, agent, arrests):
    row = values.entered(arrests, own, **YEAR)
    withdraw_entry(entry=row, because="A wrong column.", by=agent)
    other = save_entry(entry=Observation(**values.said(arrests, own, **YEAR)), by=agent)
    assert list(Observation.objects.standing()) == [other]
    assert Observation.objects.count() == 2


# --- the rules over numbers, for any number -----------------------------------------------


def unsaved(unit, value, **limits):
    """A value of an indicator of no organisation, of which nothing else is known."""
    indicator = Indicator(pk=1, code="C04-09", unit=unit, choices=[], **limits)
    indicator.standing_values = []
    IndicatorAdoption(indicator=indicator, status="collected", categories="")
    return Observation(indicator=indicator, value=value, checked="Yes.", **YEAR)


NUMBERS = some.decimals(-1000, 1000, places=1)


@settings(deadline=None)
@given(some.sampled_from(Indicator.Unit.values), NUMBERS, NUMBERS)
def test_a_number_is_taken_within_its_limits_and_nowhere_else(unit, number, most):
    if unit in ("yes_no", "status"):
        return
    row = unsaved(unit, str(number), minimum=None, maximum=int(most))
    is_whole = number == number.to_integral_value() or unit not in WHOLE_UNITS
    found = [name for name, _words in broken(row)]
    assert (found == []) == (0 <= number <= int(most) and is_whole)


@settings(deadline=None)
@given(NUMBERS, NUMBERS)
def test_a_range_is_taken_if_both_of_its_ends_are(low, high):
    row = unsaved("rate", f"{low} to {high}", minimum=-10, maximum=10)
    found = [name for name, _words in broken(row)]
    assert (found == []) == (-10 <= low <= high <= 10)
