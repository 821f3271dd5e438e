"""Figures in the formats of statistics offices: everything that is told, and nothing hidden."""

import csv
import io
import json

import pytest

from mnr.figures import control, open_formats
from tests.figures.test_control import ARRESTS, content, value


@pytest.fixture
def told():
    """An edition with a hidden count, its complement, a region and a provisional value."""
    rows = [
        value("60"),
        value("3", part="form: online", public_text="Three girls"),
        value("37", part="form: contact"),
        value("20", part="form: both"),
        value("900", days=("2025-01-01", "2025-12-31")) | {"is_provisional": True},
        value("900", region="N", days=("2025-01-01", "2025-12-31")),
        value("7", measured="Something else"),
    ]
    made = control.control(content(*rows), "committee", []).content
    names = {ARRESTS: {"name": "Arrests", "unit": "count"}}
    return made | {"period": "2026-Q1", "indicators": names}


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_open_sdg_has_a_file_for_each_indicator(told):
    files = dict(open_formats.open_sdg(told))
    rows = rows_of(files["indicator_c04-05.csv"])
    assert list(rows[0]) == ["Year", "Period", "region", "form", "Units", "Status", "Value"]
    whole = next(row for row in rows if row["Period"] == "2026-Q1" and not row["form"])
    assert (whole["Year"], whole["Units"], whole["Value"]) == ("2026", "count", "60")
    year = next(row for row in rows if row["Period"] == "2025" and not row["region"])
    assert (year["Value"], year["Status"]) == ("900", "provisional")


def test_sdmx_says_what_is_confidential(told):
    files = dict(open_formats.sdmx_csv(told))
    rows = rows_of(files["indicators_2026-q1.csv"])
    whole = next(row for row in rows if row["FORM"] == "_T" and row["TIME_PERIOD"] == "2026-Q1")
    assert (whole["FREQ"], whole["REF_AREA"], whole["OBS_VALUE"]) == ("Q", "_T", "60")
    assert (whole["CONF_STATUS"], whole["UNIT_MEASURE"]) == ("F", "NUMBER")
    online = next(row for row in rows if row["FORM"] == "online")
    assert (online["OBS_VALUE"], online["CONF_STATUS"]) == ("", "C")


@pytest.mark.parametrize("form", sorted(open_formats.FORMATS))
def test_the_package_names_its_files_and_their_columns(told, form):
    published = dict.fromkeys(("measured", "region", "breakdown", "value", "confidence"), "")
    published |= dict.fromkeys(("starts_on", "ends_on")) | {"is_cumulative": False}
    published |= {
        "time_text": "2019",
        "source": "Yearbook",
        "is_hidden": False,
        "is_otherwise": True,
    }
    told["figures"][""] = [published | {"measured": "Children affected", "value": "5–13"}]
    files = dict(open_formats.FORMATS[form](told))
    (row,) = rows_of(files["published_values.csv"])
    assert (row["Measured"], row["Time"], row["Value"]) == ("Children affected", "2019", "5–13")
    package = json.loads(files.pop("datapackage.json"))
    assert {one["path"] for one in package["resources"]} == set(files)
    for one in package["resources"]:
        columns = [field["name"] for field in one["schema"]["fields"]]
        assert columns == list(rows_of(files[one["path"]])[0])


@pytest.mark.parametrize("form", sorted(open_formats.FORMATS))
def test_nothing_of_a_hidden_figure_is_in_it(told, form):
    every = b"".join(data for _name, data in open_formats.FORMATS[form](told)).decode()
    assert "girls" not in every
    cells = {cell for line in every.splitlines() for cell in line.split(",")}
    assert "3" not in cells
