"""Components compile, open with their arguments, and need no inline style or script."""

import datetime
import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from mnr.charts import Cell, DomainRow
from mnr.forms.base import Form
from mnr.templatetags import mnr as tags

TEMPLATES = Path(settings.BASE_DIR, "templates")
STATIC = Path(settings.BASE_DIR, "mnr/static/mnr")
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
COMPONENTS = [name for name in ALL if name.startswith("components/")]
DOCUMENTS = [name for name in ALL if "<style>{% stylesheet" in (TEMPLATES / name).read_text()]
PROBLEMS = ["400.html", "403.html", "404.html", "409.html", "429.html", "500.html", "503.html"]


def component(component_name, **context):
    return render_to_string(f"components/{component_name}.html", context)


def words(html):
    """The text of a page, its spaces evened out."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("name", ALL)
def test_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_opens_with_its_arguments(name):
    first = (TEMPLATES / name).read_text().splitlines()[0]
    assert re.fullmatch(r"\{# .*[Aa]rguments.* #\}", first)


@pytest.mark.parametrize("name", sorted({*ALL} - {*DOCUMENTS}))
def test_no_inline_styles_or_scripts(name):
    text = (TEMPLATES / name).read_text()
    assert not re.search(r'<style|<script(?![^>]*\bsrc=)|\s(?:style|on[a-z]+)="', text)


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.css")))
def test_our_styles_know_no_left_and_right(name):
    rules = re.sub(
        r"/\*.*?\*/|@(?:top|bottom)-(?:left|right)", "", (STATIC / name).read_text(), flags=re.S
    )
    assert not re.search(r"\b(left|right)\b", rules)


def test_styles_carry_no_brand():
    for path in (STATIC / "vendor").glob("*.css"):
        assert not re.search(r"GDS Transport|@font-face|crest|url\(", path.read_text())


@pytest.mark.parametrize("name", PROBLEMS)
def test_problem_pages_stand_without_any_context(name):
    html = render_to_string(name)
    assert html.count("<h1") == 1
    assert "govuk-body" in html


def test_problem_pages_say_why():
    assert "Ask the chair." in render_to_string("403.html", {"reason": "Ask the chair."})
    assert "Already frozen." in render_to_string("409.html", {"reason": "Already frozen."})
    assert "five minutes" in render_to_string("429.html")
    assert "7F3A" in render_to_string("500.html", {"reference": "7F3A"})


class Country:
    name = "Meridia"
    is_demonstration = True


def page(**context):
    return render_to_string("404.html", {"user": AnonymousUser(), **context})


def test_the_demonstration_is_announced_on_every_page():
    assert "nothing here describes a real one" in page(country=Country())
    assert "invented" not in page()


def test_help_and_attribution_stand_in_the_footer():
    footer = page(contact="help@example.org").partition("<footer")[2]
    assert "mailto:help@example.org" in footer
    assert "not endorsed by WeProtect Global Alliance" in footer
    assert "aggregate figures only" in words(footer)


def test_the_skip_link_comes_first_and_leads_to_main():
    html = page()
    assert re.search(r"<body[^>]*>\s*<a href=\"#main\"", html)
    assert 'id="main"' in html


def test_the_title_of_a_page_with_errors_says_so():
    title = re.search(r"<title>(.*?)</title>", page(has_errors=True), re.S)[1].split()
    assert title[0] == "Error:"


def test_right_to_left_languages_get_their_stylesheet():
    with translation.override("ar"):
        html = page()
    assert 'dir="rtl"' in html
    assert "govuk-frontend.rtl.css" in html


class Question(Form):
    title = forms.CharField(help_text="As on the document.")
    answer = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="No names")


@pytest.fixture
def asked():
    form = Question({})
    form.is_valid()
    return form


def test_every_note_that_a_field_points_to_is_there(asked):
    for field in asked:
        html = component("field", field=field)
        for target in re.findall(r'aria-describedby="([^"]+)"', html):
            for note in target.split():
                assert html.count(f'id="{note}"') == 1


def test_the_error_summary_links_to_inputs_with_the_same_words(asked):
    summary = component("error_summary", form=asked)
    fields = "".join(component("field", field=field) for field in asked)
    for target, text in re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary):
        assert f'id="{target}"' in fields
        assert text in fields
    assert summary.count("<a ") == 3


def test_no_errors_no_summary():
    assert "error-summary" not in component("error_summary", form=Question())


def test_change_is_said_in_words():
    assert "Up from 1" in component("change", level=3, before=1)
    assert "Down from 3" in component("change", level=1, before=3)
    assert "No change" in component("change", level=2, before=2)
    assert "First assessment" in component("change", level=0, before=None)
    assert words(component("change", level=None, before=None)) == ""


def test_level_nought_is_not_the_same_as_not_assessed():
    assert "0 Not started" in component("level", level=0)
    assert "Not assessed" in component("level", level=None)


def test_confidence_has_a_word():
    assert "Off track" in component("confidence", confidence="off_track")
    assert words(component("confidence", confidence=None)) == ""


def cell(**fields):
    defaults = {"number": 4, "title": "Law enforcement", "url": "/4/", "level": 2, "before": 1}
    defaults |= {"target": 3, "confidence": "at_risk", "status": "With the domain lead"}
    return Cell(**(defaults | fields))


def picture(*cells):
    row = DomainRow("criminal_justice", "Criminal Justice", None, "Convictions", list(cells))
    enablers = [{"title": "Resources", "count": 2, "url": None}]
    return component("picture", rows=[row], enablers=enablers)


def test_the_picture_says_everything_about_a_cell():
    text = words(picture(cell()))
    for part in ("4 Law enforcement", "2 Developing", "Up from 1", "Target 3", "At risk"):
        assert part in text
    assert "With the domain lead" in text
    assert "Convictions" in text
    assert "Holds back 2 capabilities" in text


def test_the_picture_hides_what_is_not_published():
    text = words(picture(cell(level=4, status="Returned", confidence="off_track", visible=False)))
    assert "Not published yet" in text
    assert not re.search("Mature|Returned|Off track|Target", text)


def test_a_difference_names_what_went_and_what_came():
    html = str(tags.changes_from("Three <b> units", "Two <b> units"))
    assert "[removed: Two ]" in words(html)
    assert "[added: Three ]" in words(html)
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (-1, "yesterday"),
        (1, "tomorrow"),
        (-12, "12 days ago"),
        (6, "in 6 days"),
        (-90, "3 months ago"),
        (800, "in 2 years"),
    ],
)
def test_ages(days, text):
    assert tags.age(timezone.localdate() + datetime.timedelta(days=days)) == text


def test_an_age_is_exact_too():
    html = component("age", when=datetime.date(2026, 10, 3))
    assert "3 October 2026" in html
    assert 'datetime="2026-10-03' in html


@pytest.mark.django_db
def test_pagination_keeps_the_query(rf):
    context = {"page": Paginator(range(30), 10).page(2)}
    html = render_to_string("components/pagination.html", context, request=rf.get("/?q=law"))
    assert "q=law&amp;page=3" in html
    assert "Page 2 of 3: 11 to 20 of 30" in words(html)


def test_empty_answers_read_not_provided():
    assert "Not provided" in component("summary_list", rows=[{"key": "Summary", "value": ""}])


def test_a_wide_thing_scrolls_in_a_labelled_box():
    html = tags.scroll_box("<table></table>", "Levels")
    assert 'role="region"' in html
    assert 'aria-label="Levels"' in html
    assert 'tabindex="0"' in html


def test_documents_carry_their_styles_and_fetch_nothing():
    html = render_to_string("print.html")
    assert "@page" in html
    assert not re.search(r"<link|<script|https?://", html)


def test_the_whole_dress_is_light():
    """The stylesheets and the script of a page, compressed, within the budget of 40 kB."""
    names = ["vendor/govuk-frontend.ltr.css", "marks.css", "mnr.css", "mnr.js"]
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes())) for name in names}
    assert sum(sizes.values()) < 40_000
    assert sizes["mnr.js"] < 6_000
