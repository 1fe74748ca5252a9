"""An installation for the cases that call a nightly job: its own folder, SQLite, a company with the accounts."""

import os
from datetime import date, timedelta
from typing import Any

from bench.copies import copy_log
from bench.data import last_day
from bench.run import Bench
from tenure_engine.period import from_day


def open_home(bench: Bench) -> Any:
    """Return the company of the benches; its event log is a copy of the bench's, its accounts are all customers."""
    where = bench.folder / bench.size.name / "home"
    where.mkdir(parents=True, exist_ok=True)
    os.environ["TENURE_HOME"] = str(where.resolve())
    os.environ.pop("DATABASE_URL", None)
    from tenure.config.cli import boot

    boot()
    from django.core.management import call_command

    from tenure.accounts.models import Account
    from tenure.foundation.models import Workspace

    call_command("migrate", verbosity=0)
    workspace, _ = Workspace.objects.get_or_create(name="Bench")
    if Account.objects.count() != bench.size.accounts:
        Account.objects.all().delete()
        rows = (
            Account(pk=number, workspace=workspace, name=f"Account {number}", segment=f"Segment {number % 4}")
            for number in range(1, bench.size.accounts + 1)
        )
        Account.objects.bulk_create(rows, batch_size=500)
    return workspace


def home_log(bench: Bench, workspace: Any) -> Any:
    """Return the company's event log, as it was before any new day."""
    return copy_log(bench.log, bench.folder / bench.size.name / "home" / "events" / str(workspace.pk))


def day_after(number: int) -> date:
    """Return a day after the last one of the log; 0 is the first."""
    return from_day(last_day() + 1) + timedelta(days=number)
