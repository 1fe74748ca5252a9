"""One notice: what happened, for whom; and which kinds a person wants to hear of, by which channel."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from tenure.accounts.models import Account, AccountOwner
from tenure.foundation.choices import Role
from tenure.foundation.models import User, Workspace
from tenure.notices.models.letters import Delivery


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices belong to one person; what is about an account they no longer see is not there for them."""

    def visible_to(self, user: Any) -> Self:
        """Return the notices of a person, in one query whatever the scope; none for a stranger."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        rows = self.filter(person=user, workspace_id=user.workspace_id)
        if user.role == Role.ADMIN:
            return rows
        seen = Q(account__isnull=True) | Q(account__team_id__in=user.teams.order_by().values("pk"))
        if user.role != Role.READER:
            seen |= Q(account_id__in=AccountOwner.objects.filter(user=user).values("account_id"))
        return rows.filter(seen)


class Notice(models.Model):
    """Something one person should know. `data` fills the text of its kind in the reader's language.

    `key` names the fact, so that telling it twice tells it once. Without `is_shown` it goes by other channels only;
    `wants_mail` waits until a letter (`delivery`) takes it along.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.SlugField(max_length=40)
    key = models.CharField(max_length=120)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", null=True)
    data = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    is_shown = models.BooleanField(default=True)
    wants_mail = models.BooleanField(default=False)
    delivery = models.ForeignKey(Delivery, models.SET_NULL, related_name="notices", null=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(NoticeQuerySet)()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True, is_shown=True), name="notice_unread"),
            models.Index(
                fields=["workspace"], condition=Q(wants_mail=True, delivery__isnull=True), name="notice_to_mail"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class NoticeChoice(models.Model):
    """Whether a person wants to hear of a kind by a channel; without a row the kind's own default holds."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notice_choices")
    kind = models.SlugField(max_length=40)
    channel = models.SlugField(max_length=20)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.is_on}"
