"""What is kept of alerts: how rules are set, what they raised, who let one rest, and what a replay found.

Which rules there are and what they mean stands in the engine (tenure_engine/alerts); rows name them.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.foundation.models import ScopedModel, User
from tenure.playbooks.alerts.choices import Knowledge, Severity
from tenure.playbooks.models.ctas import Cta


class AlertRule(ScopedModel):
    """How a workspace has set one rule. Without a row the rule is on, with the parameters as shipped.

    `parameters` holds what differs from those. `raised_through` is the last day that was looked at.
    """

    scope_path: ClassVar[str | None] = None

    name = models.SlugField(max_length=40)
    is_on = models.BooleanField(_("on"), default=True)
    parameters = models.JSONField(default=dict)
    raised_through = models.DateField(null=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="alert_rule_once")]

    def __str__(self) -> str:
        return self.name


class Alert(ScopedModel):
    """A rule found something about an account: from the day it opened until the day it was no longer so.

    `since_on` is the first of the days in a row for which it had held by then. `evidence` are the rule's numbers on
    the day it opened, `latest` those of `looked_on`, by name (null: not known); `parameters` those it was found with.
    `threshold` is the number it was held against. `known_at` tells when the product found it; `is_replayed` that it
    was found afterwards, by looking back over the past.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="alerts")
    rule = models.SlugField(_("rule"), max_length=40)
    severity = models.CharField(_("severity"), max_length=6, choices=Severity.choices)
    since_on = models.DateField(_("since"))
    opened_on = models.DateField(_("opened"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    evidence = models.JSONField(default=dict)
    latest = models.JSONField(default=dict)
    looked_on = models.DateField()
    parameters = models.JSONField(default=dict)
    threshold = models.FloatField(null=True)
    known_at = models.DateTimeField()
    is_replayed = models.BooleanField(default=False)
    cta = models.ForeignKey(Cta, models.SET_NULL, related_name="alerts", null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        indexes = [
            models.Index(fields=["workspace", "rule", "opened_on"], name="alert_by_rule"),
            models.Index(fields=["workspace", "ended_on", "opened_on", "account"], name="alert_by_end_and_opening"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "rule"], condition=Q(ended_on__isnull=True), name="one_open_alert"
            ),
            models.UniqueConstraint(fields=["account", "rule", "opened_on"], name="alert_opens_once_a_day"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")), name="alert_ends_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.account_id}"

    @property
    def is_open(self) -> bool:
        """Whether it still is so."""
        return self.ended_on is None


class AlertSnooze(ScopedModel):
    """Somebody lets a rule rest for an account until a day: alerts are still kept, but call nobody.

    Its end is its undoing: by whom and when, or by the clock once the day has come.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="alert_snoozes")
    rule = models.SlugField(_("rule"), max_length=40)
    until = models.DateField(_("until"))
    note = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "rule"], condition=Q(ended_at__isnull=True), name="one_live_alert_snooze"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.account_id} until {self.until}"


class AlertPreview(ScopedModel):
    """What a rule would have raised in the year before a day, kept so that a page need not replay it.

    `digest` stands for the parameters. `found` holds plain numbers of all accounts; whoever shows it keeps to the
    reader's scope.
    """

    scope_path: ClassVar[str | None] = None

    rule = models.SlugField(max_length=40)
    digest = models.CharField(max_length=64)
    parameters = models.JSONField(default=dict)
    day = models.DateField()
    knowledge = models.CharField(max_length=4, choices=Knowledge.choices)
    found = models.JSONField(default=dict)
    computed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "rule", "digest", "day", "knowledge"], name="alert_preview_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.day}"
