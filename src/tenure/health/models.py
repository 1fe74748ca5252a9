"""What health keeps in the database: definitions, which days are computed, scores, and the current state.

Measure values lie in day files (see history.py); this table layout keeps scores quick to read and to write: one row
per account and month holds its daily scores, so that a year of 10,000 accounts is 120,000 rows instead of 3.65
million, and a sparkline of fifty accounts is one query.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.foundation.models import ScopedModel, User
from tenure.health.choices import Band, Origin


class Scorecard(ScopedModel):
    """A scorecard by name; what it says is in its versions."""

    scope_path: ClassVar[str | None] = None

    name = models.SlugField(_("name"), max_length=40)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="scorecard_name_once")]

    def __str__(self) -> str:
        return self.name


class ScorecardVersion(models.Model):
    """One state of a scorecard's definition. Never changed: a score names the version it was computed with."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.SHIPPED)
    actor = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["scorecard", "-number"]
        constraints = [models.UniqueConstraint(fields=["scorecard", "number"], name="scorecard_version_once")]

    def __str__(self) -> str:
        return f"{self.scorecard} {self.number}"


class HealthDay(ScopedModel):
    """The fill state of one day: with which knowledge and definitions it was computed, and whether it still holds.

    `averages` gives (mean score, accounts) by segment; `cards` the version's id by the scorecard's name.
    """

    scope_path: ClassVar[str | None] = None

    day = models.DateField()
    known_on = models.DateField()
    cards = models.JSONField(default=dict)
    averages = models.JSONField(default=dict)
    accounts = models.PositiveIntegerField()
    is_stale = models.BooleanField(default=False)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["workspace", "day"], name="health_day_once")]

    def __str__(self) -> str:
        return self.day.isoformat()


class ScoreMonth(ScopedModel):
    """The daily scores of an account in a month: int16 hundredths, little-endian; -1 unknown, -2 not computed."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    month = models.DateField()
    scores = models.BinaryField(max_length=62)

    class Meta:
        ordering = ["account", "month"]
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="score_month_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m}"


class AccountHealth(ScopedModel):
    """The state of an account at the newest day computed. Scores in hundredths; empty means unknown.

    `clauses` are the reasons, each a whole text with its numbers (see clauses.py), the costliest first.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="health")
    day = models.DateField()
    version = models.ForeignKey(ScorecardVersion, models.RESTRICT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=5, choices=Band.choices, blank=True)
    coverage = models.PositiveSmallIntegerField()
    score_30 = models.PositiveSmallIntegerField(null=True)
    score_90 = models.PositiveSmallIntegerField(null=True)
    segment_average = models.PositiveSmallIntegerField(null=True)
    is_below_segment = models.BooleanField(default=False)
    is_customer = models.BooleanField(default=True)
    renewal_days = models.IntegerField(null=True)
    clauses = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["score", "account"]
        indexes = [models.Index(fields=["workspace", "band", "score"], name="health_by_band")]
        constraints = [
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=10_000), name="score_0_to_100")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.score}"

    @property
    def points(self) -> float | None:
        """The score from 0 to 100."""
        return None if self.score is None else self.score / 100

    @property
    def change_30(self) -> float | None:
        """By how many points the score moved in 30 days."""
        return None if self.score is None or self.score_30 is None else (self.score - self.score_30) / 100

    @property
    def change_90(self) -> float | None:
        """By how many points the score moved in 90 days."""
        return None if self.score is None or self.score_90 is None else (self.score - self.score_90) / 100
