"""Long work with progress, and what runs by the clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenure.foundation.choices import FINISHED_STATES, JobState
from tenure.foundation.models.people import User, Workspace


class Job(models.Model):
    """One piece of background work: what it is, how far it got, how it ended."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="jobs")
    actor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    kind = models.CharField(_("kind"), max_length=60)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested_at = models.DateTimeField(null=True)
    task_id = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["workspace", "kind", "-id"], name="job_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in FINISHED_STATES

    @property
    def percent(self) -> int:
        """Whole per cent done, 0 where the total is not known yet."""
        return min(100, self.done * 100 // self.total) if self.total else 0


class Schedule(models.Model):
    """A job that runs by the clock. A fire time is claimed by one worker only; missed ones collapse into one."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    cron = models.CharField(max_length=60)
    last_fire_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="schedule_once")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.cron})"
