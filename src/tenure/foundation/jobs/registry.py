"""Which jobs there are."""

from collections.abc import Callable
from typing import Any, Protocol

from tenure.foundation.models import Job


class JobRun(Protocol):
    """What a running job is given: where to say how far it is, and whether it should stop."""

    workspace_id: int
    actor_id: int | None

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say how far the work is; raises JobCancelled when a person asked for it to stop."""


JobFunction = Callable[..., dict[str, Any] | None]
GivenUp = Callable[[Job], None]
_kinds: dict[str, JobFunction] = {}
_given_up: dict[str, GivenUp] = {}
_schedules: dict[str, str] = {}


def job(kind: str, *, given_up: GivenUp | None = None) -> Callable[[JobFunction], JobFunction]:
    """Register a function as a kind of job. It must be safe to run again from the start after a crash.

    `given_up` is called with a job whose worker was killed at every try: the function itself could say nothing.
    """

    def register(function: JobFunction) -> JobFunction:
        _kinds[kind] = function
        if given_up is not None:
            _given_up[kind] = given_up
        return function

    return register


def schedule(kind: str, cron: str) -> None:
    """Let a registered job run by the clock (cron, in the workspace's time zone)."""
    _schedules[kind] = cron


def job_kinds() -> dict[str, JobFunction]:
    """Return all kinds of jobs with their functions."""
    return dict(_kinds)


def when_given_up(kind: str) -> GivenUp | None:
    """Return what is called when a job of a kind is given up."""
    return _given_up.get(kind)


def schedules() -> dict[str, str]:
    """Return the cron of every job that runs by the clock."""
    return dict(_schedules)
