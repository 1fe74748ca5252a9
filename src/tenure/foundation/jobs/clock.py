"""What runs by the clock: each fire time once, whatever the number of workers."""

from croniter import croniter
from django.utils import timezone

from tenure.foundation.jobs.registry import schedules
from tenure.foundation.jobs.running import enqueue
from tenure.foundation.models import Schedule, Workspace


def fire_due() -> int:
    """Queue every scheduled job whose time has come; missed times collapse into one. Return how many."""
    fired = 0
    now = timezone.now()
    for workspace in Workspace.objects.all():
        zone = workspace.zone
        for kind, cron in schedules().items():
            row, made = Schedule.objects.get_or_create(
                workspace=workspace, kind=kind, defaults={"cron": cron, "last_fire_at": now}
            )
            last = row.last_fire_at or row.workspace.created_at
            due = croniter(row.cron, last.astimezone(zone)).get_next(type(now))
            if made or due > now:
                continue
            if Schedule.objects.filter(pk=row.pk, last_fire_at=row.last_fire_at).update(last_fire_at=now):
                enqueue(kind, actor=None, workspace=workspace)
                fired += 1
    return fired
