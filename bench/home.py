"""An installation for the cases that call a nightly job: its own folder, SQLite, a company with the accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bench.copies import copy_log
from bench.data import last_day
from bench.run import Bench
from tenure.events.log.log import EventLog
from tenure_engine.period import from_day


@contextmanager
def company_at(bench: Bench) -> Iterator[Any]:
    """Let Django work on a folder of the benches' own; yields the company, whose accounts are all customers."""
    from tenure.config.cli import boot

    boot()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import override_settings

    folder = folder_of(bench)
    folder.mkdir(parents=True, exist_ok=True)
    before = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite":
        raise RuntimeError("this bench makes a SQLite database of its own")
    connection.close()
    connection.settings_dict["NAME"] = str(folder / "tenure.sqlite3")
    try:
        with override_settings(TENURE_HOME=folder):
            call_command("migrate", verbosity=0)
            yield _company(bench.size.accounts)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def folder_of(bench: Bench) -> Path:
    """Return the data folder of the company."""
    return (bench.folder / bench.size.name / "home").resolve()


def _company(accounts: int) -> Any:
    from tenure.accounts.models import Account
    from tenure.foundation.models import Workspace

    workspace, _ = Workspace.objects.get_or_create(name="Bench")
    if Account.objects.count() != accounts:
        Account.objects.all().delete()
        rows = (
            Account(pk=number, workspace=workspace, name=f"Account {number}", segment=f"Segment {number % 4}")
            for number in range(1, accounts + 1)
        )
        Account.objects.bulk_create(rows, batch_size=500)
    return workspace


def home_log(bench: Bench, workspace: Any) -> EventLog:
    """Return the company's event log, as it was before any new day."""
    return copy_log(bench.log, folder_of(bench) / "events" / str(workspace.pk))


def day_after(number: int) -> date:
    """Return a day after the last one of the log; 0 is the first."""
    return from_day(last_day() + 1 + number)
