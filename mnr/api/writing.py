"""What the API takes: bodies of requests that change something."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mnr import guard
from mnr.api.fields import Body, LineField, ProseField
from mnr.forms.evidence import EvidenceForm
from mnr.forms.releases import LONGEST_REASON
from mnr.forms.updates import MOST_ROWS, usable_evidence
from mnr.measures.contradictions import Key
from mnr.measures.strength import Kind
from mnr.models import Capability, Enabler, Evidence, Organisation, ProgressUpdate, ReportingPeriod
from mnr.models.fields import PROSE_LENGTH
from mnr.services.releases import UPDATE_FIELDS


def _reason():
    return ProseField(max_length=LONGEST_REASON, required=False)


class StartBody(Body):
    """Which update is begun."""

    period = serializers.SlugRelatedField(slug_field="code", queryset=ReportingPeriod.objects.all())
    capability = serializers.SlugRelatedField(
        slug_field="number", queryset=Capability.objects.current()
    )
    organisation = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all())


class VersionBody(Body):
    """A step that is bound to the version that was read."""

    version = serializers.IntegerField(min_value=1)


class ObstacleBody(Body):
    """One obstacle, and the enabler that it comes from."""

    text = LineField(max_length=300)
    enabler = serializers.SlugRelatedField(
        slug_field="key", queryset=Enabler.objects.current(), allow_null=True, default=None
    )


class QuestionBody(Body):
    """The answer to a question about the ratings; an empty one takes the earlier one away."""

    question = serializers.ChoiceField([key.value for key in Key])
    text = ProseField(max_length=600, allow_blank=True)


class UpdateBody(VersionBody):
    """A draft as it is to stand; what is left out stays as it is."""

    is_nil = serializers.BooleanField(required=False)
    confidence = serializers.ChoiceField(
        ProgressUpdate.Confidence.choices, allow_blank=True, required=False
    )
    achievements = ProseField(max_length=PROSE_LENGTH, allow_blank=True, required=False)
    next_steps = ProseField(max_length=PROSE_LENGTH, allow_blank=True, required=False)
    decisions_asked = ProseField(max_length=PROSE_LENGTH, allow_blank=True, required=False)
    public_summary = ProseField(max_length=600, allow_blank=True, required=False)
    obstacles = ObstacleBody(many=True, required=False)
    evidence = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Evidence.objects.none(), required=False
    )

    questions = QuestionBody(many=True, required=False)

    def __init__(self, *args, update=None, **kwargs):
        super().__init__(*args, **kwargs)
        if update is not None:
            documents: Any = self.fields["evidence"]
            documents.child_relation.queryset = usable_evidence(update)

    def validate_questions(self, rows):
        return {row["question"]: row["text"] for row in rows}

    def validate_obstacles(self, rows):
        if len(rows) > MOST_ROWS:
            raise serializers.ValidationError(_("At most %s.") % MOST_ROWS)
        return [(row["text"], row["enabler"]) for row in rows]


class MeantBody(Body):
    """For each text that the content guard asks about: why it is meant."""

    def get_fields(self):
        return {name: _reason() for name in UPDATE_FIELDS}


class EvidenceBody(Body):
    """A reference to a document, as it is to stand."""

    title = LineField(max_length=300)
    kind = serializers.ChoiceField(
        [(kind.value, kind.label) for kind in Kind], allow_blank=True, required=False
    )
    publisher = LineField(max_length=200)
    dated_on = serializers.DateField()
    url = serializers.CharField(max_length=500, allow_blank=True, required=False)
    registry_number = LineField(max_length=100, allow_blank=True, required=False)
    valid_from = serializers.DateField(allow_null=True, required=False)
    valid_until = serializers.DateField(allow_null=True, required=False)
    meant = ProseField(
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Why a text is meant that the content guard asks about."),
    )


class NewEvidenceBody(EvidenceBody):
    """A document that is recorded, and the organisation that records it."""

    organisation = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all())


class ChangedEvidenceBody(EvidenceBody):
    """Changes to a reference, with the version that was read."""

    version = serializers.IntegerField(min_value=1)


def asked_about(evidence) -> dict:
    """{field: words} for the texts of a reference that the content guard asks about."""
    texts = {name: getattr(evidence, name) for name in EvidenceForm.asks_about}
    found = {name: guard.asks(guard.findings(text)) for name, text in texts.items()}
    return {
        name: [str(words) for words in guard.sentences(findings)]
        for name, findings in found.items()
        if findings
    }
