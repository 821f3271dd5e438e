"""The country's procedure for suspected illegal material: five things that only it knows."""

from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Country, Procedure
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import Refused

FIELDS = ("law", "hotline", "police_unit", "duty_officer", "deputy")
PUBLIC = ("law", "hotline", "police_unit")  # the others name people
SET = "procedure.set"


@transaction.atomic
def propose_procedure(*, values: dict, by) -> Procedure:
    """Propose the five, or a change to them. They hold once a second person confirms."""
    row = _filled(values, proposed_by=by)
    permissions.require(by, Action.PROCEDURE_PROPOSE, row)
    Procedure.objects.proposed().delete()
    row.save()
    audit.record(Action.PROCEDURE_PROPOSE, row, by, audit.changed(_now(), _values(row)))
    return row


@transaction.atomic
def confirm_procedure(*, procedure: Procedure, by) -> Procedure:
    """The second person's yes: it is in force."""
    row = Procedure.objects.select_for_update().get(pk=procedure.pk)
    permissions.require(by, Action.PROCEDURE_CONFIRM, row)
    row.confirmed_by, row.confirmed_at = by, Now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(Action.PROCEDURE_CONFIRM, row, by)
    return row


@transaction.atomic
def begin_procedure(*, values: dict) -> Procedure:
    """The first five, given by the operator before anybody works here."""
    if Procedure.objects.in_force():
        raise Refused(_("It is filled in: the secretariat changes it, and the chair confirms."))
    row = _filled(values)
    row.confirmed_at = Now()
    row.save()
    audit.record(SET, row, changes=audit.changed({}, _values(row)))
    return row


def changes(row: Procedure) -> list[dict]:
    """The five things of a proposal beside those in force, for whoever confirms it."""
    now, after = _now(), _values(row)
    return [
        {"label": _name(name), "before": now.get(name, ""), "after": after[name]} for name in FIELDS
    ]


def gap(name) -> str:
    """What to say where one of the five is missing; nothing in the demonstration."""
    country = Country.objects.first()
    if not settings.HTTPS or (country and country.is_demonstration) or _now().get(name):
        return ""
    return (
        f"The procedure for suspected illegal material names no {_name(name)}: "
        "fill in its five things with manage.py set_procedure --help."
    )


def _filled(values, **people):
    row = Procedure(**{name: values.get(name, "").strip() for name in FIELDS}, **people)
    try:
        row.full_clean()
    except ValidationError as error:
        names = ", ".join(_name(name) for name in FIELDS if not getattr(row, name))
        words = _("These are missing: %(names)s.") % {"names": names} if names else ""
        raise Refused(words or " ".join(error.messages)) from error
    return row


def field(name) -> Field:
    """The column of one of the five."""
    return cast(Field, Procedure._meta.get_field(name))


def _name(name):
    return str(field(name).verbose_name)


def _now():
    row = Procedure.objects.in_force()
    return _values(row) if row else {}


def _values(row):
    return {name: getattr(row, name) for name in FIELDS}
