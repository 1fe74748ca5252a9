"""Accounts, their owners and their people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import ContactRole, OwnerRole
from tenure.foundation.fields import AmountField
from tenure.foundation.models import ScopedModel, Team, User


class Account(ScopedModel):
    """A customer company."""

    scope_path = ""

    name = models.CharField(_("name"), max_length=300)
    parent = models.ForeignKey("self", models.SET_NULL, related_name="children", null=True, blank=True)
    team = models.ForeignKey(Team, models.SET_NULL, related_name="accounts", null=True, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=120, blank=True)
    size = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    segment = models.CharField(_("segment"), max_length=120, blank=True)
    stage = models.CharField(_("lifecycle stage"), max_length=60, blank=True)
    source = models.CharField(_("acquisition source"), max_length=120, blank=True)
    campaign = models.CharField(_("campaign"), max_length=200, blank=True)
    reseller = models.CharField(_("reseller"), max_length=200, blank=True)
    acquisition_cost = AmountField(_("acquisition cost"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    website = models.CharField(_("website"), max_length=300, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    custom = models.JSONField(_("custom fields"), default=dict, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["workspace", "name"], name="account_by_name"),
            models.Index(fields=["workspace", "team"], name="account_by_team"),
            models.Index(fields=["workspace", "segment"], name="account_by_segment"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="account_has_name")]

    def __str__(self) -> str:
        return self.name


class AccountOwner(models.Model):
    """One of us, responsible for an account in a role."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="owners")
    user = models.ForeignKey(User, models.CASCADE, related_name="owned")
    role = models.CharField(max_length=12, choices=OwnerRole.choices, default=OwnerRole.CSM)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role"], name="one_owner_per_role")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class OwnerChange(models.Model):
    """What an import changed of an account's owners, so that taking it back gives them back."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="owner_changes")
    role = models.CharField(max_length=12, choices=OwnerRole.choices)
    before = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    after = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True)
    import_id = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.account}: {self.before} -> {self.after}"


class Contact(ScopedModel):
    """A person at a customer."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=300)
    email = models.CharField(_("e-mail"), max_length=254, blank=True, db_index=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    department = models.CharField(_("department"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=ContactRole.choices, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence (1-5)"), null=True, blank=True)
    warmth = models.PositiveSmallIntegerField(_("relationship (1-5)"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    preferences = models.TextField(_("communication preferences"), blank=True)
    personal_notes = models.TextField(_("personal notes"), blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(influence__isnull=True) | Q(influence__range=(1, 5)), name="influence_1_to_5"
            ),
            models.CheckConstraint(condition=Q(warmth__isnull=True) | Q(warmth__range=(1, 5)), name="warmth_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.name
