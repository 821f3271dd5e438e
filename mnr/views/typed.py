"""What somebody typed into a form, in words, when the form itself cannot be shown again."""

import re
from functools import cache

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CharField, Field
from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mnr import held_posts, permissions
from mnr.forms.updates import ObstacleForm
from mnr.models import Evidence, Organisation, User
from mnr.roles import Action

NUMBERING = re.compile(r"_\d+$")  # of fields for one check
FORMSETS = {"obstacles": ObstacleForm}
SEEN_BY = {
    Organisation: Action.ORG_READ,
    Evidence: Action.EVIDENCE_READ,
    User: Action.USER_DIRECTORY,
}


def typed_texts(path, fields, user) -> list:
    """What stands in {name: values}, as questions and answers; what nobody typed says nothing.

    The fields are those of the form that the page has; what it does not name, the models may.
    """
    form, found = _fields_of(path), []
    for name, values in fields.items():
        typed = [value for value in values if value.strip()]
        if name in held_posts.SKIPPED or not typed:
            continue
        row = _of_form(_field(form, name), name, typed, user) or _of_model(name, typed)
        if row:
            found.append({"key": capfirst(str(row[0])), "value": row[1]})
    return found


def _of_form(field, name, typed, user):
    """(label, answer) by a field of the form."""
    if field is None or field.widget.is_hidden:
        return None
    answers = [_answer(field, value, user) for value in typed]
    if None in answers:
        return None
    label = field.label or name.replace("_", " ")
    return label, (", " if len(answers) > 1 else "").join(answers)


def _answer(field, value, user):
    """One answer in words; None if the form alone does not know them."""
    if isinstance(field, forms.ModelChoiceField):
        return _row(field, value, user)
    if isinstance(field, forms.ChoiceField):
        words = dict(_flat(field.choices)).get(value)
        return None if words is None else str(words)
    if isinstance(field, forms.BooleanField):
        return _("Yes")
    if isinstance(field, forms.DateField):
        try:
            return date_format(field.clean(value))
        except ValidationError:
            return value
    return value


def _row(field, value, user):
    """The row that was chosen, if its reader may know of it."""
    model = field.queryset.model
    rows = model._default_manager.all()
    if model in SEEN_BY:
        rows = permissions.scope(user, SEEN_BY[model], rows)
    try:
        return str(rows.get(pk=value))
    except (model.DoesNotExist, ValidationError, ValueError):
        return None


def _flat(choices):
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from words
        else:
            yield value, words


def _fields_of(path):
    """The fields of the form that the page at this address has."""
    try:
        view = getattr(resolve(path).func, "view_class", None)
    except Resolver404:
        return {}
    return getattr(getattr(view, "form_class", None), "base_fields", {})


def _field(form, name):
    """The field of that name, in the form or in one of its sets of forms."""
    prefix, _number, last = name.rpartition("-")
    if of_set := FORMSETS.get(prefix.partition("-")[0]):
        return of_set.base_fields.get(last)
    return form.get(name)


def _of_model(name, typed):
    """(label, answer) by the text field of a model that a form's field fills."""
    column = _column(name)
    if column is None:
        return None
    text = "\n".join(typed)
    return column.verbose_name, str(dict(column.flatchoices).get(text, text))


def _column(name) -> Field | None:
    """Forms call a field of a model by the same name."""
    return _all_columns().get(NUMBERING.sub("", name))


def _columns(model):
    return {row.name: row for row in model._meta.fields if isinstance(row, CharField)}


@cache
def _all_columns():
    models = apps.get_app_config("mnr").get_models()
    return {name: row for model in models for name, row in _columns(model).items()}
