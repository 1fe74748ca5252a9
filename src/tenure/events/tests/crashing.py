"""A process that is killed at its n-th step on the disk: the exhaustive crash test.

Imported by a fork server: what runs here runs in a child that kills itself with SIGKILL.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import deltalake
import pyarrow  # noqa: F401 -- loaded once in the fork server, not in every child

from tenure.events.log.log import EventLog
from tenure.events.log.rewriting import Target

from .examples import events

STEPS = ("fsync", "fdatasync", "rename", "replace", "unlink", "mkdir")


def bring(log: EventLog) -> None:
    with log.stage() as staged:
        staged.add(events(range(20, 60)))
        staged.finish()


def compact(log: EventLog) -> None:
    log.compact()


def merge(log: EventLog) -> None:
    log.maintain(thoroughly=True)


def erase(log: EventLog) -> None:
    log.remove(Target(account_id=1))


WORK: dict[str, Callable[[EventLog], None]] = {"bring": bring, "compact": compact, "merge": merge, "erase": erase}


def child(root: str, work: str, last: int) -> None:
    """Do some work and die just before the step number `last`."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(function):
        def step(*args, **kwargs):
            count()
            return function(*args, **kwargs)

        return step

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    commit = deltalake.DeltaTable.create_write_transaction

    def counted_commit(*args, **kwargs):
        count()
        commit(*args, **kwargs)
        count()

    deltalake.DeltaTable.create_write_transaction = counted_commit
    WORK[work](EventLog(Path(root)))


def run_and_kill(root: Path, work: str, last: int) -> bool:
    """Run `work` in a child that dies at step `last`; return whether it died (else it had finished)."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=child, args=(str(root), work, last))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0
