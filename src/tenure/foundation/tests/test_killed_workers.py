"""A worker killed with -9 loses no job: finished by the next one, or failed after three tries."""

import os
import signal
import subprocess
import sys
import time
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
elif sys.argv[1] == "work":
    run_worker(interval=0.1)
else:
    from tenure.foundation.models import Job
    print(" ".join(f"{row.kind}={row.state}" for row in Job.objects.filter(kind__startswith="test.")))
"""


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
        return dict(word.split("=") for word in self.run(str(self.script), "states").split())


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
        while time.monotonic() < deadline:
            worker = subprocess.Popen([sys.executable, str(instance.script), "work"], env=instance.env)
            try:
                worker.wait(timeout=12)  # the poison job kills it again and again
            except subprocess.TimeoutExpired:
                break
        assert instance.states() == {"test.slow": "done", "test.poison": "failed"}
    finally:
        if worker.poll() is None:
            worker.kill()
            worker.wait()
    assert marker.read_text() == "xx"
