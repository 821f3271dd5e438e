"""Reading a country's public case, a JSON file: all that is wrong is found, with its place."""

import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path

from mnr import guard
from mnr.models import Capability, Domain, Indicator, Organisation, PlanAction
from mnr.services import case_file
from mnr.services.case_file import BadCase

Kind = Organisation.Kind
KINDS = {kind.value: kind for kind in Kind} | {"state": Kind.MINISTRY, "court": Kind.JUDICIARY}

Status = PlanAction.Status
STATUSES = {
    "proposed": Status.PROPOSED,
    "in progress": Status.IN_PROGRESS,
    "reported in progress": Status.IN_PROGRESS,
    "ongoing": Status.ONGOING,
    "done": Status.DONE,
}

TOP = {"_about", "country", "agencies", "actions", "indicator_values", "gaps"}
COUNTRY = {"name", "iso2", "plan", "plan_basis", "plan_sources", "plan_text_seen"}
AGENCY = {"key", "name", "type", "domains", "role", "source"}
ACTION = {"capability", "title", "lead", "status", "date", "source", "lead_assigned_by_us"}
VALUE = {"indicator", "capability", "name", "unit", "period", "value", "geography", "source"}
VALUE |= {"note", "confidence"}
# characters of each text of a value, as its column takes them
LONGEST_OF_VALUE = {
    "indicator": 10,
    "name": 200,
    "unit": 60,
    "period": 60,
    "geography": 90,
    "source": 300,
    "note": 1500,
    "confidence": 200,
}
LONGEST_FIGURE = 60

NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object in braces",
    type(None): "null",
}


@dataclass
class Case:
    """A file that has been found good, and what is odd about it."""

    content: dict
    warnings: list[str]

    @property
    def country(self):
        return self.content["country"]["name"].strip()


def read(path: Path) -> Case:
    """The case in a file. Raises BadCase."""
    try:
        return check(case_file.decoded(path))
    except RecursionError as error:
        raise BadCase([f"{path.name} is nested too deeply to be a case."]) from error


def check(content) -> Case:
    """The content as a Case, if nothing is wrong with it. Raises BadCase with all that is."""
    inspection = Inspection()
    inspection.whole(content)
    if inspection.problems:
        raise BadCase(inspection.problems)
    return Case(content, inspection.warnings)


@dataclass
class Inspection:
    """Walks through a case and notes what is wrong or odd, and where."""

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    agencies: set = field(default_factory=set)

    def __post_init__(self):
        self.numbers = set(Capability.objects.current().values_list("number", flat=True))
        self.indicators = set(Indicator.objects.current().values_list("code", flat=True))
        self.domains = set(Domain.objects.current().values_list("key", flat=True))

    def whole(self, content):
        """The file from the top."""
        if not self._is(content, dict, "The file"):
            return
        self._can_be_kept(content, "")
        if self.problems:
            return  # what else is wrong would be told in words of the file
        self._known(content, TOP, "")
        country = self._get(content, "country", dict, "")
        if country is not None:
            self._known(country, COUNTRY, "country")
            self._name(country, "country", longest=100)
        for name, inspect in (
            ("agencies", self._agency),
            ("actions", self._action),
            ("indicator_values", self._value),
        ):
            for index, row in enumerate(self._get(content, name, list, "") or []):
                if self._is(row, dict, f"{name}[{index}]"):
                    inspect(row, f"{name}[{index}]")
        self._no_repeats(content)
        for index, gap in enumerate(self._get(content, "gaps", list, "", needed=False) or []):
            self._is(gap, str, f"gaps[{index}]")

    def _can_be_kept(self, value, place):
        """Everything in the file is kept, so all of it must be storable."""
        if isinstance(value, dict):
            for key, part in value.items():
                self._can_be_kept(key, _at(place, "key"))
                shown = "…" if guard.blocks(guard.findings(key)) else key
                self._can_be_kept(part, _at(place, shown))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                self._can_be_kept(part, f"{place}[{index}]")
        elif isinstance(value, str) and re.search("[\x00\ud800-\udfff]", value):
            self._wrong(place, "holds a character that cannot be stored")
        elif isinstance(value, str):
            for kind in guard.kinds_of(guard.blocks(guard.findings(value))):
                self._wrong(place, f"must stay out: {guard.WORDS[kind].found}")
        elif isinstance(value, float) and not math.isfinite(value):
            self._wrong(place, "the number is too large")

    def _agency(self, row, place):
        self._known(row, AGENCY, place)
        key = self._text(row, "key", place, longest=100)
        self.agencies.add(key)
        self._name(row, place, longest=200)
        self._one_of(row, "type", KINDS, place)
        self._text(row, "role", place, longest=300, needed=False)
        self._text(row, "source", place, longest=500, needed=False)
        domains = self._get(row, "domains", list, place, needed=False) or []
        for index, domain in enumerate(domains):
            if not isinstance(domain, str) or domain not in self.domains:
                known = ", ".join(sorted(self.domains))
                self._wrong(f"{place}.domains[{index}]", f"{_say(domain)} is not one of: {known}")

    def _action(self, row, place):
        self._known(row, ACTION, place)
        self._capability(row, place)
        self._text(row, "title", place, longest=300)
        lead = self._text(row, "lead", place, longest=100)
        if lead is not None and lead not in self.agencies:
            self._wrong(f"{place}.lead", f"{_say(lead)} is not the key of an agency")
        self._one_of(row, "status", STATUSES, place)
        self._text(row, "date", place, longest=60, needed=False)
        self._text(row, "source", place, longest=500, needed=False)
        self._get(row, "lead_assigned_by_us", bool, place, needed=False)

    def _value(self, row, place):
        """An indicator value: its figure may be a number, a bound, a range, a status or text."""
        self._known(row, VALUE, place)
        self._capability(row, place)
        for name, longest in LONGEST_OF_VALUE.items():
            self._text(row, name, place, longest=longest, needed=name == "name")
        self._one_indicator(row, place)
        value = row.get("value")
        if isinstance(value, str) and len(value) > LONGEST_FIGURE:
            self._wrong(f"{place}.value", f"{len(value)} characters; {LONGEST_FIGURE} are the most")
        ends = value if isinstance(value, list) else [value]
        if len(ends) not in (1, 2) or not all(
            type(end) in ((int, float) if isinstance(value, list) else (int, float, str, bool))
            for end in ends
        ):
            self._wrong(f"{place}.value", f"{_say(value)} is not a number, a text or a range")

    def _one_indicator(self, row, place):
        code = row.get("indicator")
        if isinstance(code, str) and code not in self.indicators:
            self.warnings.append(f"{place}.indicator is not known: kept by its capability")

    def _capability(self, row, place):
        number = self._get(row, "capability", int, place)
        if number is not None and number not in self.numbers:
            highest = max(self.numbers, default=0)
            self._wrong(f"{place}.capability", f"{number} is not a capability (1 to {highest})")

    def _no_repeats(self, content):
        self._once(content, "agencies", ("key",))
        self._once(content, "agencies", ("name",))
        self._once(content, "actions", ("capability", "lead", "title"))

    def _once(self, content, name, fields):
        first: dict = {}
        rows = content.get(name)
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            values = tuple(str(row.get(key)) for key in fields) if isinstance(row, dict) else index
            if values in first:
                what = "the same " + ", ".join(fields)
                self._wrong(f"{name}[{index}]", f"{what} as {name}[{first[values]}]")
            first.setdefault(values, index)

    def _known(self, row, keys, place):
        for key in row:
            if key not in keys:
                self.warnings.append(
                    f"{_at(place, key)} is not known: kept with the file, not used"
                )

    def _one_of(self, row, key, options, place):
        word = self._text(row, key, place, longest=60)
        if word is not None and word not in options:
            self._wrong(f"{place}.{key}", f"{_say(word)} is not one of: {', '.join(options)}")

    def _name(self, row, place, *, longest):
        """A name alone. What is wrong with it is told without the words of the file."""
        text = self._text(row, "name", place, longest=longest)
        for kind in guard.kinds_of(guard.asks(guard.findings(text))):
            self._wrong(_at(place, "name"), f"write the name alone: {guard.WORDS[kind].found}")

    def _text(self, row, key, place, *, longest, needed=True):
        text = self._get(row, key, str, place, needed=needed)
        if text is None:
            return None
        if needed and not text.strip():
            self._wrong(_at(place, key), "the text is empty")
        if len(text) > longest:
            self._wrong(_at(place, key), f"{len(text)} characters; {longest} are the most")
        return text

    def _get(self, row, key, kind, place, *, needed=True):
        """The value under a key if it is of its kind; an optional one may be left out or null."""
        if row.get(key) is None:
            if needed:
                self._wrong(_at(place, key), "is missing" if key not in row else "is null")
            return None
        return row[key] if self._is(row[key], kind, _at(place, key)) else None

    def _is(self, value, kind, place):
        if type(value) is kind:
            return True
        found = NAMES.get(type(value), "something else")
        self._wrong(place, f"should be {NAMES[kind]}, not {found}")
        return False

    def _wrong(self, place, what):
        self.problems.append(f"{place}: {what}")


def _at(place, key):
    return f"{place}.{key}" if place else key


def _say(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text[:60]}”"
