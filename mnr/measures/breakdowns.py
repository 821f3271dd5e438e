"""Which part of the whole a figure is about: “sex: female; age band: 12-15”, or nothing."""

import re

BETWEEN, OF, OR = ";", ":", ","
LONGEST = 60


class Unknown(ValueError):
    """A part that its indicator does not have. `options` are the words that could stand there."""

    def __init__(self, word, options):
        super().__init__(word)
        self.word = word
        self.options = list(options)


def declared(text: str) -> dict[str, list[str]]:
    """{dimension: its categories} of lines such as “sex: female, male”. Raises ValueError."""
    found: dict[str, list[str]] = {}
    for line in re.split(r"[\n;]", text):
        if not line.strip():
            continue
        name, colon, words = line.partition(OF)
        categories = [_clean(word) for word in words.split(OR) if word.strip()]
        name = _clean(name)
        if not colon or not name or len(set(categories)) < 2 or name in found:
            raise ValueError(line.strip())
        if any(len(word) > LONGEST for word in [name, *categories]):
            raise ValueError(line.strip())
        found[name] = list(dict.fromkeys(categories))
    return found


def read(text: str) -> dict[str, str]:
    """{dimension: category} of one figure; empty for the whole. Raises ValueError."""
    found = {}
    for part in text.split(BETWEEN):
        if not part.strip():
            continue
        name, colon, word = part.partition(OF)
        name, word = _clean(name), _clean(word)
        if not colon or not name or not word or name in found:
            raise ValueError(part.strip())
        found[name] = word
    return found


def canonical(text: str, known: dict[str, list[str]]) -> str:
    """The same in one spelling and order. Raises Unknown, ValueError for what is no breakdown."""
    found = read(text)
    for name, word in found.items():
        if name not in known:
            raise Unknown(name, known)
        if word not in known[name]:
            raise Unknown(word, known[name])
    return write({name: found[name] for name in known if name in found})


def write(parts: dict[str, str]) -> str:
    """A breakdown as it is kept and shown."""
    return f"{BETWEEN} ".join(f"{name}{OF} {word}" for name, word in parts.items())


def _clean(word) -> str:
    return " ".join(word.split()).casefold()
