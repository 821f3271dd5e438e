"""A copy of the reference files, for tests that spoil them."""

import shutil

from mnr import reference

EDITION = "mnr-2016"
FRAMEWORK = f"facts/{EDITION}/framework.toml"
CHECKS = f"facts/{EDITION}/checks.toml"
WORDS = f"en/{EDITION}/framework.toml"
CHECK_WORDS = f"en/{EDITION}/checks.toml"
INDICATORS = f"facts/{EDITION}/indicators.toml"
INDICATOR_WORDS = f"en/{EDITION}/indicators.toml"


def copy(folder):
    """Copy all TOML files into a folder; returns where they are."""
    ignored = shutil.ignore_patterns("*.py", "__pycache__")
    return shutil.copytree(reference.ROOT, folder / "reference", ignore=ignored)


def rewrite(files, name, old, new):
    """Replace a piece of a file, which must be there."""
    text = (files / name).read_text()
    assert old in text
    (files / name).write_text(text.replace(old, new, 1))


def write(files, name, text):
    """Write a file of a translation."""
    (files / name).parent.mkdir(parents=True, exist_ok=True)
    (files / name).write_text(text)
