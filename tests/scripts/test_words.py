"""The check of our own words finds what it is for, and fails when it looked at nothing."""

import pytest

from mnr.terminology import Lexicon, lexicon_with
from tests.scripts.test_supplies import SCRIPTS  # puts the scripts within reach

assert SCRIPTS
import words  # noqa: E402

FILES = {
    "templates/a.html": "All is well.",
    "mnr/reference/en/a.toml": "All is well.",
    "mnr/demo/texts/a.toml": "All is well.",
}


def found(lexicon=None, **files):
    named = {name.replace("__", "/").replace("_dot_", "."): text for name, text in files.items()}
    return words.look_through(FILES | named, lexicon or lexicon_with()).found


def test_what_is_well_passes():
    assert found() == []


@pytest.mark.parametrize(
    ("name", "text", "hits"),
    [
        ("mnr__a_dot_py", "# child porn", 1),
        ("mnr__a_dot_py", "# “child porn”", 0),
        ("mnr__a_dot_py", '_("child porn")', 1),  # our own words, in the marks of the language
        ("mnr__demo__texts__b_dot_toml", 'text = "sexting"', 1),
        ("mnr__a_dot_py", "sexting", 0),  # a name in code; care is needed in what people read
        ("templates__a_dot_html", "sexting", 1),
        ("mnr__locale__fr__django_dot_po", "sexting", 1),
        ("templates__a_dot_html", "victims", 0),
        ("tests__terminology__a_dot_py", "child porn", 0),
        ("mnr__a_dot_py", "see /" + "home/someone/here", 1),
        ("LICENSE", "child porn", 0),
    ],
)
def test_words_and_traces_are_found(name, text, hits):
    assert len(found(**{name: text})) == hits


def test_it_fails_when_there_was_nothing_to_look_through():
    assert words.look_through({}, lexicon_with()).found
    assert words.look_through({"templates/a.html": "Well."}, lexicon_with()).found
    assert found(lexicon=Lexicon((), ()))
