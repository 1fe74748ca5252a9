"""A person's notices."""

from django.db.models import QuerySet

from tenure.foundation.models import User
from tenure.notices.channels import all_channels
from tenure.notices.choices import PRODUCT
from tenure.notices.kinds import channels_at_first
from tenure.notices.models import Delivery, Notice, NoticeChoice


def list_notices(*, user: User, only_unread: bool = False) -> QuerySet[Notice]:
    """Return the notices that a person sees in the product, newest first."""
    rows: QuerySet[Notice] = Notice.objects.visible_to(user).filter(is_shown=True).select_related("account")
    return rows.filter(read_at__isnull=True) if only_unread else rows


def list_letters(*, user: User) -> QuerySet[Delivery]:
    """Return the letters that a person was sent, newest first."""
    return Delivery.objects.filter(person=user)


def count_unread(*, user: User) -> int:
    """Return how many notices a person has not read: one query."""
    return int(Notice.objects.visible_to(user).filter(is_shown=True, read_at__isnull=True).count())


def wanted_channels(*, user: User, kind: str) -> set[str]:
    """Return the channels by which a person hears of a kind: as they chose, else as the kind begins."""
    chosen = dict(NoticeChoice.objects.filter(person=user, kind=kind).values_list("channel", "is_on"))
    first = channels_at_first(kind)
    return {name for name in (PRODUCT, *all_channels()) if chosen.get(name, name in first)}
