"""Which days are to be computed, and running what is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from tenure.events.queries import trace_events
from tenure.foundation.models import Workspace
from tenure.foundation.services import record_activity
from tenure.health.marks import drop_mark, read_mark, write_mark
from tenure.health.models import AccountHealth, HealthDay
from tenure.health.queries.explanations import day_files
from tenure.health.queries.inputs import first_fact, load_inputs, newest_fact
from tenure.health.queries.touched import mark_of, touched_days
from tenure.health.services.computing import Computed, Progress, compute_days, silent, stored_keys
from tenure.health.services.keeping import save_current
from tenure.health.services.scorecards import ensure_scorecards
from tenure_engine.windows.inputs import Inputs

HISTORY_DAYS = 365
OLD_DATA_DAYS = 30


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing health up to date did."""

    day: date | None
    days: int
    accounts: int


def newest_day(workspace: Workspace) -> date | None:
    """Return the day that lists and headers should show: yesterday, the last whole day.

    Where nothing at all happened for a month, the data are of the past (somebody looks at old files): then it is
    the last day on which something happened. None before the first fact.
    """
    yesterday = timezone.localdate() - timedelta(days=1)
    last = newest_fact(workspace.pk, yesterday)
    if last is None:
        return None
    return yesterday if (yesterday - last).days <= OLD_DATA_DAYS else last


def bring_up_to_date(*, workspace: Workspace, progress: Progress = silent) -> Brought:
    """Compute the days of the last year that are missing or no longer hold, and the current state.

    Days no longer hold when something they were computed from has changed since, and only those. The newest day is
    always computed again: more may be known of it by now. A second run changes nothing.
    """
    newest = newest_day(workspace)
    earliest = first_fact(workspace.pk)
    if newest is None or earliest is None:
        return Brought(None, 0, 0)
    first = max(earliest, newest - timedelta(days=HISTORY_DAYS - 1))
    inputs = reopen_touched(workspace=workspace)
    holds = set(
        HealthDay.objects.filter(workspace=workspace, is_stale=False, day__gte=first, day__lt=newest).values_list(
            "day", flat=True
        )
    )
    due = [
        day
        for day in (first + timedelta(days=number) for number in range((newest - first).days + 1))
        if day not in holds
    ]
    done = Computed(0, 0)
    for begin, end in _runs(due):
        told = partial(_tell_progress, progress, done.days, len(due))
        ran = compute_days(workspace=workspace, first=begin, last=end, inputs=inputs, progress=told)
        done = Computed(done.days + ran.days, ran.accounts)
    _drop_later(workspace, newest)
    save_current(workspace=workspace, day=newest)
    _tell(workspace, newest, done)
    return Brought(newest, done.days, done.accounts)


def _tell_progress(progress: Progress, before: int, total: int, done: int, _total: int) -> None:
    progress(before + done, total)


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Return days as stretches without gaps."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and runs[-1][1] + timedelta(days=1) == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _drop_later(workspace: Workspace, newest: date) -> None:
    """Forget days after the newest: they were computed from data that are gone."""
    later = HealthDay.objects.filter(workspace=workspace, day__gt=newest)
    for day in later.values_list("day", flat=True):
        day_files(workspace.pk).drop(day)
    later.delete()


@transaction.atomic
def _tell(workspace: Workspace, newest: date, done: Computed) -> None:
    record_activity(
        actor=None,
        workspace=workspace,
        verb="health.computed",
        data={"day": newest.isoformat(), "days": done.days, "accounts": done.accounts},
    )


def reopen_touched(*, workspace: Workspace) -> Inputs:
    """Mark the computed days that something has changed of as no longer holding; return the inputs as they are now.

    The days are marked first and the mark of what they are computed from is kept after that: a run that breaks off
    in between marks the same days again.
    """
    files = day_files(workspace.pk)
    events = trace_events(workspace)
    inputs = load_inputs(workspace.pk)
    before, after = read_mark(files.root), mark_of(workspace.pk, inputs, events)
    kept = HealthDay.objects.filter(workspace=workspace).aggregate(first=Min("day"), last=Max("day"))
    if kept["first"] is not None:
        keys = stored_keys(ensure_scorecards(workspace=workspace))
        span = {"first": kept["first"], "last": kept["last"]}
        days = touched_days(workspace.pk, before, after, keys=keys, **span)
        for piece in _pieces(days):
            HealthDay.objects.filter(workspace=workspace, day__in=piece).update(is_stale=True)
    write_mark(files.root, after)
    return inputs


def _pieces(days: list[date], size: int = 400) -> list[list[date]]:
    return [days[begin : begin + size] for begin in range(0, len(days), size)]


def reopen_days(*, workspace_id: int, since: date | None = None) -> int:
    """Mark the computed days from `since` on (or all) as no longer holding; return how many."""
    rows = HealthDay.objects.filter(workspace_id=workspace_id, is_stale=False)
    if since is not None:
        rows = rows.filter(day__gte=since)
    return rows.update(is_stale=True)


def forget_account(*, workspace_id: int, account_id: int) -> None:
    """Take an account out of the history and the current state."""
    AccountHealth.objects.filter(workspace_id=workspace_id, account_id=account_id).delete()
    day_files(workspace_id).forget(account_id)


def forget_history(*, workspace_id: int) -> None:
    """Drop all computed days, and what they were computed from: there is nobody left whom they are about."""
    files, days = day_files(workspace_id), HealthDay.objects.filter(workspace_id=workspace_id)
    for day in days.values_list("day", flat=True):
        files.drop(day)
    days.delete()
    drop_mark(files.root)
