"""Products, contracts and their lines: what revenue is computed from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import LineKind
from tenure.accounts.models.account import Account
from tenure.foundation.fields import AmountField
from tenure.foundation.models import ScopedModel


class Product(ScopedModel):
    """Something we sell. Belongs to the whole workspace."""

    scope_path = None

    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind.choices, default=LineKind.TIME)
    category = models.CharField(_("category"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    list_price = AmountField(_("list price"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    billing_months = models.PositiveSmallIntegerField(_("months per price"), null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Contract(ScopedModel):
    """An agreement with a customer; its lines carry the money."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="contracts")
    number = models.CharField(_("number"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    renewal_of = models.ForeignKey("self", models.SET_NULL, related_name="renewals", null=True, blank=True)
    auto_renew = models.BooleanField(_("renews by itself"), null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"


class ContractLine(ScopedModel):
    """One line of a contract: its monthly recurring revenue between two dates.

    `mrr` is the line's net monthly value as it stands: it is never multiplied by the quantity, divided by a
    period or discounted again. `ends_on` empty means open.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="lines")
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.SET_NULL, related_name="lines", null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind.choices, default=LineKind.TIME)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4, null=True, blank=True)
    mrr = AmountField(_("MRR"), null=True, blank=True)
    one_off_amount = AmountField(_("one-off amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    is_recurring = models.BooleanField(_("recurring"), default=True)
    is_trial = models.BooleanField(_("trial"), default=False)
    renewal_of = models.ForeignKey("self", models.SET_NULL, related_name="renewals", null=True, blank=True)
    amends = models.ForeignKey("self", models.SET_NULL, related_name="amendments", null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["workspace", "account", "starts_on"], name="line_of_account")]
        constraints = [models.CheckConstraint(condition=Q(mrr__isnull=True) | Q(mrr__gte=0), name="mrr_not_negative")]

    def __str__(self) -> str:
        return f"{self.product or self.get_kind_display()} {self.starts_on}"
