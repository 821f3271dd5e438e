"""The parts of an indicator over time: when they are drawn, and what is said of them."""

import re
from dataclasses import replace
from datetime import date

from mnr.charts import palette
from mnr.measures import times
from mnr.measures import values as measured
from mnr.selectors import indicator_multiples
from mnr.selectors.figures import Figure, Subject

SHARE = Subject(
    code="C05-02",
    name="Conviction rate",
    unit="percent",
    source="Register of courts",
    frequency="annual",
    breakdowns={"sex": ["male", "female"]},
    is_ratio=True,
)
COUNT = replace(SHARE, unit="number", is_ratio=False)


def figure(year, text, part="", **fields):
    """A figure of a year; None is one that is hidden."""
    stretch = times.read(str(year))
    value = None if text is None else measured.read(str(text))
    return Figure(
        stretch, value, breakdown=f"sex: {part}" if part else "", period="2026-Q2", **fields
    )


def parts(**texts):
    """parts(female=[1, None, 3]) are the figures of 2020, 2021 and so on."""
    return [
        figure(2020 + place, text, part)
        for part, found in texts.items()
        for place, text in enumerate(found)
        if text != ""  # nobody entered it
    ]


def drawn(figures, subject=SHARE, **options):
    return indicator_multiples.over_time(subject, figures, **options)


def cells(picture):
    return [[each["text"] for each in row] for row in picture.table]


def test_two_parts_with_two_times_each_are_drawn_in_the_declared_order():
    (picture,) = drawn(parts(female=[10, 20], male=[40, 30]))
    assert [re.search(r">([^<]+)</title>", panel)[1] for panel in picture.panels] == [
        "male",
        "female",
    ]
    assert picture.heading == "By sex, from 2020 to 2021: 1 part rose, 1 fell"
    assert picture.note == "Conviction rate, percent. Source: Register of courts."
    assert "same scale" in picture.description


def test_a_year_that_is_not_over_is_drawn_and_not_compared():
    begun = times.Stretch(date(2022, 1, 1), date(2022, 2, 28))
    rows = parts(female=[10, 20], male=[40, 30])
    rows += [replace(figure(2022, 3, part), stretch=begun) for part in ("female", "male")]
    (picture,) = drawn(rows)
    assert picture.heading.endswith(": 1 part rose, 1 fell")


def test_one_part_or_one_time_alone_is_not_drawn():
    assert drawn(parts(female=[10, 20])) == []
    assert drawn(parts(female=[10, 20], male=[30])) == []
    assert drawn(parts(female=[10, 20], male=[30, 40]), fewest_times=3) == []
    assert len(drawn(parts(female=[10, 20, 5], male=[30, 40, 5]), fewest_times=3)) == 1


def test_where_everything_is_hidden_there_is_nothing_to_draw():
    assert drawn(parts(female=[None, None], male=[None, None])) == []


def test_the_table_has_a_row_for_each_time_and_a_column_for_each_part():
    (picture,) = drawn(parts(female=["<5", "", 20], male=[40, None, 30]), COUNT)
    assert [each if isinstance(each, str) else each["label"] for each in picture.columns] == [
        "About",
        "Male",
        "Female",
    ]
    assert cells(picture) == [["2022", "30", "20"], ["2021", "c", "–"], ["2020", "40", "<5"]]


def test_what_is_hidden_is_marked_said_and_explained_and_joined_by_no_line():
    (picture,) = drawn(parts(female=[10, None, 20], male=[1, 2, 3]), COUNT)
    male, female = picture.panels
    assert "2021: not shown" in female
    assert ">c</text>" in female
    assert f'stroke="{palette.ACCENT}" stroke-width="2.5"' not in female
    assert f'stroke="{palette.ACCENT}" stroke-width="2.5"' in male
    assert "c: not shown, so that nobody can be recognised." in picture.note


def test_a_missing_time_is_a_gap():
    (picture,) = drawn(parts(female=[10, "", 20], male=[1, 2, 3]), COUNT)
    assert picture.panels[1].count("<circle") == 2
    assert f'stroke="{palette.ACCENT}" stroke-width="2.5"' not in picture.panels[1]


def test_letters_of_panel_and_table_are_explained():
    figures = [*parts(female=[10, 20], male=[1]), figure(2021, 2, "male", is_provisional=True)]
    (picture,) = drawn(figures)
    assert ">p</text>" in picture.panels[0]
    assert cells(picture)[0] == ["2021", "2 p", "20"]
    assert "Ring and p: provisional." in picture.note


def test_the_whole_country_stands_behind_a_ratio_and_never_behind_a_count():
    figures = [*parts(female=[10, 20], male=[40, 30]), figure(2020, 25), figure(2021, 26)]
    (picture,) = drawn([*figures, figure(2010, 99)])
    assert f'stroke="{palette.LINE}" stroke-width="1.5"' in picture.panels[0]
    assert "The faint line is the whole country." in picture.description
    assert cells(picture) == [["2021", "30", "20", "26"], ["2020", "40", "10", "25"]]
    (picture,) = drawn(figures, COUNT)
    assert f'stroke="{palette.LINE}" stroke-width="1.5"' not in picture.panels[0]
    assert "faint" not in picture.description
    assert cells(picture) == [["2021", "30", "20"], ["2020", "40", "10"]]


def test_what_cannot_be_compared_is_said():
    (picture,) = drawn(parts(female=["<5", 20], male=[7, 7]))
    assert picture.heading.endswith(": 1 is as before, of 1 it cannot be said")


def test_regions_are_drawn_and_the_parts_of_two_breakdowns_at_once_are_not():
    figures = [
        replace(figure(year, year), region=name)
        for year in (2020, 2021)
        for name in ("South", "North")
    ]
    figures += [
        replace(figure(year, 1), breakdown=f"sex: female; age band: {age}")
        for year in (2020, 2021)
        for age in ("0-11", "12-15")
    ]
    (picture,) = drawn(figures)
    assert picture.heading == "By region, from 2020 to 2021: 2 parts rose"
    assert [panel[panel.index("<title") :].split(">")[1][:5] for panel in picture.panels] == [
        "North",
        "South",
    ]


def test_of_many_parts_some_are_left_out_and_counted():
    figures = parts(**{f"band{n:02}": [n, n + 1] for n in range(30)})
    (picture,) = drawn(figures)
    assert (len(picture.panels), picture.left_out) == (24, 6)
    assert len(picture.columns) == 1 + 24
    (picture,) = drawn(figures, most=12)
    assert (len(picture.panels), picture.left_out) == (12, 18)


def test_only_the_newest_times_are_drawn():
    many = list(range(40))
    (picture,) = drawn(parts(female=many, male=many))
    assert len(picture.rows) == indicator_multiples.MOST_TIMES
    assert picture.rows[0][0] == "2059"
