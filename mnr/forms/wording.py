"""Error messages of form fields: they name the field and say how to repair it."""

from typing import Any

from django import forms
from django.forms.utils import pretty_name
from django.utils.translation import gettext_lazy as _

CHOOSE = {
    "required": _("Choose an answer for “%(label)s”"),
    "invalid_choice": _("Choose an answer for “%(label)s” from the list"),
    "invalid_list": _("Choose answers for “%(label)s” from the list"),
    "invalid_pk_value": _("Choose answers for “%(label)s” from the list"),
}
NUMBER = {
    "required": _("Fill in “%(label)s” with a number"),
    "invalid": _("Write “%(label)s” as a number in digits, for example 12"),
    "min_value": _("For “%(label)s”, enter %(limit_value)s or more"),
    "max_value": _("For “%(label)s”, enter %(limit_value)s or less"),
}
FILE = {
    "required": _("Choose a file for “%(label)s”"),
    "missing": _("Choose a file for “%(label)s”"),
    "empty": _("The file chosen for “%(label)s” is empty. Choose another one"),
}
MOMENT = {
    "required": _("Fill in “%(label)s”"),
    "invalid": _("Write “%(label)s” with date and time, for example 2026-11-30 14:00"),
}

# The first kind that a field belongs to gives its words.
MESSAGES: tuple[tuple[Any, dict[str, Any]], ...] = (
    (forms.NullBooleanField, {}),
    (forms.BooleanField, {"required": _("Tick “%(label)s” to go on")}),
    (forms.FileField, FILE),
    (forms.ChoiceField | forms.ModelChoiceField, CHOOSE),
    (forms.DateTimeField | forms.TimeField, MOMENT),
    (forms.DateField, {"required": _("Fill in “%(label)s”, for example 30 November 2026")}),
    (forms.IntegerField, NUMBER),
    (
        forms.EmailField,
        {
            "required": _("Fill in “%(label)s”"),
            "invalid": _("Write “%(label)s” in full, like name@example.org"),
        },
    ),
    (
        forms.URLField,
        {
            "required": _("Fill in “%(label)s”"),
            "invalid": _("Write “%(label)s” in full, starting with https://"),
        },
    ),
    (forms.Field, {"required": _("Fill in “%(label)s”"), "invalid": _("Check “%(label)s”")}),
)
TEXT = {
    "max_length": _("Shorten “%(label)s” to %(limit_value)d characters. It has %(show_value)d"),
    "min_length": _("“%(label)s” needs %(limit_value)d characters or more. It has %(show_value)d"),
    "direction_controls": _(
        "“%(label)s” holds hidden characters that change the direction of reading."
        " Type it again by hand"
    ),
    "hidden": _("“%(label)s” holds characters that cannot be seen. Type it again by hand"),
    "invisible": _("Write something that can be seen in “%(label)s”"),
}


LABELS = {  # of the password forms of other packages, in the words of ours
    "oldpassword": _("Your present password"),
    "password1": _("New password"),
    "password2": _("The new password once more"),
}


def apply(field, name):
    """Give a field our messages, wherever nobody wrote one for it."""
    if not field.label:
        field.label = pretty_name(name)
    if isinstance(field, forms.EmailField) and field.label == "Email":  # as other packages say
        field.label = _("E-mail address")
    if isinstance(field.widget, forms.PasswordInput):
        field.label = LABELS.get(name, field.label)
    inherited = inherited_messages(field)
    for code, message in messages_for(field).items():
        if field.error_messages.get(code) == inherited.get(code):
            field.error_messages[code] = with_label(message, field)


def messages_for(field):
    """The words for a field of this kind."""
    words = next(words for kind, words in MESSAGES if isinstance(field, kind))
    return TEXT | words if isinstance(field, forms.CharField) else words


def inherited_messages(field):
    """The messages that a field has when its author gave none."""
    messages: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        messages.update(getattr(kind, "default_error_messages", {}))
    return messages


def with_label(message, field):
    """A message that names its field; its other places stay open for the validator."""
    return str(message).replace("%(label)s", str(field.label).replace("%", "%%"))
