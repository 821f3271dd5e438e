"""Files of statistics offices become values of indicators by the rules of every import."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from mnr.figures import open_formats
from mnr.measures import times
from mnr.models import ImportRun, Observation, Region
from mnr.registers import imports, open_values, planning, reading
from mnr.registers.registry import registry
from mnr.roles import Role
from tests import factories
from tests.factories import values

pytestmark = pytest.mark.django_db
ARRESTS, OFFICERS = "C04-05", "C04-02"


@pytest.fixture
def register():
    return registry.of(Observation)


@pytest.fixture
def own():
    return factories.organisation("National Police")


@pytest.fixture
def agent(own):
    return factories.person(Role.AGY, organisation=own)


@pytest.fixture(autouse=True)
def collected(own):
    factories.period("2026-Q3")
    Region.objects.create(code="TA-01", name="North")
    values.adopted(ARRESTS, own, categories=values.SEX_AND_AGE)
    values.adopted(OFFICERS, own)


def table(*rows):
    """A CSV file of these rows, the headings first."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def planned(register, agent, *rows, name=""):
    lines, wrong = register.adapted(reading.read(table(*rows)), open_values.about_of(name))
    return planning.plan(register, lines, agent, wrong=wrong)


def told(plan):
    """(indicator, region, breakdown, from, to, value, provisional) of each planned value."""
    assert not plan.problems
    entries = [outcome.entry for outcome in plan.outcomes]
    return [
        (
            row.indicator.code,
            row.region.code if row.region else "",
            row.breakdown,
            str(row.starts_on),
            str(row.ends_on),
            row.value,
            row.is_provisional,
        )
        for row in entries
    ]


SDG = ("Year", "Sex", "Age_Band", "GeoCode", "Units", "Observation status", "Value")


def test_open_sdg(register, agent):
    rows = [
        (2025, "", "", "", "Number", "", "40"),
        (2025, "Female", "12-15", "", "Number", "Provisional", "<5"),
        (2024, "Total", "_T", "TA-01", "Number", "", "12"),
    ]
    found = told(planned(register, agent, SDG, *rows, name="indicator_c04-05.csv"))
    year, before = ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")
    assert found == [
        (ARRESTS, "", "", *year, "40", False),
        (ARRESTS, "", "sex: female; age band: 12-15", *year, "<5", True),
        (ARRESTS, "TA-01", "", *before, "12", False),
    ]


SDMX = ("DATAFLOW", "FREQ", "REF_AREA", "INDICATOR", "SEX", "TIME_PERIOD", "OBS_VALUE")
SDMX += ("OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE")


def sdmx(area="_T", code=ARRESTS, sex="_T", time="2025-Q1", value="40", state="A", unit="NUMBER"):
    return ("X:Y(1.0)", "Q", area, code, sex, time, value, state, "F", unit)


def test_sdmx(register, agent):
    rows = [
        sdmx(),
        sdmx(sex="male", state="P"),
        sdmx(area="TA-01", code=OFFICERS, time="2025"),
        sdmx(area="TLV", code=OFFICERS, time="2024"),
    ]
    quarter = ("2025-01-01", "2025-03-31")
    assert told(planned(register, agent, SDMX, *rows)) == [
        (ARRESTS, "", "", *quarter, "40", False),
        (ARRESTS, "", "sex: male", *quarter, "40", True),
        (OFFICERS, "TA-01", "", "2025-01-01", "2025-12-31", "40", False),
        (OFFICERS, "", "", "2024-01-01", "2024-12-31", "40", False),
    ]


def test_columns_of_the_layout_stand_beside(register, agent):
    plan = planned(
        register, agent, (*SDMX, "Source", "checked"), (*sdmx(), "Yearbook", "A large operation.")
    )
    (row,) = (outcome.entry for outcome in plan.outcomes)
    assert (row.source, row.checked) == ("Yearbook", "A large operation.")


WRONG = [
    (sdmx(value=""), "OBS_VALUE", "", "There is no value"),
    (sdmx(unit="PT"), "UNIT_MEASURE", "PT", "C04-05 is measured in “number”"),
    (sdmx(unit="USD"), "UNIT_MEASURE", "USD", "C04-05 is measured in “number”"),
    (sdmx(time="2025-Q7"), "TIME_PERIOD", "2025-Q7", "This is no time that can be read"),
    (sdmx(code="C99-01"), "INDICATOR", "C99-01", "There is no such indicator"),
    (sdmx(code=""), "INDICATOR", "", "There is no such indicator"),
    (sdmx(sex="a: b"), "SEX", "a: b", "no colon and no semicolon"),
    (sdmx(sex="unknown"), "breakdown", "sex: unknown", "“unknown” is not collected here"),
]


def test_all_that_is_wrong_is_told_at_once_with_its_place(register, agent):
    """Beside rows that are right, and those that only the register itself refuses."""
    rows = [sdmx(), *(row for row, *_told in WRONG), sdmx(time="x", unit="y", value="")]
    found = planned(register, agent, SDMX, *rows).problems
    *single, last, then, at_last = found
    for number, (problem, (_row, *told)) in enumerate(zip(single, WRONG, strict=True), 3):
        assert (problem.row, problem.column, problem.value) == (number, *told[:2])
        assert told[2] in problem.message
    assert {one.row for one in (last, then, at_last)} == {len(rows) + 1}


def test_the_page_tells_all_of_it(register, agent):
    rows = [sdmx(value=""), sdmx(), sdmx(time="x")]
    run = imports.send(register=register, data=table(SDMX, *rows), by=agent)
    imports.read(progress=lambda percent: None, run=str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.refusal) == (ImportRun.State.WRONG, "")
    assert [(row, column) for _sheet, row, column, *_rest in run.problems] == [
        (2, "OBS_VALUE"),
        (4, "TIME_PERIOD"),
    ]


def test_what_would_be_stored_is_named_with_region_and_part(register, agent):
    rows = [sdmx(), sdmx(area="TA-01", sex="male", code=ARRESTS)]
    run = imports.send(register=register, data=table(SDMX, *rows), by=agent)
    imports.read(progress=lambda percent: None, run=str(run.pk))
    run.refresh_from_db()
    whole, part = (name for _row, _what, name, _columns in run.outcomes)
    assert whole.endswith(": 40")
    assert part == f"{whole}, North, sex: male"


def test_a_file_that_names_no_indicator_is_refused_as_a_whole(register, agent):
    with pytest.raises(reading.Unreadable, match="does not say which indicator"):
        planned(register, agent, SDG, (2025, "", "", "", "", "", "40"), name="values.csv")


def test_thousands_are_not_taken_for_ones(register, agent):
    (problem,) = planned(register, agent, (*SDMX, "UNIT_MULT"), (*sdmx(), "3")).problems
    assert (problem.column, problem.value) == ("UNIT_MULT", "3")


def test_a_command_tells_all_of_it_too(register, agent, tmp_path):
    file = tmp_path / "values.csv"
    file.write_bytes(table(SDMX, sdmx(value=""), sdmx(time="x")))
    with pytest.raises(CommandError, match=r"(?s)row 2, OBS_VALUE: .*row 3, TIME_PERIOD: “x” "):
        call_command("import_register", "indicators/values", file, by=agent.email)


def test_a_part_that_the_country_does_not_have_is_a_mistake_of_its_row(register, agent):
    plan = planned(register, agent, SDMX, sdmx(sex="unknown"))
    (problem,) = plan.problems
    assert problem.row == 2
    assert "unknown" in problem.message


def test_other_files_are_left_as_they_are(register):
    lines = reading.read(table(["Indicator", "Value"], ["C04-05", "7"]))
    assert register.adapted(lines) == (lines, [])
    assert open_values.adapted([], str) == ([], [])


def test_a_file_that_is_sent_twice_is_stored_once(register, agent):
    for _time in range(2):
        data = table(SDG, (2025, "", "", "", "", "", "40"))
        run = imports.send(register=register, data=data, by=agent, name="Indicator_C04-05 (2).csv")
        assert run.about == ARRESTS
        imports.read(progress=lambda percent: None, run=str(run.pk))
        run.refresh_from_db()
        if run.created:
            imports.confirm(run=run, by=agent)
            imports.store(progress=lambda percent: None, run=str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.created, run.same) == (ImportRun.State.READ, 0, 1)
    (row,) = Observation.objects.all()
    assert (row.indicator.code, row.value, row.period.code) == (ARRESTS, "40", "2026-Q3")


def test_what_we_export_is_read(register, agent):
    """Every figure that an edition tells, in both formats."""
    day = {"starts_on": "2025-01-01", "ends_on": "2025-12-31", "is_cumulative": False}
    rest = {"is_hidden": False, "is_otherwise": False, "is_provisional": True}
    figures = [
        day | rest | {"region": None, "breakdown": "", "value": "40"},
        day | rest | {"region": "TA-01", "breakdown": "", "value": "12"},
        day | rest | {"region": None, "breakdown": "age band: 12-15", "value": "22"},
    ]
    whole = {"indicators": {ARRESTS: {"unit": "count", "name": "Arrests"}}, "rules": RULES}
    whole |= {"figures": {ARRESTS: figures}, "period": "2026-Q3", "edition": "committee"}
    stretch = times.Stretch(date(2025, 1, 1), date(2025, 12, 31))
    for make in open_formats.FORMATS.values():
        files = [(name, data) for name, data in make(whole) if name.endswith(".csv")]
        ((name, data),) = files
        lines, _wrong = register.adapted(reading.read(data), open_values.about_of(name))
        found = told(planning.plan(register, lines, agent))
        days = (str(stretch.starts_on), str(stretch.ends_on))
        assert sorted(found) == [
            (ARRESTS, "", "", *days, "40", True),
            (ARRESTS, "", "age band: 12-15", *days, "22", True),
            (ARRESTS, "TA-01", "", *days, "12", True),
        ]


RULES = {"threshold": 5, "threshold_below_national": 10}
