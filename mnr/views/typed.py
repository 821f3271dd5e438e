"""What somebody typed into a form, in words, when the form itself cannot be shown again."""

import re
from functools import cache

from django.apps import apps
from django.db.models import CharField
from django.utils.text import capfirst

from mnr import held_posts
from mnr.models import Obstacle

NUMBERING = re.compile(r"_\d+$")  # of fields for one check
FORMSETS = {"obstacles": Obstacle}


def typed_texts(fields) -> list:
    """The texts among {name: values}, as questions and answers; keys and numbers say nothing."""
    found = []
    for name, values in fields.items():
        column = None if name in held_posts.SKIPPED else _column(name)
        text = "\n".join(value for value in values if value.strip())
        if column and text:
            label = capfirst(str(column.verbose_name))
            found.append({"key": label, "value": dict(column.flatchoices).get(text, text)})
    return found


def _column(name):
    """The text field of a model that a form's field fills: forms call it by the same name."""
    prefix, _number, last = name.rpartition("-")
    if formset := FORMSETS.get(prefix.partition("-")[0]):
        return _columns(formset).get(last)
    return _all_columns().get(NUMBERING.sub("", name))


def _columns(model):
    return {row.name: row for row in model._meta.fields if isinstance(row, CharField)}


@cache
def _all_columns():
    models = apps.get_app_config("mnr").get_models()
    return {name: row for model in models for name, row in _columns(model).items()}
