"""Charts are drawings that can be read aloud, in either direction of reading."""

import itertools
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from mnr.charts import Cell, heatmap, levels, palette, profile, svg, trend

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


CHARTS = {"heatmap": a_heatmap, "trend": a_trend, "profile": a_profile}


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
