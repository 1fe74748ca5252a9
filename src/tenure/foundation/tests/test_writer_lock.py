"""SQLite: many writing processes, not one 'database is locked'."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

SCRIPT = """
import sys
from tenure.config.cli import boot
boot()
from django.db import transaction
from tenure.foundation.models import Team, Workspace
workspace = Workspace.objects.get()
for number in range(40):
    if number % 2:
        Team.objects.create(workspace=workspace, name=f"{sys.argv[1]}-{number}")
    else:
        with transaction.atomic():
            list(Team.objects.all()[:5])
            Team.objects.filter(workspace=workspace).update(name=__import__("django").db.models.F("name"))
            Team.objects.create(workspace=workspace, name=f"{sys.argv[1]}-{number}")
print(Team.objects.count())
"""


@pytest.mark.e2e
def test_many_processes_write_at_once_without_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv("TENURE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    subprocess.run([sys.executable, "-m", "tenure.config", "init"], check=True)

    def write(number: int) -> subprocess.CompletedProcess:
        words = [sys.executable, "-c", SCRIPT, str(number)]
        return subprocess.run(words, capture_output=True, text=True, timeout=120)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(write, range(4)))
    assert [answer.stderr for answer in answers] == [""] * 4
    assert max(int(answer.stdout) for answer in answers) == 160
