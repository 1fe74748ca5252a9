"""A running Tenure of one's own: temporary data folder, demo data, a free loopback port."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "shots@example.com", "pictures of every screen"
START_SECONDS = 120
JOB_SECONDS = 300


@dataclass(frozen=True)
class App:
    """Where it answers and where its data is."""

    url: str
    home: Path
    email: str = EMAIL
    password: str = PASSWORD


def tenure(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Tenure on a data folder. Raises RuntimeError with its output when it fails."""
    command = [sys.executable, "-m", "tenure.config", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment(home), text=True, capture_output=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"tenure {' '.join(words)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a process that works on a data folder."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("TENURE_") and key != "DATABASE_URL"
    }
    return {**kept, "TENURE_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def prepare(home: Path, language: str, *, size: str = "m", company: str = "saas") -> None:
    """Set up a data folder: a workspace, the demo company, and an administrator for the pictures."""
    names = {"en": "Kestrel Software", "zh": "红隼软件"}
    tenure(home, "init", "--name", names[language], "--language", {"en": "en", "zh": "zh-hans"}[language])
    tenure(home, "demo", "--lang", language, "--size", size, "--company", company)
    name = {"en": "Alex Morgan", "zh": "林晓"}[language]
    tenure(home, "user", "create", EMAIL, "--name", name, "--role", "admin", "--password", PASSWORD)


@contextmanager
def running(home: Path) -> Iterator[App]:
    """Serve a data folder on a free port until the block ends."""
    port = free_port()
    log = (home / "serve.log").open("w")
    command = [sys.executable, "-m", "tenure.config", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(home), stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_up(url, process, home / "serve.log")
        wait_until_idle(home)
        yield App(url, home)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


@contextmanager
def temporary_home() -> Iterator[Path]:
    """A data folder that goes away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tenure-e2e-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the app answers. Raises RuntimeError with its log when it ends or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the app did not start\n{log.read_text()[-4000:]}")


def wait_until_idle(home: Path, seconds: float = JOB_SECONDS) -> None:
    """Return when no background job waits or runs. Raises RuntimeError with the states when that takes too long."""
    until = time.monotonic() + seconds
    busy: list[tuple[str, str]] = []
    while time.monotonic() < until:
        with sqlite3.connect(f"file:{home / 'tenure.sqlite3'}?mode=ro", uri=True, timeout=20) as connection:
            sql = "select kind, state from foundation_job where state in ('waiting', 'running')"
            busy = list(connection.execute(sql))
        if not busy:
            return
        time.sleep(0.5)
    raise RuntimeError(f"background jobs do not end: {busy}")


def free_port() -> int:
    """Return a port of the loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
