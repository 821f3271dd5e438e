"""What somebody typed into a form, in words, when the form itself cannot be shown again."""

import re
from functools import cache

from django.apps import apps
from django.db.models import CharField
from django.utils.text import capfirst

NUMBERING = re.compile(r"^.*-|_\d+$")  # of formsets, and of fields for one check


def typed_texts(fields) -> list:
    """The texts among {name: values}, as questions and answers; keys and numbers say nothing."""
    columns = text_columns()
    found = []
    for name, values in fields.items():
        column = columns.get(NUMBERING.sub("", name))
        text = "\n".join(value for value in values if value.strip())
        if column and text:
            label = capfirst(str(column.verbose_name))
            found.append({"key": label, "value": dict(column.flatchoices).get(text, text)})
    return found


@cache
def text_columns() -> dict:
    """{name: text field of a model}: forms call their fields after the columns they fill."""
    models = apps.get_app_config("mnr").get_models()
    fields = [field for model in models for field in model._meta.fields]
    return {field.name: field for field in reversed(fields) if isinstance(field, CharField)}
