"""What the API tells and takes of an entry, made from the declaration of its register."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from mnr import permissions
from mnr.api.fields import Body, LineField, LinkField, ProseField
from mnr.api.parsing import UNSTORABLE
from mnr.forms.releases import LONGEST_REASON
from mnr.models import Capability, Indicator, Organisation, Region, ReportingPeriod
from mnr.models.fields import Link, Prose, Text
from mnr.registers.forms import STATES
from mnr.registers.linked import offered
from mnr.services.entries import actions_on

STANDS = (
    "withdrawn_on",
    "withdrawn_because",
    "is_withheld",
    "version",
    "recorded_at",
    "changed_at",
)
MOST_REGIONS = 1000


class NoteField(serializers.CharField):
    """The internal note, for those who may read it; nothing for the others."""

    def get_attribute(self, instance):
        reader = self.context["request"].user
        action = actions_on(type(instance)).read_internal
        return (
            super().get_attribute(instance) if permissions.can(reader, action, instance) else None
        )


class RegionsField(serializers.ListField):
    """Regions by their codes: those that there are, and those that are stored already."""

    child = serializers.CharField(max_length=20)

    def __init__(self, **kwargs):
        super().__init__(max_length=MOST_REGIONS, **kwargs)

    def get_attribute(self, instance):
        return sorted(region.code for region in getattr(instance, str(self.source)).all())

    def to_internal_value(self, data):
        codes = set(super().to_internal_value(data))
        entry = self.parent.instance
        stored = [row.pk for row in getattr(entry, str(self.source)).all()] if entry else []
        rows = list(Region.objects.filter(Q(withdrawn_on=None) | Q(pk__in=stored), code__in=codes))
        if unknown := codes - {row.code for row in rows}:
            words = _("There is no region %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
            raise serializers.ValidationError(words)
        return rows


class LinkedField(serializers.PrimaryKeyRelatedField):
    """An entry that counts and that the writer may see, or the one that is stored already."""

    def get_queryset(self):
        body: Any = self.parent
        field = body.Meta.model._meta.get_field(self.source)
        stored = getattr(self.parent.instance, field.attname, None)
        return offered(field, self.context["request"].user, stored)


class CodeField(serializers.SlugRelatedField):
    """A row by its code."""

    def to_internal_value(self, data):
        if not isinstance(data, str) or UNSTORABLE.search(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class _Taken(Body, serializers.ModelSerializer):
    """A body made from a model: its columns as kinds of text of ours."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        Text: LineField,
        Prose: ProseField,
        Link: LinkField,
    }


class _Changes(_Taken):
    """Changes to an entry. What is told of it and stays may come along, as it is told now."""

    def misplaced(self, data):
        fixed = [field for name, field in self.fields.items() if field.read_only and name in data]
        differing = [each for each in fixed if not self._is_told(each, data[each.field_name])]
        words = [gettext("It cannot be changed here.")]
        return super().misplaced(data) | {each.field_name: words for each in differing}

    def _is_told(self, field, sent):
        """Compared as JSON, where 1 and true are two things."""
        value = field.get_attribute(self.instance)
        told = None if value is None else field.to_representation(value)
        render = JSONRenderer().render
        return render([told]) == render([sent])  # alone, nothing (null) would be no text at all


class WithdrawBody(Body):
    """Why an entry does not count any more."""

    because = LineField(
        max_length=300, help_text=_("Everybody who may read the entry reads this too.")
    )


def told(register) -> type[serializers.ModelSerializer]:
    """What is told of an entry: everything that is entered, and how it stands."""
    names = list(dict.fromkeys(["id", *register.entered, *_stays(register)]))
    own: dict[str, Any] = {name: _region_codes(register, name) for name in register.regional}
    for name in register.coded:
        own[name] = CodeField(slug_field="code", **_help(register, name))
    own["internal_note"] = NoteField(allow_null=True, **_help(register, "internal_note"))
    own |= _told_by_code(register)
    return _made(register, "Serializer", serializers.ModelSerializer, names, own, names)


def taken(register, *, is_new) -> type[_Taken]:
    """What an entry takes: who keeps it, what it bears on and its period only when it is made.
    Later these are read as they are told, with whatever else stays.
    """
    stays = [] if is_new else _stays(register)
    names = [name for name in register.entered if name not in stays] + stays
    own: dict[str, Any] = {name: _regions(register, name) for name in register.regional}
    own |= {name: _linked(register, name) for name in register.linked}
    own |= {name: _coded(register, name) for name in register.coded}
    own |= _fixed(register) if is_new else _told_by_code(register)
    own["meant"] = ProseField(
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Why a text is meant that the content guard asks about."),
    )
    suffix, base = ("Body", _Taken) if is_new else ("Changes", _Changes)
    return _made(register, suffix, base, [*names, "meant"], own, stays)


def _stays(register) -> list[str]:
    """What is told of an entry and not changed by writing it: the lead of the keys, then others."""
    period = ["period"] if register.is_return else []
    return list(dict.fromkeys(["id", *register.keeping, *period, "capability", *STANDS]))


def _told_by_code(register) -> dict[str, Any]:
    """What it bears on and its period, by what people know them by."""
    number = serializers.IntegerField(source="capability.number", **_help(register, "capability"))
    told: dict[str, Any] = {"capability": number}
    if register.is_return:
        told["period"] = serializers.CharField(source="period.code", **_help(register, "period"))
    return told


def filters(register) -> type[serializers.Serializer]:
    """What a list of entries is searched, narrowed and put in order by."""
    own = {name: _filter(register, name) for name in register.filtered}
    if register.search_fields:
        labels = ", ".join(register.label(name) for name in register.search_fields)
        words = _("Words that stand in one of: %(fields)s.") % {"fields": labels}
        own["q"] = serializers.CharField(max_length=100, required=False, help_text=words)
    states = [(value, words) for value, words in STATES if value]
    own["state"] = serializers.ChoiceField(
        states, required=False, help_text=_("All that count, unless others are asked for.")
    )
    down = _("%(column)s, the last first")
    orders = [(name, register.label(name)) for name in register.sortable]
    orders += [(f"-{name}", down % {"column": label}) for name, label in orders]
    own["sort"] = serializers.ChoiceField(
        orders, required=False, help_text=_("By which column; with a minus, the last comes first.")
    )
    name = f"{register.model.__name__}Filters"
    members = {"__doc__": str(register.name), "__module__": __name__, **own}
    return type(name, (serializers.Serializer,), members)


def _made(register, suffix, base, names, own, read_only):
    """A serializer of the register's model."""
    meta = {"model": register.model, "fields": names, "read_only_fields": read_only}
    meta["validators"] = []  # the model's rules are asked by the service
    words = " ".join([str(register.entry_name), *_of_changes(base, read_only)])
    members = {"__doc__": words, **own, "Meta": type("Meta", (), meta)}
    members["__module__"] = __name__  # else the library's
    return type(f"{register.model.__name__}{suffix}", (base,), members)


def _of_changes(base, read_only):
    """What is said of the keys that changes only name again."""
    if base is _Changes:
        names = ", ".join(f"`{name}`" for name in read_only)
        words = gettext("– as they are told, these may come along, and do not change: %(names)s.")
        yield words % {"names": names}


def _help(register, name):
    return {"read_only": True, "help_text": register.help(name)}


def _region_codes(register, name):
    return RegionsField(**_help(register, name))


def _regions(register, name):
    return RegionsField(required=False, help_text=register.help(name))


def _linked(register, name):
    field = register.field(name)
    needed = {"required": not field.null, "allow_null": field.null}
    return LinkedField(pk_field=serializers.UUIDField(), help_text=register.help(name), **needed)


def _coded(register, name):
    field = register.field(name)
    options = {"required": not field.null or not field.blank, "allow_null": field.blank}
    rows = register.offered(field)
    return CodeField(slug_field="code", queryset=rows, help_text=register.help(name), **options)


def _fixed(register):
    """Who keeps the entry, what it bears on, and its period."""
    capabilities = Capability.objects.current().filter(number__in=register.capabilities)
    made: dict[str, Any] = {
        "organisation": serializers.PrimaryKeyRelatedField(
            queryset=Organisation.objects.all(),
            pk_field=serializers.UUIDField(),
            help_text=register.help("organisation"),
        ),
        "capability": serializers.SlugRelatedField(
            slug_field="number",
            queryset=capabilities,
            help_text=register.help("capability"),
        ),
    }
    made = {name: field for name, field in made.items() if name in register.keeping}
    if register.is_return:
        made["period"] = _by_code(ReportingPeriod, register.help("period"))
    return made


def _by_code(model, help_text, **options):
    rows = model.objects.all()
    return CodeField(slug_field="code", queryset=rows, help_text=help_text, **options)


def _filter(register, name) -> serializers.Field:
    """One filter: whatever a column of that kind is told as."""
    field = register.field(name)
    words = register.filter_help(name) or register.help(name)
    options: dict[str, Any] = {"required": False, "help_text": words}
    if field.related_model in (Region, ReportingPeriod, Indicator):
        return _by_code(field.related_model, **options)
    if field.is_relation:
        return serializers.UUIDField(**options)
    if field.choices:
        return serializers.ChoiceField(field.flatchoices, **options)
    return serializers.BooleanField(**options)
