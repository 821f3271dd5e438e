"""The figures of an edition in the open formats of statistics offices.

Open SDG: a CSV for each indicator (`Year`, a column for each breakdown, `Units`, `Value`).
SDMX-CSV: all of them in one file, a row for each observation. Both come with a Frictionless
data package that says what is in them. Hidden figures are rows without a value, marked as
confidential; nothing else of them is told.
"""

import csv
import io
import json
from collections.abc import Iterator

from mnr.csv_cells import safe
from mnr.figures.cells import stretch_of
from mnr.measures import breakdowns

REGION = "region"
PUBLISHED = "published_values.csv"
TOTAL = "_T"  # SDMX's code for a whole
AGENCY = "MNR:INDICATORS(1.0)"
FREQUENCIES = {12: "A", 6: "S", 3: "Q", 1: "M"}
UNITS = {"percent": "PT", "count": "NUMBER", "days": "D", "hours": "H", "money": "CUR"}


def open_sdg(told: dict) -> Iterator[tuple[str, bytes]]:
    """(file name, content) for each indicator that has figures, and the data package last."""
    resources = []
    for code, figures in sorted(told["figures"].items()):
        rows = [one for one in figures if not one["is_otherwise"]]
        if not code or not rows:
            continue
        name = f"indicator_{code.lower()}.csv"
        columns = ["Year", "Period", *_columns(rows), "Units", "Status", "Value"]
        unit = told["indicators"][code]["unit"]
        yield name, _csv(columns, [_sdg_row(one, columns, unit) for one in rows])
        resources.append(_resource(name, columns, told["indicators"][code]["name"]))
    yield from _published(told, resources)
    yield "datapackage.json", _package(told, resources)


def sdmx_csv(told: dict) -> Iterator[tuple[str, bytes]]:
    """(file name, content): one file of all observations, and the data package."""
    rows = [
        (code, one)
        for code, figures in sorted(told["figures"].items())
        for one in figures
        if code and not one["is_otherwise"]
    ]
    parts = [name for name in _columns([one for _code, one in rows]) if name != REGION]
    columns = ["DATAFLOW", "FREQ", "REF_AREA", "INDICATOR", *map(_identifier, parts)]
    columns += ["TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE"]
    lines = [_sdmx_row(code, one, parts, told["indicators"][code]["unit"]) for code, one in rows]
    name = f"indicators_{told['period'].lower()}.csv"
    yield name, _csv(columns, lines)
    resources = [_resource(name, columns, f"Indicators, {told['period']}")]
    yield from _published(told, resources)
    yield "datapackage.json", _package(told, resources)


def _published(told, resources) -> Iterator[tuple[str, bytes]]:
    """Values of public sources that no indicator defines, in a file of their own."""
    rows = [one for one in told["figures"].get("", []) if not one["is_hidden"]]
    if not rows:
        return
    columns = ["Measured", "Time", "Region", "Part", "Value", "Unit", "Confidence", "Source"]
    yield PUBLISHED, _csv(columns, [_as_published(one) for one in rows])
    resources.append(_resource(PUBLISHED, columns, "Published values of no indicator"))


def _as_published(figure) -> list:
    when = figure.get("time_text") or stretch_of(figure).name
    confidence = figure.get("confidence_text") or figure["confidence"]
    place = [figure["region"] or "", figure["breakdown"], figure["value"]]
    return [
        figure["measured"],
        when,
        *place,
        figure.get("unit_text", ""),
        confidence,
        figure["source"],
    ]


FORMATS = {"open-sdg": open_sdg, "sdmx-csv": sdmx_csv}


def _columns(rows) -> list[str]:
    """The breakdowns that any of the figures has, region first."""
    names = {name for one in rows for name in breakdowns.read(one["breakdown"])}
    return [*([REGION] if any(one["region"] for one in rows) else []), *sorted(names)]


def _parts(figure) -> dict:
    return breakdowns.read(figure["breakdown"]) | (
        {REGION: figure["region"]} if figure["region"] else {}
    )


def _sdg_row(figure, columns, unit) -> list:
    stretch, parts = stretch_of(figure), _parts(figure)
    last = stretch.ends_on or stretch.starts_on
    known = {
        "Year": last.year if last else "",
        "Period": stretch.name,
        "Units": unit,
        "Status": _status(figure),
        "Value": "" if figure["is_hidden"] else figure["value"],
    }
    return [known.get(name, parts.get(name, "")) for name in columns]


def _status(figure):
    if figure["is_hidden"]:
        return "confidential"
    return "provisional" if figure["is_provisional"] else ""


def _sdmx_row(code, figure, parts, unit) -> list:
    stretch, said = stretch_of(figure), _parts(figure)
    return [
        AGENCY,
        _frequency(stretch),
        said.get(REGION, TOTAL),
        code,
        *(said.get(name, TOTAL) for name in parts),
        time_of(stretch),
        "" if figure["is_hidden"] else figure["value"],
        "A" if figure["is_hidden"] or not figure["is_provisional"] else "P",
        "C" if figure["is_hidden"] else "F",
        UNITS.get(unit, unit.upper()),
    ]


def _frequency(stretch) -> str:
    return FREQUENCIES.get(_months(stretch), "N")


def _months(stretch) -> int:
    if not (stretch.starts_on and stretch.ends_on):
        return 0
    return round(((stretch.ends_on - stretch.starts_on).days + 1) / 30.44)


def time_of(stretch) -> str:
    """As SDMX writes time: 2026, 2026-Q1, 2026-03, or first day and length."""
    plain = stretch.name
    if len(plain) <= len("2026-Q1") and plain[:4].isdigit() and "/" not in plain:
        return plain
    if stretch.starts_on and stretch.ends_on:
        return f"{stretch.starts_on}/P{(stretch.ends_on - stretch.starts_on).days + 1}D"
    return str(stretch.starts_on or "")


def _identifier(name) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in name).upper()


def _csv(columns, rows) -> bytes:
    stream = io.StringIO()
    lines = csv.writer(stream)
    lines.writerows([safe(cell) for cell in row] for row in [columns, *rows])
    return stream.getvalue().encode()


def _resource(name, columns, title) -> dict:
    return {
        "name": name.removesuffix(".csv").replace("_", "-"),
        "path": name,
        "title": title,
        "profile": "tabular-data-resource",
        "schema": {
            "fields": [{"name": column, "type": "string"} for column in columns],
            "missingValues": [""],
        },
    }


def _package(told, resources) -> bytes:
    rules = told["rules"]
    package = {
        "profile": "tabular-data-package",
        "name": f"indicators-{told['period'].lower()}",
        "title": f"National indicators, {told['period']}, {told['edition']} edition",
        "description": (
            "After disclosure control: counts of people below "
            f"{rules['threshold']} (in regions {rules['threshold_below_national']}) and what "
            "would give them away have no value and are marked as confidential."
        ),
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()
