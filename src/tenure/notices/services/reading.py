"""Notices are read, or put back among the unread."""

from django.utils import timezone

from tenure.foundation.models import User
from tenure.notices.models import Notice


def mark_read(*, actor: User, notice: Notice) -> None:
    """Note that a person has read a notice of theirs; a second time changes nothing."""
    Notice.objects.filter(pk=notice.pk, person=actor, read_at__isnull=True).update(read_at=timezone.now())


def mark_unread(*, actor: User, notice: Notice) -> None:
    """Put a notice back among the unread."""
    Notice.objects.filter(pk=notice.pk, person=actor).update(read_at=None)


def mark_all_read(*, actor: User) -> int:
    """Note that a person has read all there is; return how many were unread."""
    return int(Notice.objects.filter(person=actor, read_at__isnull=True).update(read_at=timezone.now()))
