"""The ratings that organisations gave, read through the updates that they are part of."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.response import Response

from mnr import permissions
from mnr.access import ScopedViewSet
from mnr.api import reading
from mnr.api.framework import UUID
from mnr.models import Assessment, ProgressUpdate
from mnr.roles import Action
from mnr.selectors import own_update
from mnr.services import readings
from mnr.services.content import assessment_content
from mnr.services.strengths import WITH_DOCUMENTS, strengths


class AssessmentFilters(serializers.Serializer):
    """By period, capability and organisation."""

    period = serializers.CharField(max_length=20, required=False)
    capability = serializers.IntegerField(required=False)
    organisation = serializers.UUIDField(required=False)


class AssessmentViewSet(ListModelMixin, ScopedViewSet):
    """The assessments of updates that the reader may read; of published periods, all."""

    policy = {"list": Action.UPDATE_READ_PUBLIC, "retrieve": Action.UPDATE_READ_PUBLIC}
    seen_by = own_update.READING
    filters = AssessmentFilters
    lookup_field = "update_id"
    lookup_value_regex = UUID

    def get_serializer_class(self):
        return reading.RatingSerializer if self.action == "list" else reading.AssessmentSerializer

    def rows(self):
        rows = Assessment.objects.order_by("-update__period__starts_on", "update_id")
        rows = rows.select_related("update__period", "update__capability__domain", "assessed_in")
        is_list = self.action == "list"
        return (
            rows
            if is_list
            else rows.select_related("update__organisation").prefetch_related(*WITH_DOCUMENTS)
        )

    def get_queryset(self):
        updates = ProgressUpdate.objects.all()
        if getattr(self, "swagger_fake_view", False):  # described, not asked
            return self.rows().none()
        return self.rows().filter(update__in=self.visible(updates, *self.seen_by))

    def narrowed(self, rows, wanted):
        paths = {"period": "period__code", "capability": "capability__number"}
        names = {name: f"update__{paths.get(name, name)}" for name in wanted}
        return rows.filter(**{names[name]: value for name, value in wanted.items()})

    def paginate_queryset(self, queryset):
        page = super().paginate_queryset(queryset) or []
        read = [row.update for row in page if self.reads_all(row.update)]
        readings.note_readings(updates=read, by=self.request.user)
        return page

    def retrieve(self, request, update_id):
        """The assessment of one update; its reasons and answers for those who read all of it."""
        assessment = self.get_object()
        assessment.content = assessment.strength = None
        if self.reads_all(assessment.update):
            assessment.content = assessment_content(assessment)
            assessment.strength = {
                rating: found.plain() | {"reason": found.reason}
                for rating, found in strengths(assessment, timezone.localdate()).items()
            }
            readings.note_reading(update=assessment.update, by=request.user)
        return Response(self.get_serializer(assessment).data)

    def reads_all(self, update):
        """Whether the reader may read the whole update, not only what is published of it."""
        return any(permissions.can(self.request.user, each, update) for each in self.seen_by[:2])
