"""Fields of bodies: the same rules of text as in the forms, and no key that is not known."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from mnr import guard
from mnr.forms.text import compose, refuse_hidden_characters, without_direction_controls

UNKNOWN = "Unknown key."


class LineField(serializers.CharField):
    """A text of one line."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        rules = (refuse_hidden_characters, guard.refuse)
        self.validators += [rule for rule in rules if rule not in self.validators]

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return compose(super().to_internal_value(data))


class ProseField(serializers.CharField):
    """A text of a few paragraphs."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators += [guard.refuse] if guard.refuse not in self.validators else []

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return without_direction_controls(compose(super().to_internal_value(data)))


class LinkField(serializers.CharField):
    """The address of an official document; what may stand there is the model's rule."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Body(serializers.Serializer):
    """What a request sends. Keys that it does not know are named and refused."""

    def to_internal_value(self, data):
        if isinstance(data, dict) and (wrong := self.misplaced(data)):
            raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)

    def misplaced(self, data) -> dict:
        """{key: words} for what does not belong into the body."""
        return {name: [_(UNKNOWN)] for name in sorted(set(data) - set(self.fields))}
