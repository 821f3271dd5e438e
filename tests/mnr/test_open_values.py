"""Files of statistics offices become values of indicators by the rules of every import."""

import csv
import io
from datetime import date

import pytest

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
    lines = register.adapted(reading.read(table(*rows)), open_values.about_of(name))
    return planning.plan(register, lines, agent)


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


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (sdmx(value=""), "Row 2 has no value"),
        (sdmx(unit="PT"), "Row 2 is in “PT”, but C04-05 is measured in “number”"),
        (sdmx(unit="USD"), "Row 2 is in “USD”"),
        (sdmx(time="2025-Q7"), "Row 2 is about “2025-Q7”"),
        (sdmx(code="C99-01"), "names the indicator “C99-01”, which there is not"),
        (sdmx(code=""), "does not say which indicator"),
        (sdmx(sex="a: b"), "colon or a semicolon"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(row, words, register, agent):
    with pytest.raises(reading.Unreadable, match=words.replace("(", r"\(")):
        planned(register, agent, SDMX, row)


def test_thousands_are_not_taken_for_ones(register, agent):
    with pytest.raises(reading.Unreadable, match="UNIT_MULT"):
        planned(register, agent, (*SDMX, "UNIT_MULT"), (*sdmx(), "3"))


def test_a_part_that_the_country_does_not_have_is_a_mistake_of_its_row(register, agent):
    plan = planned(register, agent, SDMX, sdmx(sex="unknown"))
    (problem,) = plan.problems
    assert problem.row == 2
    assert "unknown" in problem.message


def test_other_files_are_left_as_they_are(register):
    lines = reading.read(table(["Indicator", "Value"], ["C04-05", "7"]))
    assert register.adapted(lines) is lines
    assert open_values.adapted([], str) == []


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
        lines = register.adapted(reading.read(data), open_values.about_of(name))
        found = told(planning.plan(register, lines, agent))
        days = (str(stretch.starts_on), str(stretch.ends_on))
        assert sorted(found) == [
            (ARRESTS, "", "", *days, "40", True),
            (ARRESTS, "", "age band: 12-15", *days, "22", True),
            (ARRESTS, "TA-01", "", *days, "12", True),
        ]


RULES = {"threshold": 5, "threshold_below_national": 10}
