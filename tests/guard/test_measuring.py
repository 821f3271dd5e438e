"""The command that measures the guard, and the bar on the corpus of the house."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.jsonl"))


def _row(**changes):
    row = {"id": "x-1", "language": "en", "class": "email", "expected": "block"}
    return json.dumps(row | {"text": "write to jane.doe@example.org"} | changes)


def test_the_guard_reaches_the_bar_on_the_corpus_of_the_house(capsys, monkeypatch):
    monkeypatch.setattr("mnr.guard.measuring.LONGEST_MS", float("inf"))  # times are for the command
    call_command("measure_guard", *CORPUS)
    assert "The bar is reached." in capsys.readouterr().out


def test_the_corpus_is_large_enough_in_each_language():
    rows = [json.loads(line) for path in CORPUS for line in path.read_text("utf-8").splitlines()]
    for language in ("en", "fr", "es", "ar"):
        own = [row["expected"] for row in rows if row["language"] == language]
        assert len(own) >= 700
        assert min(map(own.count, ("block", "ask", "clean"))) >= 130
    assert len({row["id"] for row in rows}) == len(rows)


def test_below_the_bar_it_fails_and_names_each_bar(tmp_path, capsys):
    file = tmp_path / "corpus.jsonl"
    lines = [
        _row(text="nothing here"),
        _row(id="x-2", expected="ask", text="nothing here"),
        _row(id="x-3", expected="clean", text="jane.doe@example.org"),
    ]
    file.write_text("\n".join(lines))
    with pytest.raises(CommandError, match=r"block: 0\.0 %.*ask: 0\.0 %.*alarms: 100\.0 %"):
        call_command("measure_guard", file)
    out = capsys.readouterr().out
    assert "Missed: x-1" in out
    assert "False alarm: x-3" in out
    assert "jane" not in out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no line"),
        ("{", "Line 1 is no JSON"),
        (_row() + "\n[]", "Line 2 needs the texts"),
        (_row(expected="maybe"), "Line 1: expected is one of block, ask, clean"),
        (_row(text=5), "Line 1 needs the texts"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, content, message):
    file = tmp_path / "corpus.jsonl"
    file.write_text(content)
    with pytest.raises(CommandError, match=message):
        call_command("measure_guard", file)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("measure_guard", tmp_path / "none.jsonl")
