"""Readers of the environment; a wrong value is refused with one sentence that says the remedy."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from mnr.breached import is_such_a_file

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
USUAL_STATE = Path(__file__).resolve().parent.parent / "var"
RUNNING = "running.json"
GOES_WITH = {"DATABASE_OWNER_URL": "DATABASE_URL"}  # never of one platform with that of another
_secret_files: dict[str, str] = {}


class WrongSetting(ImproperlyConfigured):
    """A value of the environment that the platform cannot start with."""


def env_str(name: str, default: str | None = None, choices: Sequence[str] = ()) -> str:
    """Text; without a default the variable must be set."""
    value = os.environ.get(name, "").strip()
    if not value:
        if default is None:
            raise WrongSetting(f"{name} is not set. Set it in the environment.")
        return default
    if choices and value not in choices:
        raise WrongSetting(f"{name} is {value!r}. Set it to one of: {', '.join(choices)}.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """A switch: 1 or 0, true or false, yes or no, on or off."""
    value = env_str(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise WrongSetting(f"{name} is {value!r}. Set it to 1 or 0.")
    return value in TRUE


def env_int(
    name: str, default: int, low: int = 0, high: int = 2**31 - 1, choices: Sequence[int] = ()
) -> int:
    """A whole number between two limits, or one of the choices."""
    value = env_str(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise WrongSetting(f"{name} is {value!r}. Set it to a whole number.")
    number = int(value)
    if choices and number not in choices:
        allowed = ", ".join(map(str, choices))
        raise WrongSetting(f"{name} is {number}. Set it to one of: {allowed}.")
    if not low <= number <= high:
        raise WrongSetting(f"{name} is {number}. Set it to a number from {low} to {high}.")
    return number


def env_list(name: str, default: Sequence[str] = ()) -> list[str]:
    """Words separated by commas."""
    words = [word.strip() for word in env_str(name, ",".join(default)).split(",")]
    return [word for word in words if word]


def env_region(name: str) -> str:
    """A country by its two letters, such as KE, or nothing."""
    value = env_str(name, "").upper()
    if value and not re.fullmatch("[A-Z]{2}", value):
        raise WrongSetting(
            f"{name} is {value!r}. Set it to two letters such as KE, or leave it out."
        )
    return value


def env_patterns(name: str) -> list[str]:
    """Regular expressions, separated by white space."""
    patterns = env_str(name, "").split()
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise WrongSetting(
                f"{name} holds {pattern!r}, which is no regular expression ({error}). Correct it."
            ) from error
    return patterns


def env_breached(name: str) -> str:
    """The file of breached passwords, or nothing."""
    path = env_str(name, "")
    if path and not is_such_a_file(path):
        raise WrongSetting(
            f"{name} is {path!r}, which is no readable list of SHA-1 digests, one a line and in "
            "order. Set it to Pwned Passwords ordered by hash, or leave it out."
        )
    return path


def env_time_zone(name: str, default: str) -> str:
    """A time zone by its name, such as Africa/Nairobi."""
    value = env_str(name, default)
    if value not in available_timezones():
        raise WrongSetting(f"{name} is {value!r}. Set it to a time zone such as Africa/Nairobi.")
    return value


def env_secret(name: str, fallback: str = "", shortest: int = 1) -> str:
    """A secret, from NAME or from the file that NAME_FILE points to; never a default of ours."""
    value = _first_line(f"{name}_FILE") or env_str(name, "") or fallback
    if not value:
        raise WrongSetting(
            f"{name} is not set. {_remedy()}, or set {name} or {name}_FILE in the environment."
        )
    if len(value) < shortest:
        raise WrongSetting(f"{name} is too short. Use at least {shortest} random characters.")
    return value


def env_secrets(name: str, shortest: int = 1) -> list[str]:
    """Secrets that may be missing, one a line in the file that NAME_FILE points to, or one NAME."""
    secrets = (_first_line(f"{name}_FILE") or env_str(name, "")).split()
    if any(len(secret) < shortest for secret in secrets):
        raise WrongSetting(f"{name} is too short. Use at least {shortest} random characters.")
    return secrets


def secret_files() -> dict[str, str]:
    """The files that secrets were read from, by the variable that names each."""
    return dict(_secret_files)


def _first_line(name: str) -> str:
    path = env_str(name, "")
    if path:
        _secret_files[name] = path
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else ""
    except OSError as error:
        raise WrongSetting(
            f"{name} names {path}, which cannot be read ({error.strerror}). "
            "Correct the path or the file's permissions."
        ) from error


def adopt_running(state: Path) -> None:
    """Take what is unset from a platform that scripts/run has started on this state folder."""
    missing = {
        name: value
        for name, value in _shared_by(state / RUNNING).items()
        if not _is_set(GOES_WITH.get(name, name.removesuffix("_FILE")))
    }
    os.environ.update(missing)


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _shared_by(note: Path) -> dict[str, str]:
    """What a platform that runs tells to commands in other terminals; nothing once it ended."""
    try:
        running = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return running["environment"] if Path(f"/proc/{running['pid']}").exists() else {}


def _remedy() -> str:
    """How to get at a platform: by the state folder of one that runs, else by starting one."""
    state = Path(env_str("MNR_STATE_DIR", str(USUAL_STATE))).absolute()
    ways = (RUNNING, f"*/{RUNNING}")
    notes = {note for place in (USUAL_STATE, state) for way in ways for note in place.glob(way)}
    folders = sorted(str(note.parent) for note in notes if _shared_by(note))
    if not folders:
        return "Start the platform with scripts/run"
    names = " or ".join(folders)
    return f"Set MNR_STATE_DIR to a platform that runs ({names}), start one with scripts/run"
