"""Readers of the environment."""

import json
import os

import pytest

from mnr import env


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    """No variable of these tests is set."""
    for name in ("X", "X_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("word", "meaning"), [("1", True), ("yes", True), ("On", True), ("0", False), ("false", False)]
)
def test_switch(monkeypatch, word, meaning):
    monkeypatch.setenv("X", word)
    assert env.env_bool("X", not meaning) is meaning


def test_empty_is_unset(monkeypatch):
    monkeypatch.setenv("X", " ")
    assert env.env_int("X", 7) == 7


def test_list(monkeypatch):
    monkeypatch.setenv("X", " a, b,,c ")
    assert env.env_list("X") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("read", "value", "remedy"),
    [
        (lambda: env.env_bool("X", True), "maybe", "Set it to 1 or 0."),
        (lambda: env.env_int("X", 1), "-3", "Set it to a whole number."),
        (lambda: env.env_int("X", 1), "٣", "Set it to a whole number."),
        (lambda: env.env_int("X", 1, low=1, high=12), "13", "Set it to a number from 1 to 12."),
        (lambda: env.env_int("X", 1, choices=(1, 3)), "2", "Set it to one of: 1, 3."),
        (lambda: env.env_str("X", choices=("a", "b")), "c", "Set it to one of: a, b."),
        (lambda: env.env_time_zone("X", "UTC"), "Mars", "such as Africa/Nairobi."),
        (lambda: env.env_secret("X", shortest=50), "short", "Use at least 50 random characters."),
    ],
)
def test_wrong_value_is_refused_with_its_remedy(monkeypatch, read, value, remedy):
    monkeypatch.setenv("X", value)
    with pytest.raises(env.WrongSetting) as wrong:
        read()
    assert str(wrong.value).startswith("X ")
    assert str(wrong.value).endswith(remedy)


def test_text_without_default_must_be_set():
    with pytest.raises(env.WrongSetting, match="X is not set"):
        env.env_str("X")


def test_secret_has_no_default():
    with pytest.raises(env.WrongSetting, match="scripts/run"):
        env.env_secret("X")


def test_secret_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("hush\n")
    monkeypatch.setenv("X_FILE", str(tmp_path / "secret"))
    assert env.env_secret("X") == "hush"


def test_secret_file_that_cannot_be_read(monkeypatch, tmp_path):
    monkeypatch.setenv("X_FILE", str(tmp_path / "none"))
    with pytest.raises(env.WrongSetting, match=r"X_FILE names .* cannot be read"):
        env.env_secret("X")


def test_secret_is_never_in_the_message(monkeypatch):
    monkeypatch.setenv("X", "hush-hush")
    with pytest.raises(env.WrongSetting) as wrong:
        env.env_secret("X", shortest=50)
    assert "hush" not in str(wrong.value)


def running(folder, pid):
    note = {"pid": pid, "environment": {"X": "from the platform"}}
    (folder / "running.json").write_text(json.dumps(note))


def test_unset_values_come_from_the_running_platform(monkeypatch, tmp_path):
    monkeypatch.setenv("X", "")
    running(tmp_path, os.getpid())
    env.adopt_running(tmp_path)
    assert env.env_str("X") == "from the platform"


@pytest.mark.parametrize("name", ["X", "X_FILE"])
def test_own_values_win_over_the_running_platform(monkeypatch, tmp_path, name):
    monkeypatch.setenv(name, "mine")
    running(tmp_path, os.getpid())
    env.adopt_running(tmp_path)
    assert env.env_str(name) == "mine"
    assert "from the platform" not in os.environ.values()


def test_a_platform_that_has_ended_gives_nothing(tmp_path):
    running(tmp_path, 2**22 + 1)
    env.adopt_running(tmp_path)
    assert "X" not in os.environ


def test_a_wrong_state_folder_is_told_where_platforms_run(monkeypatch, tmp_path):
    for name, pid in (("case-x", os.getpid()), ("ended", 2**22 + 1)):
        (tmp_path / name).mkdir()
        running(tmp_path / name, pid)
    monkeypatch.setenv("MNR_STATE_DIR", str(tmp_path))
    with pytest.raises(env.WrongSetting) as wrong:
        env.env_secret("X")
    assert f"{tmp_path / 'case-x'}" in str(wrong.value)
    assert "ended" not in str(wrong.value)
