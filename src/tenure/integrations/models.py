"""Imports: one file each, with what was decided about it, what became of its rows, and who took it back."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import Job, ScopedModel, ScopedQuerySet, User
from tenure.integrations.choices import BUSY_STATES, RUNNABLE_STATES, UNDOABLE_STATES, BatchState, KnownTime

COUNTS = ("created", "updated", "unchanged", "rejected", "skipped")


class BatchQuerySet(ScopedQuerySet):
    """Imports belong to whoever made them; administrators see all, those of the command line included."""

    def visible_to(self, user: Any) -> Self:
        """Return the imports this person may see; none for a reader or a stranger."""
        if not isinstance(user, User) or not user.is_active or not user.may_write:
            return self.none()
        rows = self.filter(workspace_id=user.workspace_id)
        return rows if user.is_admin else rows.filter(made_by=user)


class ImportBatch(ScopedModel):
    """One file brought in. Its number is the import id of every version and event that it made.

    `shape` is what reading found out about the file, `options` what the person said about it. `known_at` is the
    time of the policy `date`, else the moment the import began. `report` keeps what should be said about the run.
    """

    scope_path = None

    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=300)
    stored_as = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField(default=0)
    system = models.CharField(_("system"), max_length=60, blank=True)
    shape = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    known_time = models.CharField(max_length=10, choices=KnownTime.choices, default=KnownTime.NOW)
    known_at = models.DateTimeField(null=True)
    create_missing = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.DRAFT)
    row_count = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    check_result = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, related_name="+", null=True)
    began_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(BatchQuerySet)()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["workspace", "made_by", "-id"], name="import_of_person")]

    def __str__(self) -> str:
        return f"{self.file_name} (#{self.pk})"

    @property
    def is_busy(self) -> bool:
        """Whether a job works on it."""
        return self.state in BUSY_STATES

    @property
    def is_runnable(self) -> bool:
        """Whether its file is still there and may be run."""
        return self.state in RUNNABLE_STATES and bool(self.stored_as)

    @property
    def is_undoable(self) -> bool:
        """Whether there may be something to take back."""
        return self.state in UNDOABLE_STATES and self.began_at is not None

    @property
    def counts(self) -> dict[str, int]:
        """Return the rows by what became of them, over all kinds."""
        steps = list(self.steps.all())
        return {name: sum(getattr(step, name) for step in steps) for name in COUNTS}

    @property
    def assumed_share(self) -> float | None:
        """Return the share of the rows taken whose known time is assumed, or None where none was taken."""
        steps = list(self.steps.all())
        taken = sum(step.taken for step in steps)
        return sum(step.assumed for step in steps) / taken if taken else None


class ImportStep(models.Model):
    """One kind that a file is imported as, with its mapping and its counts.

    `cursor` is the number of the last row that is dealt with; it moves in the transaction that writes the rows, so
    that a run which was killed goes on without counting a row twice.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20)
    mapping = models.TextField(default="")
    preset = models.CharField(max_length=80, blank=True)
    cursor = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    taken = models.BigIntegerField(default=0)
    assumed = models.BigIntegerField(default=0)
    skips = models.JSONField(default=list)
    is_finished = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "kind"], name="import_kind_once")]

    def __str__(self) -> str:
        return f"{self.kind} of #{self.batch_id}"


class RejectedRow(models.Model):
    """A row that was not taken: where it stands, why, and what it says. State is the correction: who, when.

    `problems` is a list of {column, field, template, params, words}; `cells` the row as in the file, by column.
    """

    step = models.ForeignKey(ImportStep, models.CASCADE, related_name="rejects")
    row = models.BigIntegerField()
    problems = models.JSONField(default=list)
    cells = models.JSONField(default=dict)
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)

    class Meta:
        ordering = ["row", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "row"], name="rejected_row_once")]

    def __str__(self) -> str:
        return f"row {self.row} of {self.step}"


class SavedMapping(ScopedModel):
    """A mapping kept under a name, for the next file of the same shape."""

    scope_path = None

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(max_length=20)
    text = models.TextField(_("mapping"))
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="mapping_name_once")]

    def __str__(self) -> str:
        return self.name
