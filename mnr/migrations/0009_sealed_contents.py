"""What events changed moves beside the chain, for new events; old ones stay as they were sealed."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mnr", "0008_published_view"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditAnchor",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="day")),
                ("number", models.BigIntegerField(verbose_name="number")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("statement", models.TextField()),
                ("public_key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "verbose_name": "anchor of the trail",
                "verbose_name_plural": "anchors of the trail",
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("events", models.BigIntegerField(verbose_name="events")),
                ("anchors", models.PositiveIntegerField(verbose_name="anchors")),
                ("seconds", models.FloatField()),
                (
                    "problem",
                    models.CharField(blank=True, max_length=300, verbose_name="first broken place"),
                ),
            ],
            options={
                "verbose_name": "verification of the trail",
                "verbose_name_plural": "verifications of the trail",
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="AuditContent",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="mnr.auditevent",
                    ),
                ),
                ("salt", models.CharField(max_length=64, null=True)),
                ("text", models.TextField(null=True)),
                (
                    "purged_by",
                    models.BigIntegerField(
                        help_text="Number of the event of the purge.", null=True
                    ),
                ),
            ],
            options={
                "verbose_name": "content of an audit event",
                "verbose_name_plural": "contents of audit events",
            },
        ),
        migrations.RenameField(
            model_name="auditevent", old_name="changes", new_name="plain_changes"
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="plain_changes",
            field=models.JSONField(db_column="changes", default=dict),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="algorithm",
            field=models.CharField(default="sha256", max_length=10),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="commitment",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="format",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "changes within the chain"), (2, "changes beside the chain")],
                default=1,
            ),  # the events that are there
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="format",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "changes within the chain"), (2, "changes beside the chain")],
                default=2,
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["organisation_id", "-number"], name="audit_organisation"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["action", "-number"], name="audit_action"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["at"], name="audit_at"),
        ),
        migrations.AddField(
            model_name="auditcheck",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="auditcontent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purged_by", None), ("salt__isnull", False), ("text__isnull", False)),
                    models.Q(("purged_by__isnull", False), ("salt", None), ("text", None)),
                    _connector="OR",
                ),
                name="auditcontent_there_or_purged",
            ),
        ),
    ]
