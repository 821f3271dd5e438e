"""References to official documents."""

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from mnr import permissions
from mnr.access import ScopedViewSet
from mnr.api import reading, writing
from mnr.api.conditions import create_once, made, require_match
from mnr.api.errors import ASKED, Conflict
from mnr.api.framework import UUID
from mnr.forms.evidence import STATES
from mnr.models import Evidence
from mnr.roles import Action
from mnr.services import releases
from mnr.services.errors import EditConflict
from mnr.services.evidence import save_evidence, withdraw_evidence


class EvidenceFilters(serializers.Serializer):
    """By organisation, state, and words in title or publisher."""

    organisation = serializers.UUIDField(required=False)
    state = serializers.ChoiceField([value for value, _words in STATES if value], required=False)
    q = serializers.CharField(max_length=100, required=False)


class EvidenceViewSet(ListModelMixin, RetrieveModelMixin, ScopedViewSet):
    """The documents that the reader may see. Recording them is for organisations."""

    policy = {
        "list": Action.EVIDENCE_READ,
        "retrieve": Action.EVIDENCE_READ,
        "create": Action.EVIDENCE_EDIT,
        "partial_update": Action.EVIDENCE_EDIT,
        "withdraw": Action.EVIDENCE_EDIT,
    }
    seen_by = (Action.EVIDENCE_READ,)
    serializer_class = reading.EvidenceSerializer
    bodies = {
        "create": writing.NewEvidenceBody,
        "partial_update": writing.ChangedEvidenceBody,
        "withdraw": writing.Body,
    }
    also_answers = dict.fromkeys(("create", "partial_update"), reading.HELD)
    filters = EvidenceFilters
    lookup_value_regex = UUID

    def rows(self):
        return Evidence.objects.select_related("organisation")

    def narrowed(self, rows, wanted):
        if "organisation" in wanted:
            rows = rows.filter(organisation=wanted["organisation"])
        if "state" in wanted:
            rows = rows.in_state(wanted["state"])
        return rows.with_words(wanted.get("q", ""))

    def create(self, request):
        """Record a document. With the header `Idempotency-Key` it is recorded once."""
        return create_once(self, self.make)

    def make(self):
        """The new reference, and the status of the answer."""
        wanted = self.body()
        meant = wanted.pop("meant", "")
        return self.save(Evidence(**wanted), meant, status=201)

    def partial_update(self, request, pk):
        """Change a reference; what is left out stays as it is."""
        evidence = self.own(pk)
        wanted = self.body(partial=True)
        version, meant = wanted.pop("version", None), wanted.pop("meant", "")
        if version is None:
            words = _("Name the version that you read.")
            raise serializers.ValidationError({"version": [words]})
        if version != evidence.version:
            raise Conflict(request.data, self.get_serializer(evidence).data)
        for name, value in wanted.items():
            setattr(evidence, name, value)
        return made(self, *self.save(evidence, meant, version))

    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Say that a document no longer counts."""
        evidence = self.own(pk)
        self.body()
        return self.tell(withdraw_evidence(evidence=evidence, by=request.user))

    def save(self, evidence, meant, version=None, status=200):
        """Save it; a text that the content guard asks about is held for a second person instead."""
        by = self.request.user
        if asked := writing.asked_about(evidence):
            if not meant:
                raise serializers.ValidationError(asked, code=ASKED)
            held = {"evidence": evidence, "version": version, "reason": meant}
            return releases.hold_evidence(**held, by=by), 202
        try:
            saved = save_evidence(evidence=evidence, version=version, by=by)
        except EditConflict as conflict:
            current = self.get_serializer(conflict.current).data
            raise Conflict(self.request.data, current) from conflict
        return saved, status

    def own(self, pk):
        """The document, if its reader may change it."""
        evidence = self.visible_or_404(self.rows(), *self.seen_by, pk=pk)
        permissions.require(self.request.user, Action.EVIDENCE_EDIT, evidence)
        if evidence.withdrawn_on:
            raise Http404
        require_match(self.request, self.get_serializer(evidence).data, is_needed=False)
        return evidence

    def tell(self, evidence, status=200):
        return Response(self.get_serializer(evidence).data, status=status)
