"""What was known when: every version of every record, and the ids it has elsewhere.

Neither has a scope of its own: a person reaches them through the record they belong to.
"""

from django.db import models

from tenure.foundation.models import User, Workspace


class RecordVersion(models.Model):
    """One state of one record, with the time from which we knew it.

    The state as known at D is the latest version by (known_at, id) with known_at <= D. `data` holds every field
    by its name: dates in ISO, amounts as decimal strings. `is_assumed` marks a known time that was not recorded
    but set to the effective date. Versions are only ever added; undoing an import removes the versions it added.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    account_id = models.BigIntegerField(null=True)
    known_at = models.DateTimeField()
    is_assumed = models.BooleanField(default=False)
    is_deleted = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    import_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["known_at", "id"]
        indexes = [
            models.Index(fields=["workspace", "kind", "record_id", "known_at"], name="version_of_record"),
            models.Index(fields=["workspace", "account_id", "kind"], name="version_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} known {self.known_at:%Y-%m-%d}"


class ExternalId(models.Model):
    """The id a record has in another system. Within one system an id means one record of a kind."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    system = models.CharField(max_length=60, default="file")
    value = models.CharField(max_length=300)
    record_id = models.BigIntegerField()
    import_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind", "system", "value"], name="external_id_once")
        ]
        indexes = [models.Index(fields=["workspace", "kind", "record_id"], name="external_id_of_record")]

    def __str__(self) -> str:
        return f"{self.system}:{self.value}"
