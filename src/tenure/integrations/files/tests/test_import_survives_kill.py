"""An import whose worker is killed with -9 is finished by the next one, each row counted once."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tenure.integrations.files.tests.import_files import write

ROWS = 30_000
SCRIPT = """
import sys, json
from pathlib import Path
from tenure.config.cli import boot
boot()
import tenure.foundation.jobs.worker as worker
worker.LOOK_EVERY_SECONDS = 0.5
from tenure.foundation.models import User
from tenure.foundation.queries import get_workspace
from tenure.foundation.services import create_user
from tenure.integrations.models import ImportBatch
from tenure.integrations.services.batches import set_steps, start_run, upload_file
from tenure.integrations.services.preparing import mappings_for
from tenure.integrations.files.reading import load_shape
if sys.argv[1] == "start":
    kind, name = sys.argv[2:]
    said = {"email": "root@example.com", "password": "correct horse battery", "role": "admin"}
    root = User.objects.first() or create_user(workspace=get_workspace(), **said)
    batch = upload_file(actor=root, file_name=name, blocks=[Path(name).read_bytes()])
    set_steps(batch=batch, mappings=mappings_for(load_shape(batch.shape), [kind], None))
    start_run(batch=batch, actor=root)
elif sys.argv[1] == "work":
    worker.run_worker(interval=0.1)
else:
    from tenure.accounts.models import Account, RecordVersion
    from tenure.events.queries import log_of
    batches = [
        {"state": b.state, "counts": b.counts, "cursor": b.steps.get().cursor, "attempts": b.job.attempts,
         "rejects": b.steps.get().rejects.count()} for b in ImportBatch.objects.order_by("pk")
    ]
    days = log_of(get_workspace()).rollup().user_days
    print(json.dumps({"batches": batches, "accounts": Account.objects.count(),
                      "versions": RecordVersion.objects.count(), "events": int(days.count.sum())}))
"""
JOB_OF_LAST = "select job_id from integrations_importbatch order by id desc limit 1"
LAST = "select state from integrations_importbatch order by id desc limit 1"


class Instance:
    def __init__(self, folder) -> None:
        self.script = write(folder, "script.py", SCRIPT)
        self.env = {
            **os.environ,
            "TENURE_HOME": str(folder / "home"),
            "TENURE_JOB_STALE_SECONDS": "2",
            "DJANGO_SETTINGS_MODULE": "tenure.config.settings",
        }
        self.env.pop("DATABASE_URL", None)

    def run(self, *words):
        done = subprocess.run(
            [sys.executable, *words], env=self.env, capture_output=True, text=True, timeout=120, check=True
        )
        return done.stdout.strip()

    def state(self):
        return json.loads(self.run(str(self.script), "state"))

    def ask(self, sql):
        """Return the first row of a question to the database; None until it is there."""
        database = self.env["TENURE_HOME"] + "/tenure.sqlite3"
        try:
            with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as connection:
                return connection.execute(sql).fetchone()
        except sqlite3.OperationalError:
            return None

    def start(self, kind, path):
        self.run(str(self.script), "start", kind, str(path))

    def worker(self):
        return subprocess.Popen([sys.executable, str(self.script), "work"], env=self.env)

    def kill_when(self, sql):
        """Let a worker begin and kill it once a question has an answer, the last import still being run."""
        worker = self.worker()
        try:
            deadline = time.monotonic() + 90
            while not self.ask(sql) and time.monotonic() < deadline:
                time.sleep(0.05)
        finally:
            os.kill(worker.pid, signal.SIGKILL)
            worker.wait()
        assert self.state()["batches"][-1]["state"] == "running"

    def finish(self):
        """Let another worker finish the last import, and return it."""
        worker = self.worker()
        try:
            deadline = time.monotonic() + 150
            while self.ask(LAST) != ("done",) and time.monotonic() < deadline:
                time.sleep(0.2)
        finally:
            worker.kill()
            worker.wait()
        last = self.state()["batches"][-1]
        assert last["state"] == "done"
        return last


@pytest.mark.e2e
def test_a_killed_import_is_finished_and_counts_each_row_once(tmp_path):
    accounts = "account_id,name,size\n" + "".join(
        f"A{number},Name {number},{'many' if number % 1000 == 7 else number}\n" for number in range(ROWS)
    )
    events = "event_id,account_id,name,occurred_at\n" + "".join(
        f"E{number},A{number},login,2024-03-01\n" for number in range(ROWS) if number % 1000 != 7
    )
    instance = Instance(tmp_path)
    instance.run("-m", "tenure.config", "init")
    instance.start("accounts", write(tmp_path, "accounts.csv", accounts))
    instance.kill_when("select 1 from integrations_importstep where cursor > 0")
    first = instance.finish()
    instance.start("events", write(tmp_path, "events.csv", events))
    instance.kill_when(f"select 1 from foundation_job where attempts > 0 and id = ({JOB_OF_LAST})")
    second = instance.finish()
    rejected = ROWS // 1000
    assert first["attempts"] == second["attempts"] == 2
    assert first["counts"] == {
        "created": ROWS - rejected, "updated": 0, "unchanged": 0, "rejected": rejected, "skipped": 0,
    }  # fmt: skip
    assert first["rejects"] == rejected
    told = instance.state()
    assert told["accounts"] == told["versions"] == ROWS - rejected
    assert second["counts"]["created"] == told["events"] == ROWS - rejected
