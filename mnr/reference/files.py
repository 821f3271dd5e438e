"""Reading a TOML file so that a mistake in it is reported with file, key and remedy."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent


class ReferenceFault(Exception):
    """A reference file cannot be used; the message says which, where and what to do."""

    def __init__(self, path, key, remedy):
        place = "/".join(path.parts[-3:])
        super().__init__(f"{place}, {key}: {remedy}" if key else f"{place}: {remedy}")


@dataclass(frozen=True)
class Table:
    """A table of a file, which knows its own place."""

    path: Path
    values: dict[str, Any]
    place: str = ""

    def fault(self, key, remedy):
        """A fault at a key of this table."""
        return ReferenceFault(self.path, self._place_of(key), remedy)

    def table(self, key):
        """The table under a key."""
        return Table(self.path, self._get(key, dict, "a table"), self._place_of(key))

    def tables(self):
        """Every key with the table under it."""
        return {key: self.table(key) for key in self.values}

    def text(self, key):
        """The text under a key, which is never empty."""
        text = self._get(key, str, "a text in quotation marks")
        if not text.strip():
            raise self.fault(key, "the text is empty. Write it, or remove the line.")
        return text

    def number(self, key, highest):
        """The whole number from 1 under a key."""
        number = self._get(key, int, f"a number from 1 to {highest}")
        if not 1 <= number <= highest:
            raise self.fault(key, f"{number} is out of range. Give a number from 1 to {highest}.")
        return number

    def choice(self, key, options):
        """One of a few words."""
        word = self.text(key)
        if word not in options:
            raise self.fault(key, f"“{word}” is not known. Write {' or '.join(options)}.")
        return word

    def flag(self, key):
        return self._get(key, bool, "true or false")

    def items(self, key, kind):
        """The list under a key; it holds things of one kind, each once."""
        items = self._get(key, list, "a list")
        if not all(isinstance(item, kind) for item in items) or len(set(items)) < len(items):
            raise self.fault(key, "something in the list stands twice or is of the wrong kind.")
        return items

    def refuse_others(self, known):
        """Complain about a key that means nothing here: it is misspelt, or left over."""
        for key in self.values.keys() - known:
            raise self.fault(key, "the key is not known here. Correct its spelling or remove it.")

    def _get(self, key, kind, wanted):
        if key not in self.values:
            raise self.fault(key, f"it is missing. Add {wanted}.")
        value = self.values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fault(key, f"this is not {wanted}. Change it to {wanted}.")
        return value

    def _place_of(self, key):
        written = key if key.replace("_", "").replace("-", "").isalnum() else f'"{key}"'
        return f"{self.place}.{written}" if self.place else written


def read(path):
    """A whole file as a table."""
    try:
        return Table(path, tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ReferenceFault(path, "", "the file is missing. Put it back.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReferenceFault(path, "", f"correct the TOML (UTF-8): {error}.") from error
