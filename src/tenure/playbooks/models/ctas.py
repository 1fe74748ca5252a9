"""Calls to action and the states they go through. A state is a row: who, when, why; its end is its undoing."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.accounts.models import Account
from tenure.foundation.fields import AmountField
from tenure.foundation.models import ScopedModel, User
from tenure.playbooks.choices import CtaKind, Outcome


class Cta(ScopedModel):
    """Somebody should do something about an account. One is open per account, kind and reason.

    A rule's call has `clauses` that say why, as data: see health/clauses.py. One made by hand has a `title`, what to
    do, and perhaps a `detail`, why. `at_risk_amount` is yearly. `closed_at` mirrors the live completion, so that the
    database can hold the rule. `told_at` is when the owner of a rule's call was told of it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="ctas")
    kind = models.CharField(_("kind"), max_length=12, choices=CtaKind.choices, default=CtaKind.RISK)
    reason = models.CharField(max_length=60)
    title = models.CharField(_("what to do"), max_length=300, blank=True)
    detail = models.TextField(_("why"), blank=True)
    clauses = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    at_risk_amount = AmountField(_("money at risk"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    due_on = models.DateField(_("due"))
    owner = models.ForeignKey(
        User, models.SET_NULL, related_name="ctas", null=True, blank=True, verbose_name=_("owner")
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    opened_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "-pk"]
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")
        indexes = [
            models.Index(fields=["workspace", "closed_at", "due_on"], name="cta_open_by_due"),
            models.Index(
                fields=["workspace"], condition=Q(told_at__isnull=True, closed_at__isnull=True), name="cta_not_told"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "reason"], condition=Q(closed_at__isnull=True), name="one_open_cta"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account}"


class CtaState(models.Model):
    """What states have in common: who, when, why, and by whom it was taken back."""

    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)

    class Meta:
        abstract = True


class Snooze(CtaState):
    """Not before a day."""

    cta = models.ForeignKey(Cta, models.CASCADE, related_name="snoozes")
    until = models.DateField(_("until"))

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cta"], condition=Q(ended_at__isnull=True), name="one_live_snooze")
        ]

    def __str__(self) -> str:
        return f"{self.cta_id} until {self.until}"


class Completion(CtaState):
    """Ended, with what came of it."""

    cta = models.ForeignKey(Cta, models.CASCADE, related_name="completions")
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.HANDLED)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], name="completion_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["cta"], condition=Q(ended_at__isnull=True), name="one_live_completion")
        ]

    def __str__(self) -> str:
        return f"{self.cta_id} {self.outcome}"
