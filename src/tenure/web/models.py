"""What the pages that cross domains keep: saved views of the portfolio, and changes of many accounts at once."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import Team, User, Workspace
from tenure.web.choices import BulkKind


class PortfolioViewQuerySet(models.QuerySet[Any]):
    """Views know whose they are: a person's own, and those shared with one of their teams."""

    def visible_to(self, user: Any) -> Self:
        """Return the views this person may open; none for a stranger."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        rows = self.filter(workspace_id=user.workspace_id, removed_at__isnull=True)
        return rows.filter(Q(owner=user) | Q(team__in=user.teams.all()))

    def editable_by(self, user: Any) -> Self:
        """Return the views this person may change, removed ones too: only their own."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        return self.filter(workspace_id=user.workspace_id, owner=user)


class PortfolioView(models.Model):
    """A named state of the portfolio: filters, order, groups, columns and display, as the address holds them.

    With `team` the people of that team may open it, and only they; nobody but its owner changes it.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="portfolio_views")
    team = models.ForeignKey(Team, models.SET_NULL, related_name="portfolio_views", null=True, blank=True)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(blank=True)
    place = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(PortfolioViewQuerySet)()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(removed_at__isnull=True), name="portfolio_view_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="portfolio_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PortfolioHome(models.Model):
    """Which view a person begins with: a saved one, or one that everybody has, by its key."""

    person = models.OneToOneField(User, models.CASCADE, related_name="portfolio_home")
    view = models.ForeignKey(PortfolioView, models.CASCADE, related_name="+", null=True)
    standard = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(view__isnull=False, standard="") | (Q(view__isnull=True) & ~Q(standard="")),
                name="portfolio_home_is_one",
            )
        ]

    def __str__(self) -> str:
        return self.standard or str(self.view)


class BulkChange(models.Model):
    """One change of many accounts at once: what was done, what each was before, and whether it was taken back.

    `before` holds, by account, what `undo` brings back; accounts whose state did not change are not in it. `refused`
    holds, by account, why it was left alone.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=BulkKind.choices)
    params = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    refused = models.JSONField(default=dict)
    accounts = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
