"""The words of the trail: actions, kinds of object, fields, and values that are codes."""

import re
from collections import defaultdict
from functools import cache

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from mnr import action_names, guard
from mnr.models import Assignment, Domain, Organisation, ReducedSeparation, RegisterEntry
from mnr.roles import Role

LONGEST = 160
# What is recorded beside the actions of the matrix.
ACTIONS = {
    "denied": _lazy("Turned away"),
    "session.begin": _lazy("Signed in"),
    "session.fail": _lazy("Sign-in failed"),
    "session.end": _lazy("Signed out"),
    "session.new_device": _lazy("Signed in on a new device"),
    "password.change": _lazy("Password changed"),
    "factor.add": _lazy("Second factor added"),
    "factor.remove": _lazy("Second factor removed"),
    "factor.codes": _lazy("Recovery codes made"),
    "factor.code_used": _lazy("Recovery code used"),
    "factor.reset": _lazy("Second factors taken away, to begin anew"),
    "content.purge": _lazy("Removed for good"),
    "token.end": _lazy("A token’s time was over"),
    "audit.purge": _lazy("Contents of events purged"),
    "handover.open": _lazy("Hand-over opened"),
    "invitation.resend": _lazy("Invitation sent again"),
    "invitation.withdraw": _lazy("Invitation withdrawn"),
    "invitation.accept": _lazy("Invitation accepted"),
    "procedure.set": _lazy("Procedure for illegal material filled in"),
    "report.built": _lazy("Report built"),
    "report.damaged": _lazy("File of a report missing or altered"),
    "report.taken_back": _lazy("Report taken from download, to be built again"),
    "report.seen": _lazy("Page of a report opened"),
    "report.read_internal": _lazy("Report taken away"),
    "case.import": _lazy("Public case imported"),
    "snapshot.make": _lazy("Snapshot made"),
    "guard.ask": _lazy("A text waits for its release"),
    "override.followed": _lazy("An edition followed a decision on a figure"),
    "country.begin": _lazy("Country set up"),
}
# Names of changes that are no fields of the object.
FIELDS = {
    "action": _lazy("Action"),
    "address": _lazy("Mark of the address"),
    "asked": _lazy("Asked for"),
    "capability": _lazy("Capability"),
    "device": _lazy("Device"),
    "digest": _lazy("Digest"),
    "domain": _lazy("Domain"),
    "entries": _lazy("Entries"),
    "events": _lazy("Events"),
    "figure": _lazy("Figure"),
    "edition": _lazy("Edition"),
    "field": _lazy("Field"),
    "found": _lazy("What the guard found"),
    "from": _lazy("From"),
    "kind": _lazy("Kind"),
    "left": _lazy("Left open"),
    "method": _lazy("Way of signing in"),
    "organisation": _lazy("Organisation"),
    "person": _lazy("Person"),
    "register": _lazy("Register"),
    "retry": _lazy("Tried again"),
    "role": _lazy("Role"),
    "sessions": _lazy("Open sessions"),
    "sha256": _lazy("Digest of the file"),
    "until": _lazy("Until"),
    "user": _lazy("Person"),
}
WHY_DENIED = {
    "role": _lazy("The role does not include it"),
    "scope": _lazy("Outside the own organisation or domain"),
    "state": _lazy("Not in this state"),
    "person": _lazy("Not by this person"),
    "fresh": _lazy("Not without a fresh proof"),
}
# Labels of codes under names that are no fields with choices.
CODES = {
    "role": dict(Role.membership_choices()),
    "kind": dict(Assignment.Kind.choices) | dict(Organisation.Kind.choices),
    "pair": dict(ReducedSeparation._meta.get_field("pair").flatchoices),
}
OBJECTS = {"organisation": "organisation", "domain": "domain", "person": "user", "user": "user"}
WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?")


def action_words(action) -> str:
    """What was done, in words."""
    return str(ACTIONS.get(action) or action_names.name(action))


def type_words(object_type) -> str:
    """A kind of object by the name that its model has."""
    model = model_of(object_type)
    return capfirst(str(model._meta.verbose_name)) if model else object_type


def model_of(object_type):
    """The model of a kind of object: the trail calls it by its name, whichever app has it."""
    return _models().get(object_type)


def is_entry(object_type) -> bool:
    """Whether it is an entry of some register."""
    model = model_of(object_type)
    return model is not None and issubclass(model, RegisterEntry)


@cache
def _models() -> dict:
    configs = (apps.get_app_config(app) for app in ("mnr", *settings.DOMAIN_APPS))
    return {model._meta.model_name: model for app in configs for model in app.get_models()}


def label(object_type, key) -> str:
    """What a change is called: as its column, unless that has only its own name."""
    column, plain = field(object_type, key), key.replace("_", " ")
    if column and column.verbose_name != plain:
        return capfirst(str(column.verbose_name))
    return str(FIELDS.get(key) or capfirst(plain))


def field(object_type, key):
    """The column that a change is about, if it is one."""
    model = model_of(object_type)
    try:
        column = model._meta.get_field(key) if model else None
    except FieldDoesNotExist:
        return None
    return column if hasattr(column, "verbose_name") else None


def named_in(events) -> dict[str, set]:
    """{kind: keys} of the objects that the changes of these events name."""
    found: dict[str, set] = defaultdict(set)
    for event in events:
        for key, value in event.changes.items():
            if kind := OBJECTS.get(key):
                found[kind] |= {str(part) for part in _both(value) if part}
    return found


def names_of(keys: dict) -> dict:
    """{(kind, key): name} of organisations and domains; people are named by the page alone."""
    organisations = _uuids(keys.get("organisation", ()))
    domains = [key for key in keys.get("domain", ()) if key.isdecimal()]
    found = {}
    for row in Organisation.objects.filter(pk__in=organisations) if organisations else ():
        found["organisation", str(row.pk)] = row.label
    for domain in Domain.objects.filter(pk__in=domains) if domains else ():
        found["domain", str(domain.pk)] = str(domain)
    return found


def value_words(event, key, value, names, longest=LONGEST) -> str:
    """A value before or after, as a reader would say it; empty for nothing. None: at any length."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "found" and isinstance(value, list):
        return ", ".join(dict.fromkeys(_found(part) for part in value))
    if isinstance(value, list):
        words = ", ".join(value_words(event, key, part, names, longest) for part in value)
    elif isinstance(value, dict):
        words = "; ".join(
            f"{label('', name)}: {value_words(event, name, part, names, longest)}"
            for name, part in value.items()
        )
    else:
        words = _one(event, key, str(value), names)
    return words if longest is None else Truncator(words).chars(longest)


def _one(event, key, text, names):
    if named := names.get((OBJECTS.get(key), text)):
        return named
    if event.action == "denied" and key in ("action", "reason"):
        return str(WHY_DENIED.get(text, text)) if key == "reason" else action_words(text)
    column = field(event.object_type, key)
    for choices in (dict(getattr(column, "flatchoices", None) or ()), CODES.get(key, {})):
        if text in choices:
            return str(choices[text])
    return _day(text) or text


def _day(text):
    """A day or a moment as it is written in the reader's language."""
    if WHOLE_DAY.fullmatch(text) and (day := _parsed(parse_date, text)):
        return date_format(day, "DATE_FORMAT")
    if MOMENT.fullmatch(text) and (at := _parsed(parse_datetime, text)):
        at = timezone.localtime(at) if timezone.is_aware(at) else at
        return date_format(at, "DATETIME_FORMAT")
    return ""


def _parsed(parse, text):
    try:
        return parse(text)
    except ValueError:
        return None


def _found(part):
    kind = part[0] if isinstance(part, list) and part else part
    return str(guard.WORDS[kind].found) if kind in guard.WORDS else str(kind)


def _both(value):
    return value if isinstance(value, list) else [value]


def _uuids(keys):
    return [key for key in keys if re.fullmatch(r"[0-9a-f-]{36}", key)]
