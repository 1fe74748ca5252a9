"""Which jobs there are."""

from collections.abc import Callable
from typing import Any, Protocol


class JobRun(Protocol):
    """What a running job is given: where to say how far it is, and whether it should stop."""

    workspace_id: int
    actor_id: int | None

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say how far the work is; raises JobCancelled when a person asked for it to stop."""


JobFunction = Callable[..., dict[str, Any] | None]
_kinds: dict[str, JobFunction] = {}
_schedules: dict[str, str] = {}


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Register a function as a kind of job. It must be safe to run again from the start after a crash."""

    def register(function: JobFunction) -> JobFunction:
        _kinds[kind] = function
        return function

    return register


def schedule(kind: str, cron: str) -> None:
    """Let a registered job run by the clock (cron, in the workspace's time zone)."""
    _schedules[kind] = cron


def job_kinds() -> dict[str, JobFunction]:
    """Return all kinds of jobs with their functions."""
    return dict(_kinds)


def schedules() -> dict[str, str]:
    """Return the cron of every job that runs by the clock."""
    return dict(_schedules)
