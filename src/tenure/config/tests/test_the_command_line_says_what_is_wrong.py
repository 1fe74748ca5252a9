"""What cannot be done ends with one clear sentence and exit code 2, never with 1, which says that it was done."""

import os
import socket
import sqlite3
import subprocess
import sys

import pytest


def tenure(folder, *words, **settings):
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TENURE_SECRET_KEY")}
    return subprocess.run(
        [sys.executable, "-m", "tenure.config", *words],
        env={**kept, "TENURE_HOME": str(folder), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def refused(done) -> str:
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("retention", "--from", "2024-01-01", "--to", "2024-12-31", "--json"),
        ("import", "accounts", "nowhere.csv"),
        ("user", "create", "ana@example.com", "--password", "long enough to be taken"),
        ("health", "show", "A"),
        ("measures", "run"),
        ("worker", "--once"),
    ],
    ids=lambda words: words[0],
)
def test_before_the_first_set_up_every_command_says_so(tmp_path, words):
    assert "run 'tenure init' first" in refused(tenure(tmp_path, *words))


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert str(tmp_path / "file") in refused(tenure(tmp_path / "file" / "home", "init"))


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({"DATABASE_URL": "mysql://there"}, "'mysql' is neither sqlite nor postgresql"),
        ({"TENURE_TIME_ZONE": "Nowhere/Land"}, "Nowhere/Land"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}, "the database cannot be used"),
    ],
    ids=["scheme", "zone", "unreachable"],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, environment, text):
    for words in (("init",), ("retention", "--from", "2024-01-01", "--to", "2024-12-31")):
        assert text in refused(tenure(tmp_path, *words, **environment))


def test_a_company_needs_a_name_and_a_currency_of_three_letters(tmp_path):
    assert "name" in refused(tenure(tmp_path, "init", "--name", " "))
    assert "'euro' is not a currency" in refused(tenure(tmp_path, "init", "--currency", "euro"))
    assert not (tmp_path / "tenure.sqlite3").exists()


def test_an_address_that_is_taken_is_not_served(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"127.0.0.1:{port} cannot be served" in refused(tenure(tmp_path, "serve", "--port", str(port)))
    assert "is not a port" in refused(tenure(tmp_path, "serve", "--port", "99999"))


def test_the_version_is_printed(tmp_path):
    done = tenure(tmp_path, "--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "tenure")


def test_a_time_zone_is_of_the_company_and_an_unknown_one_is_refused(tmp_path):
    assert "Mars/Base" in refused(tenure(tmp_path, "init", "--time-zone", "Mars/Base"))
    assert tenure(tmp_path, "init", TENURE_TIME_ZONE="Asia/Shanghai").returncode == 0
    with sqlite3.connect(tmp_path / "tenure.sqlite3") as connection:
        assert connection.execute("select time_zone from foundation_workspace").fetchall() == [("Asia/Shanghai",)]
