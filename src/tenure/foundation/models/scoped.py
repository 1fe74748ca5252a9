"""Access scope: the only way from a person to an object. No scope means no rows."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, prefetch_related_objects

from tenure.foundation.choices import Role
from tenure.foundation.models.people import User, Workspace


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows that know whose they are, by way of the account they hang on."""

    def visible_to(self, user: Any) -> Self:
        """Return the rows this person may read; none for a stranger."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        rows = self.filter(workspace_id=user.workspace_id)
        return rows if user.role == Role.ADMIN else rows.filter(self._of_their_accounts(user))

    def editable_by(self, user: Any) -> Self:
        """Return the rows this person may change; none for a reader."""
        if not isinstance(user, User) or not user.may_write:
            return self.none()
        return self.visible_to(user)

    def _of_their_accounts(self, user: User) -> Q:
        path = self.model.scope_path
        if path is None:
            return Q()
        prefix = f"{path}__" if path else ""
        prefetch_related_objects([user], "teams")  # read once for each person: a page asks for many scopes
        teams = [team.pk for team in user.teams.all()]
        of_team = Q(**{f"{prefix}team_id__in": teams})
        if user.role == Role.READER:
            return of_team
        owned = self.model.owned_accounts(user)
        return of_team | Q(**{f"{prefix}pk__in": owned})


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class ScopedModel(models.Model):
    """Base of every record of a workspace.

    `scope_path` is the way to the account: "account", "contract__account", "" on the account itself, or None for
    what belongs to the whole workspace (products) and is read by all of its people.
    """

    scope_path: ClassVar[str | None] = "account"

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")

    objects: ClassVar[Any] = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def owned_accounts(cls, user: User) -> Any:
        """Return the ids of the accounts this person owns in any role."""
        from django.apps import apps

        return apps.get_model("accounts", "AccountOwner").objects.filter(user=user).values("account_id")
