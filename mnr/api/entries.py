"""The registers: one set of views for all of them, made from their declarations."""

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from mnr import guard, permissions
from mnr.access import ScopedViewSet
from mnr.api import entry_fields, reading
from mnr.api.conditions import create_once, made, require_match
from mnr.api.errors import ASKED, Stale
from mnr.api.framework import UUID
from mnr.registers.base import Register
from mnr.services.entries import STANDING, save_entry, texts_of, withdraw_entry
from mnr.services.errors import EditConflict
from mnr.services.held_entries import hold_entry


def policy_of(actions) -> dict:
    """The action of each method on entries."""
    return {
        "list": actions.read,
        "retrieve": actions.read,
        "create": actions.create,
        "update": actions.edit,
        "partial_update": actions.edit,
        "withdraw": actions.withdraw,
    }


class EntryViewSet(ListModelMixin, RetrieveModelMixin, ScopedViewSet):
    """What every register answers. `of` makes the set of views of one."""

    register: Register
    policy = policy_of(STANDING)
    lookup_value_regex = UUID
    also_answers = dict.fromkeys(("create", "update", "partial_update"), reading.HELD)
    names_version = True  # every change says by `If-Match` what it was made to

    @classmethod
    def of(cls, register) -> type["EntryViewSet"]:
        """The set of views of a register."""
        changes = entry_fields.taken(register, is_new=False)
        members = {
            "__doc__": f"{register.name}. {register.intro}",
            "register": register,
            "policy": policy_of(register.actions),
            "seen_by": (register.actions.read,),
            "serializer_class": entry_fields.told(register),
            "bodies": {
                "create": entry_fields.taken(register, is_new=True),
                "update": changes,
                "partial_update": changes,
                "withdraw": entry_fields.WithdrawBody,
            },
            "filters": entry_fields.filters(register),
        }
        return type(f"{register.model.__name__}ViewSet", (cls,), members)

    def rows(self):
        return self.register.rows()

    def narrowed(self, rows, wanted):
        return self.register.narrowed(rows, wanted) if self.action == "list" else rows

    def create(self, request):
        """Make an entry. With the header `Idempotency-Key` it is made once, however often sent."""
        return create_once(self, self.make)

    def update(self, request, pk):
        """Write an entry anew: what is left out is emptied. `If-Match` names the version read."""
        entry = self.own(pk)
        wanted = self.body(instance=entry, context=self.get_serializer_context())
        return self.change(entry, self.emptied() | wanted)

    def partial_update(self, request, pk):
        """Change an entry: what is left out stays. `If-Match` names the version that was read."""
        entry = self.own(pk)
        options = {"instance": entry, "context": self.get_serializer_context(), "partial": True}
        return self.change(entry, self.body(**options))

    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Say that an entry does not count any more, and why. It stays, and so does its history."""
        entry = self.own(pk)
        step = {"entry": entry, "version": entry.version, "by": request.user}
        return self.tell(self.unless_stale(withdraw_entry, **step, **self.body()))

    def make(self):
        """The new entry, and the status of the answer."""
        wanted = self.body(context=self.get_serializer_context())
        meant = wanted.pop("meant", "")
        related = {name: wanted.pop(name, []) for name in self.register.regional}
        return self.save(self.register.model(**wanted), related, meant, status=201)

    def change(self, entry, wanted):
        """Save the entry with what is wanted of it."""
        version, meant = entry.version, wanted.pop("meant", "")
        related = {
            name: wanted.pop(name) if name in wanted else list(getattr(entry, name).all())
            for name in self.register.regional
        }
        for name, value in wanted.items():
            setattr(entry, name, value)
        return made(self, *self.save(entry, related, meant, version))

    def save(self, entry, related, meant, version=None, status=200):
        """Save it; texts that the content guard asks about are held for a second person instead."""
        if broken := {name: [str(words)] for name, words in self.register.broken(entry)}:
            raise serializers.ValidationError(broken)
        step = {"entry": entry, "related": related, "version": version, "by": self.request.user}
        if asked := asked_about(entry):
            if not meant:
                raise serializers.ValidationError(asked, code=ASKED)
            return hold_entry(**step, reason=meant), 202
        saved = self.unless_stale(save_entry, **step)
        return self.rows().get(pk=saved.pk), status

    def own(self, pk):
        """The entry, if its reader may do this to it now and read the version that stands."""
        entry = self.visible_or_404(self.rows(), *self.seen_by, pk=pk)
        permissions.require(self.request.user, self.policy[self.action], entry)
        require_match(self.request, self.get_serializer(entry).data)
        return entry

    def emptied(self) -> dict:
        """What each field of a new entry holds; regions are none."""
        fresh, fields = self.register.model(), self.bodies[self.action]().fields
        names = [name for name, field in fields.items() if not field.read_only]
        own = [name for name in names if name not in (*self.register.regional, "meant")]
        values = {name: getattr(fresh, self.register.field(name).attname) for name in own}
        return values | {name: [] for name in self.register.regional}

    def unless_stale(self, service, **step):
        """What the service makes of it, unless somebody saved since the version was compared."""
        try:
            return service(**step)
        except EditConflict as conflict:
            raise Stale(self.get_serializer(conflict.current).data) from conflict

    def tell(self, entry, status=200):
        return Response(self.get_serializer(entry).data, status=status)


def asked_about(entry) -> dict:
    """{field: words} for the texts of an entry that the content guard asks about."""
    texts = {field.name: getattr(entry, field.name) or "" for field in texts_of(type(entry))}
    found = {name: guard.asks(guard.findings(text)) for name, text in texts.items()}
    return {
        name: [str(words) for words in guard.sentences(findings)]
        for name, findings in found.items()
        if findings
    }
