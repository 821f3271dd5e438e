"""Progress updates: who has handed in, what was said, and writing one's own."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response

from mnr import permissions
from mnr.access import ScopedViewSet
from mnr.api import reading, writing
from mnr.api.conditions import create_once, require_match
from mnr.api.errors import Conflict
from mnr.api.framework import UUID
from mnr.models import ProgressUpdate
from mnr.roles import Action
from mnr.selectors import own_update
from mnr.services import rating_questions, readings, releases, updates
from mnr.services.content import update_content
from mnr.services.errors import EditConflict

PUBLIC_RATINGS = ("in_place", "in_use", "level", "target_level", "target_on")


class UpdateFilters(serializers.Serializer):
    """By period, capability, organisation and state."""

    period = serializers.CharField(max_length=20, required=False)
    capability = serializers.IntegerField(required=False)
    organisation = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(ProgressUpdate.State.choices, required=False)


class UpdateViewSet(ListModelMixin, ScopedViewSet):
    """The updates that the reader may know of. Writing one is for its organisation."""

    policy = {
        "list": Action.UPDATE_READ_PUBLIC,
        "retrieve": Action.UPDATE_READ_PUBLIC,
        "create": Action.UPDATE_CREATE,
        "partial_update": Action.UPDATE_EDIT,
        "submit": Action.UPDATE_SUBMIT,
        "withdraw": Action.UPDATE_WITHDRAW,
        "meant": Action.UPDATE_EDIT,
        "questions": Action.UPDATE_EDIT,
    }
    seen_by = (*own_update.READING, Action.UPDATE_STATUS)
    bodies = {
        "create": writing.StartBody,
        "partial_update": writing.UpdateBody,
        "submit": writing.VersionBody,
        "withdraw": writing.VersionBody,
        "meant": writing.MeantBody,
    }
    also_answers = {"create": {200: reading.UpdateSerializer}}
    filters = UpdateFilters
    lookup_value_regex = UUID

    def get_serializer_class(self):
        serializers_of = {"list": reading.StatusSerializer, "questions": reading.AskedSerializer}
        return serializers_of.get(self.action, reading.UpdateSerializer)

    def rows(self):
        if self.action == "list":
            return ProgressUpdate.objects.select_related("period", "capability")
        return own_update.whole()

    def narrowed(self, rows, wanted):
        paths = {"period": "period__code", "capability": "capability__number"}
        return rows.filter(**{paths.get(name, name): value for name, value in wanted.items()})

    def retrieve(self, request, pk):
        update = self.get_object()
        told = self.told(update)
        if told["reading"] == "whole":
            readings.note_reading(update=update, by=request.user)
        return Response(told)

    def create(self, request):
        """Begin an update; one that is there already is told as it is."""
        return create_once(self, self.make)

    def make(self):
        """The update, and the status of the answer."""
        wanted = self.body()
        is_there = ProgressUpdate.objects.filter(**wanted).exists()
        update = updates.start_update(**wanted, by=self.request.user)
        return own_update.whole().get(pk=update.pk), 200 if is_there else 201

    def partial_update(self, request, pk):
        """Save a draft; what is left out stays as it is."""
        update = self.own(pk)
        wanted = self.body(update=update)
        parts = {name: wanted.pop(name, None) for name in ("obstacles", "evidence", "questions")}
        return self.step(updates.save_update, update, wanted, **parts)

    @action(detail=True, methods=["post"])
    def submit(self, request, pk):
        """Send an update to the domain lead."""
        update = self.own(pk)
        return self.step(updates.submit_update, update, self.body())

    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Take a sent update back."""
        update = self.own(pk)
        return self.step(updates.withdraw_update, update, self.body())

    @action(detail=True, methods=["post"])
    def meant(self, request, pk):
        """Say why texts are meant that the content guard asks about; a second person decides."""
        update = self.own(pk)
        reasons = self.body()
        waits = {
            row.field for row in releases.asking(update) if not (row.is_waiting or row.is_released)
        }
        if needless := set(reasons) - waits:
            words = _("Nothing is asked about this text now.")
            raise serializers.ValidationError({name: [words] for name in sorted(needless)})
        releases.ask_for_update(update=update, reasons=reasons, by=request.user)
        return self.tell(update)

    @action(detail=True, methods=["get"])
    def questions(self, request, pk):
        """What is asked about the ratings of a draft now, with the answers so far."""
        rows = rating_questions.asked(self.own(pk), request.user)
        return Response(self.get_serializer({"questions": rows}).data)

    def own(self, pk):
        """The update, if its reader may read it and do this to it now."""
        update = self.visible_or_404(own_update.whole(), Action.UPDATE_READ, pk=pk)
        permissions.require(self.request.user, self.policy[self.action], update)
        require_match(self.request, self.told(update), is_needed=False)
        return update

    def step(self, service, update, wanted, **parts):
        """Take the step on the version that was read; with another one there, tell both."""
        version = wanted.pop("version")
        if parts:
            parts["values"] = wanted
        try:
            service(update=update, version=version, by=self.request.user, **parts)
        except EditConflict as conflict:
            current = own_update.whole().get(pk=conflict.current.pk)
            raise Conflict(self.request.data, self.told(current)) from conflict
        return self.tell(own_update.whole().get(pk=update.pk))

    def tell(self, update, status=200):
        return Response(self.told(update), status=status)

    def told(self, update):
        """The update with what of it the reader may read."""
        user = self.request.user
        update.reading, update.content, update.asked = "status", None, None
        if any(permissions.can(user, each, update) for each in own_update.READING[:2]):
            update.reading, update.content = "whole", update_content(update)
            update.asked = list(update.questions.all())
        elif permissions.can(user, Action.UPDATE_READ_PUBLIC, update):
            update.reading, update.content = "public", public_content(update)
        told = self.get_serializer(update).data
        return told if update.reading == "whole" else {**told, "version": None}


def public_content(update) -> dict:
    """What everybody may read once the period is published."""
    whole = update_content(update)
    assessment = whole["assessment"]
    return {
        "confidence": whole["confidence"],
        "public_summary": whole["public_summary"],
        "assessment": assessment and {name: assessment[name] for name in PUBLIC_RATINGS},
    }
