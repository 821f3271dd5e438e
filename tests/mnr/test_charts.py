"""Charts are drawings that can be read aloud, in either direction of reading."""

import itertools
import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from mnr.charts import (
    Cell,
    bars,
    heatmap,
    levels,
    line,
    multiples,
    palette,
    plot,
    profile,
    svg,
    trend,
)

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {"title": "Two rose", "description": "Levels by period."}


def cell(number=1, level=2, **fields):
    """A capability of the picture."""
    defaults = {"title": "Leadership", "url": None, "before": 1, "target": 3}
    defaults |= {"confidence": "on_track", "status": "Accepted"}
    return Cell(number=number, level=level, **(defaults | fields))


def a_heatmap(key="map", url=None, values=((0, 4, None), (1, "hidden", 2)), label="Leadership"):
    columns = ["2026-Q1", "2026-Q2", "2026-Q3"]
    rows = [(label, url), ("Legislation", url)]
    return heatmap.heatmap(rows=rows, columns=columns, values=values, key=key, **WORDS)


def a_trend(key="trend", targets=None):
    points = [("2026-Q1", 1, 0), ("2026-Q2", None, None), ("2026-Q3", 3, 2)]
    return trend.trend(points=points, targets=targets, key=key, **WORDS)


def a_profile(key="profile", cells=None):
    return profile.profile(cells or [cell(), cell(2, None), cell(3, 0)], key=key, **WORDS)


def marks(*rows):
    """Marks of a line: (year, low, high)."""
    return [plot.Mark(date(year, 12, 31), low, high, str(high)) for year, low, high in rows]


def a_line(key="line", stretches=None, path=None, **options):
    one = [marks((2020, 10, 10), (2021, 20, 20)), marks((2024, 30, 30))]
    goal = [(date(2019, 12, 31), Decimal(5), "5"), (date(2027, 12, 31), Decimal(60), "60")]
    stretches, path = stretches or one, goal if path is None else path
    return line.line(stretches=stretches, path=path, key=key, **options, **WORDS)


def a_bars(key="bars", rows=None):
    rows = rows or [bars.Bar("Female", 40), bars.Bar("Male", None, words="c")]
    return bars.bars(rows, key=key, **WORDS)


def some_multiples(key="multiples", panels=None, **options):
    """The drawings of three parts: one whole, one with a gap, one with a hidden figure."""
    hidden = plot.Mark(date(2021, 12, 31), None, None, "c")
    first, last = marks((2020, 10, 10), (2022, 20, 20))
    panels = panels or [
        multiples.Panel("female", [marks((2019, 10, 10), (2020, 90, 90))], "2019: 10; 2020: 90"),
        multiples.Panel("male", [marks((2020, 1, 1)), marks((2023, 2, 2), (2024, 3, 3))], "few"),
        multiples.Panel("other", [[first, hidden, last]], "2021: not shown"),
    ]
    return multiples.multiples(panels, key=key, **options)


def a_panel(key="panel"):
    """One of them, with the words that the other drawings have."""
    panel = multiples.Panel(WORDS["title"], [marks((2020, 1, 1), (2021, 2, 2))], "By year.")
    return some_multiples(key=key, panels=[panel])[0]


CHARTS = {
    "multiples": a_panel,
    "heatmap": a_heatmap,
    "trend": a_trend,
    "profile": a_profile,
    "line": a_line,
    "bars": a_bars,
}


def parsed(chart):
    return ElementTree.fromstring(str(chart))  # noqa: S314


@pytest.fixture(params=CHARTS)
def chart(request):
    return CHARTS[request.param]


def test_title_and_description_come_first(chart):
    root = parsed(chart())
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "Two rose"


def test_labelled_by_its_title_and_description(chart):
    root = parsed(chart(key="k"))
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"
    assert root.get("role") == "img"


def test_ids_differ_by_key(chart):
    first, second = (set(re.findall(r' id="([^"]+)"', chart(key=key))) for key in ("a", "b"))
    assert first
    assert not first & second


def test_no_styles_or_scripts(chart):
    assert not re.search(r"<style|<script| style=| on\w+=", chart())


def test_coordinates_are_not_localised(chart):
    with translation.override("de"):
        drawn = chart()
    assert drawn == chart()


def test_text_is_escaped():
    drawn = a_heatmap(label="<b>&", url='/x"><script>')
    assert "<b>" not in drawn
    assert "<script" not in drawn
    parsed(drawn)


def test_heatmap_with_links_is_a_group():
    drawn = a_heatmap(url="/capabilities/1/")
    assert parsed(drawn).get("role") == "group"
    assert drawn.count("<a href=") == 2


def test_not_assessed_is_hatched_and_said():
    assert a_heatmap(values=((None, 1, 1), (1, 1, 1))).count("<path") == 1
    assert "Not assessed" in a_heatmap()
    assert "<path" not in a_heatmap(values=((0, 1, 1), (1, 1, 1)))


def test_hidden_is_never_nought():
    drawn = a_heatmap(values=(("hidden", 1, 1), (1, 1, 1)))
    assert ">c</text>" in drawn
    assert ">0</text>" not in drawn
    assert "not published yet" in drawn


def test_a_gap_stays_a_gap():
    line = next(
        path for path in re.findall(r'<path d="([^"]+)"', a_trend()) if path.count("M") == 2
    )
    assert line
    assert "Not" in a_trend()


def test_targets_of_later_periods_have_a_place():
    drawn = a_trend(targets=[("2027-Q1", 4)])
    assert ">2027</text>" in drawn
    assert "<polygon" in drawn
    assert "target 4" in drawn


def test_trend_names_its_lines_with_their_last_level():
    assert "In place 3" in a_trend()
    assert "In use 2" in a_trend()


def test_profile_keeps_hidden_levels_hidden():
    drawn = a_profile(cells=[cell(level=4, visible=False)])
    assert "Not published yet" in drawn
    assert ">4</text>" not in drawn


def test_reading_direction_mirrors_bars_and_labels():
    start = a_profile()
    with translation.override("ar"):
        assert a_profile() != start
        assert 'direction="rtl"' in a_profile()


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_steps_are_filled_up_to_the_level(level):
    assert levels.steps(level).count(f'fill="{palette.ACCENT}"') == level


def test_steps_say_level_and_target():
    assert "<title>Level 2 of 4, target 3</title>" in levels.steps(2, 3)
    assert "<title>Not assessed</title>" in levels.steps(None)
    assert "<polygon" not in levels.steps(2)


def test_levels_carry_the_words_of_the_scale():
    assert levels.words(2) == "2 Developing"
    assert str(levels.words(None)) == "Not assessed"


def test_hatching_stays_in_its_box():
    numbers = [float(n) for n in re.findall(r"[-\d.]+", svg.hatching(0, 0, 10, 6))]
    assert all(0 <= x <= 10 for x in numbers[::2])
    assert all(0 <= y <= 6 for y in numbers[1::2])


def test_colours_of_charts_and_pages_are_the_same():
    css = Path(settings.BASE_DIR, "mnr/static/mnr/marks.css").read_text()
    for level, colour in enumerate(palette.LEVELS):
        assert f"--level-{level}: {colour};" in css
    for name, colour in {
        "ink": palette.INK,
        "quiet": palette.QUIET,
        "accent": palette.ACCENT,
    }.items():
        assert f"--{name}: {colour};" in css


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_figures_are_readable_on_every_level_and_levels_differ_in_grey():
    light = [luminance(colour) for colour in palette.LEVELS]
    assert all(a > 1.3 * b for a, b in itertools.pairwise(light))
    for back, text in zip(palette.LEVELS, palette.LEVEL_TEXTS, strict=True):
        bright, dark = sorted((luminance(back), luminance(text)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5


def drawn_lines(chart):
    """The data of the joined figures, and of the path to the target."""
    root = parsed(chart)
    paths = root.findall(f"{SVG}path")
    return (
        [path.get("d") for path in paths if not path.get("stroke-dasharray")],
        [path.get("d") for path in paths if path.get("stroke-dasharray")],
    )


def test_a_line_joins_no_figures_over_a_gap():
    joined, path = drawn_lines(a_line())
    assert [data.count("L") for data in joined] == [1]
    assert [data.count("L") for data in path] == [1]
    assert len(parsed(a_line()).findall(f"{SVG}circle")) == 3


def test_years_without_a_figure_are_as_wide_as_others():
    root = parsed(a_line())
    years = {text.text: float(text.get("x")) for text in root.findall(f"{SVG}text")}
    assert {"2020", "2022", "2027"} <= set(years)
    wide = [years[str(year + 1)] - years[str(year)] for year in range(2020, 2026)]
    assert max(wide) - min(wide) < 1


def test_a_line_starts_from_nought():
    root = parsed(a_line(stretches=[marks((2020, 80, 80), (2021, 90, 90))], path=[]))
    assert "0" in [text.text for text in root.findall(f"{SVG}text")]


def test_hidden_figures_are_marked_and_lift_the_pen():
    hidden = plot.Mark(date(2021, 12, 31), None, None, "c")
    first, last = marks((2020, 10, 10), (2022, 20, 20))
    chart = a_line(stretches=[[first, hidden, last]], path=[])
    assert ">c</text>" in chart
    assert drawn_lines(chart)[0] == []
    assert chart.count("<circle") == 2


def test_ranges_and_open_ends_are_no_points():
    low, high = Decimal(5), Decimal(13)
    marked = [
        plot.Mark(date(2020, 12, 31), low, high, "5–13"),
        plot.Mark(date(2021, 12, 31), None, low, "<5"),
        plot.Mark(date(2022, 12, 31), high, None, "more than 13"),
    ]
    chart = a_line(stretches=[marked], path=[])
    assert "<circle" not in chart
    assert chart.count("<polygon") == 2, "an arrow for each open end"
    assert "more than 13</text>" in chart


def test_revised_and_provisional_figures_carry_letters():
    mark = plot.Mark(date(2020, 12, 31), 1, 1, "1", is_provisional=True, letters="rp")
    chart = a_line(stretches=[[mark]], path=[])
    assert ">rp</text>" in chart
    assert f'<circle cx="594" cy="28" r="4.5" fill="{palette.PAPER}"' in chart


def test_words_of_a_list_stand_at_the_side():
    answers = ("none", "national", "IWF portal")
    chart = a_line(stretches=[marks((2020, 1, 1))], path=[], answers=answers)
    for word in answers:
        assert f">{word}</text>" in chart


def test_a_line_has_one_colour_whatever_it_says():
    colours = set(re.findall(r'(?:stroke|fill)="(#[0-9a-f]+)"', a_line()))
    known = (palette.ACCENT, palette.QUIET, palette.INK, palette.LINE, palette.GRID, palette.PAPER)
    assert colours <= set(known)


def test_lines_and_bars_are_mirrored():
    for draw in (a_line, a_bars):
        start = draw()
        with translation.override("ar"):
            assert draw() != start
            assert 'direction="rtl"' in draw()


def test_a_bar_that_is_hidden_has_its_mark_and_no_length():
    chart = a_bars()
    assert ">c</text>" in chart
    assert ">0</text>" not in chart
    assert "Not known" not in chart


def texts_at(chart, place):
    """{text: x or y} of a drawing."""
    return {each.text: float(each.get(place)) for each in parsed(chart).findall(f"{SVG}text")}


def test_a_panel_is_titled_by_its_part_and_tells_its_newest_figure():
    for chart, part, newest in zip(
        some_multiples(), ("female", "male", "other"), ("90", "3", "20"), strict=True
    ):
        root = parsed(chart)
        assert root[0].text == part
        assert [each.text for each in root.findall(f"{SVG}text")][:2] == [part, newest]


def test_the_newest_figure_of_a_panel_is_hidden_where_it_is():
    hidden = plot.Mark(date(2021, 12, 31), None, None, "c")
    panel = multiples.Panel("girls", [[*marks((2020, 10, 10)), hidden]], "")
    texts = [each.text for each in parsed(some_multiples(panels=[panel])[0]).iter(f"{SVG}text")]
    assert texts[:2] == ["girls", "c"]


def test_all_panels_have_one_scale_and_the_same_days():
    charts = some_multiples()
    for place, wanted in (("x", {"2019", "2023"}), ("y", {"0", "100"})):
        found = [
            {text: at for text, at in texts_at(chart, place).items() if text in wanted}
            for chart in charts
        ]
        assert set(found[0]) == wanted
        assert found[0] == found[1] == found[2]
    tops = [
        min(float(dot.get("cy")) for dot in parsed(chart).iter(f"{SVG}circle")) for chart in charts
    ]
    assert tops[0] < tops[2] < tops[1], "90 stands above 20, and 20 above 3"


def test_a_panel_joins_no_figures_over_a_gap_or_a_hidden_one():
    female, male, other = (drawn_lines(chart)[0] for chart in some_multiples())
    assert [data.count("L") for data in female] == [1]
    assert [data.count("L") for data in male] == [1]
    assert other == []


def test_a_hidden_figure_of_a_panel_is_a_mark_and_never_nought():
    other = some_multiples()[2]
    assert other.count(">c</text>") == 1
    assert other.count("<circle") == 2, "no dot for what is hidden"


def test_the_whole_stands_faint_behind_every_panel_and_counts_for_the_scale():
    whole = [marks((2019, 400, 400), (2020, 500, 500))]
    for chart in some_multiples(behind=whole):
        root = parsed(chart)
        faint = [path for path in root.findall(f"{SVG}path") if path.get("stroke") == palette.LINE]
        assert [path.get("d").count("L") for path in faint] == [1]
        assert "500" in texts_at(chart, "y") or "600" in texts_at(chart, "y")
    assert not any(f'stroke="{palette.LINE}" stroke-width' in chart for chart in some_multiples())


def test_everything_of_a_panel_lies_within_it():
    for chart in some_multiples():
        root = parsed(chart)
        width, height = (float(each) for each in root.get("viewBox").split()[2:])
        for dot in root.iter(f"{SVG}circle"):
            assert 0 < float(dot.get("cx")) < width
            assert 0 < float(dot.get("cy")) < height


def test_panels_are_mirrored():
    start = some_multiples()
    with translation.override("ar"):
        assert all(one != other for one, other in zip(some_multiples(), start, strict=True))
        assert 'direction="rtl"' in some_multiples()[0]
