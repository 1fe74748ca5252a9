"""Exchange rate tables, and retention figures as they were reported."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import User, Workspace

LEAST_RATE = Decimal("0.00000001")


class ExchangeRate(models.Model):
    """What one unit of a currency is worth in the reporting currency; all rates of a date are one table."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    dated_on = models.DateField(_("date"))
    currency = models.CharField(_("currency"), max_length=3)
    # 15 digits: what SQLite keeps exactly
    rate = models.DecimalField(_("rate"), max_digits=15, decimal_places=8, validators=[MinValueValidator(LEAST_RATE)])

    class Meta:
        ordering = ["-dated_on", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "dated_on", "currency"], name="rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} ({self.dated_on})"


class ReportedRetention(models.Model):
    """A retention figure as someone reported it: what was asked, what it meant, what came out. Never changed.

    `figures` holds amounts as decimal strings and ratios as numbers; `definition` is the definition in full.
    A person reaches it through `list_reports` only, because it speaks of the accounts in its author's scope.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    title = models.CharField(_("title"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    reported_at = models.DateTimeField(auto_now_add=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    overlap = models.CharField(max_length=10)
    end = models.CharField(max_length=10)
    is_path = models.BooleanField(default=False)
    grace_days = models.PositiveIntegerField(default=7)
    segment = models.CharField(max_length=120, blank=True)
    known_on = models.DateField(null=True)
    definition = models.JSONField()
    figures = models.JSONField()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="report_dates_in_order"),
            models.CheckConstraint(condition=~Q(title=""), name="report_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
