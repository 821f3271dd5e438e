"""Kinds of column that several models share."""

import uuid

from django import forms
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr import guard

PROSE_LENGTH = 1500


class Text(models.CharField):
    """What people write in a line. The content guard stands below every door: at the database."""

    default_validators = [guard.refuse]

    def get_db_prep_save(self, value, connection):
        is_expression = hasattr(value, "resolve_expression")  # whose values come here themselves
        for validate in () if is_expression else self.default_validators:
            validate(value)
        return super().get_db_prep_save(value, connection)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Name(Text):
    """A name of a person, body or country, alone: what is asked about elsewhere is refused here."""

    default_validators = [guard.refuse, guard.refuse_beside_name]


class Contact(Text):
    """How an office or somebody on duty is reached: numbers and addresses belong here."""

    default_validators = [guard.refuse_in_contact]


class Address(models.EmailField):
    """The e-mail address of an account: it holds no hash, no onion address and no other target."""

    default_validators = [*models.EmailField.default_validators, guard.refuse_in_contact]

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class Title(Text):
    """What a law or document calls itself: quoted, so the terminology check leaves it alone."""


class Link(Text):
    """The address of an official document, and of nothing else."""

    default_validators = [guard.refuse_link]


class Prose(Text):
    """A free text of a few paragraphs. Short on purpose: case stories get in by long texts."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", PROSE_LENGTH)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "mnr.models.fields.Prose", args, kwargs

    def formfield(self, **kwargs):
        return super().formfield(**{"widget": forms.Textarea(attrs={"rows": 5}), **kwargs})


class OldDay(models.DateField):
    """A day that may lie centuries back: of a law, a treaty, a body, a service."""

    earliest = 1600

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class DateRange(models.Func):
    """PostgreSQL's daterange()."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Total(models.Func):
    """Columns added up; unknown if one of them is."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = models.BigIntegerField()


def is_key(text: str) -> bool:
    """Whether a text is the key of a row."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def key():
    """A primary key that cannot be guessed: it stands in addresses."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


def person(related_name="+", **kwargs):
    """A link to the person who did something; people are never deleted, only deactivated."""
    options = {"on_delete": models.PROTECT, "null": True, "blank": True, "editable": False}
    return models.ForeignKey("mnr.User", related_name=related_name, **{**options, **kwargs})


def moment(verbose_name=None, **kwargs):
    """The time at which something was done, or nothing yet."""
    return models.DateTimeField(verbose_name, null=True, blank=True, editable=False, **kwargs)


def withheld():
    """Whether the object is in quarantine: its texts are not in it, and nobody changes it."""
    return models.BooleanField(_("withheld: under review"), default=False, editable=False)


def both_or_neither(name, *fields):
    """A constraint: who and when are recorded together."""
    empty = models.Q(**{f"{field}__isnull": True for field in fields})
    full = models.Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(name=name, condition=empty | full)


def different_people(name, first, second, message):
    """A constraint: these two steps were taken by two people."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{first}__isnull": True})
        | models.Q(**{f"{second}__isnull": True})
        | ~models.Q(**{first: models.F(second)}),
        violation_error_message=message,
    )
