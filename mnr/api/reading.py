"""What the API tells of each kind of thing; tests/matrix/closed_world.py lists every field."""

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from mnr.measures.contradictions import Key
from mnr.models import (
    Assessment,
    Assignment,
    AuditEvent,
    Capability,
    Domain,
    Evidence,
    EvidenceCheck,
    GuardRelease,
    Membership,
    Organisation,
    PersonalToken,
    ProgressUpdate,
    Region,
    Report,
    ReportingPeriod,
    User,
)
from mnr.services.releases import EVIDENCE_FIELDS


@extend_schema_field({"type": "object"})
class ContentField(serializers.JSONField):
    """Plain data of a form of its own."""


class DomainSerializer(serializers.ModelSerializer):
    """A domain in the reader's language."""

    name = serializers.CharField(source="words.name", read_only=True)
    outcome = serializers.CharField(source="words.outcome_title", read_only=True)

    class Meta:
        model = Domain
        fields = ["key", "order", "name", "outcome"]


class CapabilitySerializer(serializers.ModelSerializer):
    """A capability in the reader's language."""

    domain = serializers.CharField(source="domain.key", read_only=True)
    title = serializers.CharField(source="words.title", read_only=True)
    description = serializers.CharField(source="words.description", read_only=True)

    class Meta:
        model = Capability
        fields = ["number", "domain", "title", "description"]


class CheckSerializer(serializers.ModelSerializer):
    """An evidence check in the reader's language."""

    capability = serializers.IntegerField(source="capability.number", read_only=True)
    text = serializers.CharField(source="words.text", read_only=True)

    class Meta:
        model = EvidenceCheck
        fields = ["code", "capability", "level", "rating", "text"]


class PeriodSerializer(serializers.ModelSerializer):
    """A period: name, dates and state, whatever its state is."""

    class Meta:
        model = ReportingPeriod
        fields = [
            "code",
            "state",
            "starts_on",
            "ends_on",
            "opens_on",
            "due_on",
            "review_due_on",
            "freeze_on",
            "meeting_on",
        ]


class RegionSerializer(serializers.ModelSerializer):
    """A region of the country, by the code that entries call it by."""

    within = serializers.CharField(source="within.code", allow_null=True, read_only=True)

    class Meta:
        model = Region
        fields = ["code", "name", "within", "withdrawn_on"]


class OrganisationSerializer(serializers.ModelSerializer):
    """An organisation."""

    class Meta:
        model = Organisation
        fields = ["id", "name", "short_name", "kind", "role_text", "is_active"]


class AssignmentSerializer(serializers.ModelSerializer):
    """Which organisation reports on which capability."""

    capability = serializers.IntegerField(source="capability.number", read_only=True)

    class Meta:
        model = Assignment
        fields = ["id", "organisation", "capability", "kind", "began_on", "ended_on"]


class RoleSerializer(serializers.ModelSerializer):
    """A role that somebody has now."""

    domain = serializers.CharField(source="domain.key", read_only=True, allow_null=True)

    class Meta:
        model = Membership
        fields = ["role", "organisation", "domain"]


class PersonSerializer(serializers.ModelSerializer):
    """A person as the directory shows them."""

    roles = RoleSerializer(many=True, source="roles_now", read_only=True)

    class Meta:
        model = User
        fields = ["id", "full_name", "roles"]


class TokenSerializer(serializers.ModelSerializer):
    """The token that the request came with."""

    class Meta:
        model = PersonalToken
        fields = ["name", "scope", "expires_at"]


@extend_schema_serializer(many=False)  # though it is told as a list is
class MeSerializer(serializers.Serializer):
    """Who the request acts for."""

    id = serializers.UUIDField()
    full_name = serializers.CharField()
    language = serializers.CharField()
    roles = RoleSerializer(many=True)
    token = TokenSerializer(allow_null=True)


class EvidenceSerializer(serializers.ModelSerializer):
    """A reference to a document."""

    class Meta:
        model = Evidence
        fields = ["id", "organisation", *EVIDENCE_FIELDS, "withdrawn_on", "version"]


class ReleaseSerializer(serializers.ModelSerializer):
    """A text that waits for a second person's release; it is not recorded yet."""

    class Meta:
        model = GuardRelease
        fields = ["id", "state"]


HELD = {202: ReleaseSerializer}  # what a text that waits is answered with


class StatusSerializer(serializers.ModelSerializer):
    """Who has handed in what, without what it says."""

    period = serializers.CharField(source="period.code", read_only=True)
    capability = serializers.IntegerField(source="capability.number", read_only=True)

    class Meta:
        model = ProgressUpdate
        fields = ["id", "period", "capability", "organisation", "state"]


class QuestionSerializer(serializers.Serializer):
    """A question about the ratings, and the author's answer; empty if there is none."""

    question = serializers.ChoiceField([key.value for key in Key], source="key")
    words = serializers.CharField(source="question")
    text = serializers.CharField(source="answer")


class UpdateSerializer(StatusSerializer):
    """An update with what of it the reader may read: `reading` says how much that is."""

    reading = serializers.ChoiceField(["whole", "public", "status"], read_only=True)
    version = serializers.IntegerField(allow_null=True, read_only=True)
    content = ContentField(allow_null=True, read_only=True)
    questions = QuestionSerializer(source="asked", many=True, allow_null=True, read_only=True)

    class Meta(StatusSerializer.Meta):
        fields = [*StatusSerializer.Meta.fields, "reading", "version", "content", "questions"]


class AskedSerializer(serializers.Serializer):
    """What the self-check asks the author of a draft."""

    questions = QuestionSerializer(many=True, read_only=True)


class RatingSerializer(serializers.ModelSerializer):
    """The ratings of a capability, as an update gave them."""

    update = serializers.UUIDField(  # type: ignore[assignment]  # a key, no method any more
        source="update_id", read_only=True
    )
    period = serializers.CharField(source="update.period.code", read_only=True)
    capability = serializers.IntegerField(source="update.capability.number", read_only=True)
    organisation = serializers.UUIDField(source="update.organisation_id", read_only=True)
    level = serializers.IntegerField(allow_null=True, read_only=True)

    class Meta:
        model = Assessment
        fields = [
            "update",
            "period",
            "capability",
            "organisation",
            "in_place",
            "in_use",
            "level",
            "target_level",
            "target_on",
        ]


class AssessmentSerializer(RatingSerializer):
    """The same with reasons and answers, for those who read the whole update."""

    content = ContentField(allow_null=True, read_only=True)
    strength = ContentField(allow_null=True, read_only=True)

    class Meta(RatingSerializer.Meta):
        fields = [*RatingSerializer.Meta.fields, "content", "strength"]


class ReportSerializer(serializers.ModelSerializer):
    """A report, not its file."""

    period = serializers.CharField(source="snapshot.period.code", read_only=True)
    snapshot_version = serializers.IntegerField(source="snapshot.version", read_only=True)
    snapshot_digest = serializers.CharField(source="snapshot.digest", read_only=True)

    class Meta:
        model = Report
        fields = [
            "id",
            "period",
            "snapshot_version",
            "snapshot_digest",
            "edition",
            "language",
            "status",
            "sha256",
            "pages",
            "size",
            "built_at",
        ]


class EventSerializer(serializers.ModelSerializer):
    """An event of the trail: who did what to which thing, and when."""

    class Meta:
        model = AuditEvent
        fields = [
            "number",
            "at",
            "actor_id",
            "action",
            "object_type",
            "object_id",
            "organisation_id",
            "digest",
        ]
