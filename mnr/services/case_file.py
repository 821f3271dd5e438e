"""The file of a public case as JSON, read so that what is odd about it is said."""

import json
from pathlib import Path

LARGEST_BYTES = 5_000_000


class BadCase(Exception):
    """The file cannot be imported. `problems` lists each with its place."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


def decoded(path: Path):
    """The JSON of a file as Python has it. Raises BadCase."""
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST_BYTES:
            raise BadCase([f"{path.name} is larger than {LARGEST_BYTES // 1_000_000} MB."])
        return json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_number
        )
    except OSError as error:
        raise BadCase([f"{path} cannot be read: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise BadCase([f"{path.name} is not text in UTF-8. Save it as UTF-8."]) from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadCase([f"{path.name} is not JSON: {error.msg} at {place}."]) from error
    except ValueError as error:
        raise BadCase([f"{path.name} holds a number that is too long."]) from error


def _once_each(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise BadCase([f"The key “{key}” stands twice in one object." for key in twice])
    return found


def _no_number(name):
    raise BadCase([f"{name} is not a number that JSON knows."])
