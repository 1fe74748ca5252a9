"""A worker killed with -9 loses no job: finished by the next one, or failed after three tries."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

SCRIPT = """
import sys, os, time
from tenure.config.cli import boot
boot()
from tenure.foundation.jobs import job, enqueue
from tenure.foundation.jobs.worker import run_worker
import tenure.foundation.jobs.worker as worker
worker.LOOK_EVERY_SECONDS = 0.5

@job("test.slow")
def slow(run, *, marker):
    open(marker, "a").write("x")
    if os.path.getsize(marker) == 1:
        time.sleep(60)
    return {}

@job("test.poison")
def poison(run):
    os.kill(os.getpid(), 9)

if sys.argv[1] == "enqueue":
    from tenure.foundation.queries import get_workspace
    enqueue("test.slow", actor=None, workspace=get_workspace(), params={"marker": sys.argv[2]})
    enqueue("test.poison", actor=None, workspace=get_workspace())
else:
    run_worker(interval=0.1)
"""
ENDED = {"test.slow": "done", "test.poison": "failed"}


class Instance:
    def __init__(self, folder: Path) -> None:
        self.script = folder / "script.py"
        self.script.write_text(SCRIPT)
        self.env = {
            **os.environ,
            "TENURE_HOME": str(folder / "home"),
            "TENURE_JOB_STALE_SECONDS": "2",
            "DJANGO_SETTINGS_MODULE": "tenure.config.settings",
        }
        self.env.pop("DATABASE_URL", None)

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.env, capture_output=True, text=True, timeout=60, check=True
        )
        return done.stdout.strip()

    def states(self) -> dict[str, str]:
        """Ask the database itself: no process is started for it."""
        database = self.env["TENURE_HOME"] + "/tenure.sqlite3"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as connection:
            return dict(
                connection.execute("select kind, state from foundation_job where kind like 'test.%'").fetchall()
            )


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.3)
    raise AssertionError("it did not happen in time")


@pytest.mark.e2e
def test_a_killed_worker_loses_no_job(tmp_path):
    instance = Instance(tmp_path)
    instance.run("-m", "tenure.config", "init")
    marker = tmp_path / "marker"
    instance.run(str(instance.script), "enqueue", str(marker))
    worker = subprocess.Popen([sys.executable, str(instance.script), "work"], env=instance.env)
    try:
        wait_for(marker.exists)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        assert instance.states()["test.slow"] == "running"
        deadline = time.monotonic() + 90
        while instance.states() != ENDED and time.monotonic() < deadline:
            if worker.poll() is not None:  # the poison job kills it again and again
                worker = subprocess.Popen([sys.executable, str(instance.script), "work"], env=instance.env)
            time.sleep(0.1)
        assert instance.states() == ENDED
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
    assert marker.read_text() == "xx"
