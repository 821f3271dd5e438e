"""The framework, the periods, and who takes part: what most programs read first."""

from django.db.models import Prefetch, Q
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response

from mnr.access import ScopedViewSet
from mnr.api import reading
from mnr.models import (
    Assignment,
    Capability,
    Domain,
    EvidenceCheck,
    Membership,
    Organisation,
    Region,
    ReportingPeriod,
    User,
)
from mnr.roles import Action

UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ROLES = Membership.objects.select_related("domain").order_by("role")


class ReadOnly(ListModelMixin, RetrieveModelMixin, ScopedViewSet):
    """A list, and each of its rows."""

    policy = {"list": Action.FRAMEWORK_READ, "retrieve": Action.FRAMEWORK_READ}
    seen_by: tuple[Action, ...] = (Action.FRAMEWORK_READ,)


class MeViewSet(ScopedViewSet):
    """Who the request acts for, and by what token."""

    policy = {"list": Action.FRAMEWORK_READ}
    serializer_class = reading.MeSerializer
    pagination_class = None

    def list(self, request):
        user = request.user
        told = {
            "id": user.pk,
            "full_name": user.full_name,
            "language": user.language,
            "roles": ROLES.in_force().filter(user=user),
            "token": request.auth,
        }
        return Response(self.get_serializer(told).data)


class DomainViewSet(ReadOnly):
    """The domains of the framework."""

    serializer_class = reading.DomainSerializer
    lookup_field = "key"
    lookup_value_regex = "[a-z_]{1,40}"

    def rows(self):
        return Domain.objects.current()


class CapabilityViewSet(ReadOnly):
    """The capabilities of the framework."""

    serializer_class = reading.CapabilitySerializer
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,3}"

    def rows(self):
        return Capability.objects.current().select_related("domain")


class CheckFilters(serializers.Serializer):
    """By capability."""

    capability = serializers.IntegerField(required=False)


class CheckViewSet(ReadOnly):
    """The evidence checks of the framework."""

    serializer_class = reading.CheckSerializer
    filters = CheckFilters
    lookup_field = "code"
    lookup_value_regex = "[0-9a-z.]{1,10}"

    def rows(self):
        return EvidenceCheck.objects.current().select_related("capability")

    def narrowed(self, rows, wanted):
        return rows.filter(capability__number=wanted["capability"]) if wanted else rows


class PeriodViewSet(ReadOnly):
    """The reporting periods."""

    policy = {"list": Action.PERIOD_READ_META, "retrieve": Action.PERIOD_READ_META}
    seen_by = (Action.PERIOD_READ, Action.PERIOD_READ_META)
    serializer_class = reading.PeriodSerializer
    lookup_field = "code"
    lookup_value_regex = "[0-9]{4}[0-9A-Za-z-]{0,16}"

    def rows(self):
        return ReportingPeriod.objects.all()


class RegionFilters(serializers.Serializer):
    """By the region of the first level in which they lie."""

    within = serializers.CharField(max_length=20, required=False)


class RegionViewSet(ReadOnly):
    """The regions of the country; those that are withdrawn too, for earlier entries name them."""

    policy = {"list": Action.REGION_READ, "retrieve": Action.REGION_READ}
    seen_by = (Action.REGION_READ,)
    serializer_class = reading.RegionSerializer
    filters = RegionFilters
    lookup_field = "code"
    lookup_value_regex = "[-A-Za-z0-9_]{1,20}"

    def rows(self):
        return Region.objects.select_related("within")

    def narrowed(self, rows, wanted):
        return rows.filter(within__code=wanted["within"]) if wanted else rows


class OrganisationFilters(serializers.Serializer):
    """By kind."""

    kind = serializers.ChoiceField(Organisation.Kind.choices, required=False)


class OrganisationViewSet(ReadOnly):
    """The organisations that take part, or did."""

    policy = {"list": Action.ORG_READ, "retrieve": Action.ORG_READ}
    seen_by = (Action.ORG_READ,)
    serializer_class = reading.OrganisationSerializer
    filters = OrganisationFilters
    lookup_value_regex = UUID

    def rows(self):
        return Organisation.objects.all()

    def narrowed(self, rows, wanted):
        return rows.filter(**wanted)


class AssignmentFilters(serializers.Serializer):
    """By organisation and capability."""

    organisation = serializers.UUIDField(required=False)
    capability = serializers.IntegerField(required=False)


class AssignmentViewSet(ReadOnly):
    """Which organisation reports on which capability, now and before."""

    policy = {"list": Action.ORG_READ, "retrieve": Action.ORG_READ}
    seen_by = (Action.ORG_READ,)
    serializer_class = reading.AssignmentSerializer
    filters = AssignmentFilters
    lookup_value_regex = UUID

    def rows(self):
        return Assignment.objects.select_related("capability")

    def narrowed(self, rows, wanted):
        paths = {"organisation": "organisation_id", "capability": "capability__number"}
        return rows.filter(**{paths[name]: value for name, value in wanted.items()})


class PersonViewSet(ReadOnly):
    """The people that the reader may know of: names and roles, no addresses."""

    policy = {"list": Action.USER_DIRECTORY, "retrieve": Action.USER_DIRECTORY}
    seen_by = (Action.USER_DIRECTORY,)
    serializer_class = reading.PersonSerializer
    lookup_value_regex = UUID

    def rows(self):
        return User.objects.all()

    def get_queryset(self):
        known = super().get_queryset()
        rows = User.objects.filter(Q(pk__in=known) | Q(pk=self.request.user.pk))
        return rows.prefetch_related(Prefetch("memberships", ROLES.in_force(), to_attr="roles_now"))
