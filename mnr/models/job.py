"""Work that happens after the page has answered."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import key, moment, person


class JobQuerySet(models.QuerySet):
    """Questions about jobs."""

    def unfinished(self):
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])


class Job(models.Model):
    """One piece of queued work. The row is the queue; Redis only tells the workers to look.

    It is written in the transaction of the change that causes it, so neither exists without
    the other. A worker that takes it holds a lease; a lease that runs out is taken over.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Working")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = key()
    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    queue = models.CharField(max_length=20, default="default")
    once = models.CharField(
        max_length=120,
        blank=True,
        help_text="While a job with this key is unfinished, asking again gives the same job.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = moment()
    progress = models.PositiveSmallIntegerField(default=0)
    progress_text = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=500, blank=True)
    requested_by = person()
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = moment()
    finished_at = moment()

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["once"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(once=""),
                name="job_once_while_unfinished",
            ),
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=~models.Q(state="running") | models.Q(lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="job_progress_percent", condition=models.Q(progress__lte=100)
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="job_state")]

    def __str__(self):
        return f"{self.kind} {self.state}"
