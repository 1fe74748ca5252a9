"""Third-party files, imported and asked on the command line, give what independent SQL gives on the raw files."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.real_data]
ROOT = Path(__file__).resolve().parents[4]
CALENDAR = (ROOT / "tests/engine/revenue/oracle.sql").read_text(encoding="utf-8")
WINDOW = ("2023-12-31", "2024-12-31")
RAVENSTACK = """
create table lines as
select dense_rank() over (order by subscription_id) as tie, account_id as account, start_date::date as start_date,
    end_date::date as end_date, mrr_amount::decimal(18, 6) as mrr
from read_csv($file, all_varchar = true) where is_trial = 'FALSE'
"""
PLAYBOOK = """
create table lines as
select subscription_id::int as tie, customer_id as account, start_date::date as start_date,
    end_date::date as end_date, monthly_amount::decimal(18, 6) as mrr
from read_csv($file, all_varchar = true)
"""


def tenure(home: Path, *words: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TENURE_SECRET_KEY")}
    command = [sys.executable, "-m", "tenure.config", *words]
    env = {**kept, "TENURE_HOME": str(home)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def document(home: Path, *words: str):
    return json.loads(tenure(home, *words, "--json"), parse_float=Decimal)


def calendar(sql: str, file: Path, overlap: str, first: str, last: str) -> duckdb.DuckDBPyConnection:
    """Every account on every day, from the raw file; amounts in micros."""
    db = duckdb.connect()
    db.execute(sql, {"file": str(file)})
    db.execute("update lines set mrr = mrr * 1000000")
    parameters = {"overlap": overlap, "end_policy": "exclusive", "grace": 7, "first_day": first, "last_day": last}
    db.execute(CALENDAR, parameters)
    return db


@pytest.fixture(scope="module")
def ravenstack(shared_data, tmp_path_factory) -> Path:
    """RavenStack's accounts and subscriptions, imported."""
    home = tmp_path_factory.mktemp("ravenstack")
    tenure(home, "init", "--name", "RavenStack")
    for kind, name in (("accounts", "accounts"), ("contracts", "subscriptions")):
        tenure(home, "import", kind, str(shared_data / f"ravenstack/ravenstack_{name}.csv"))
    return home


@pytest.mark.parametrize("overlap", ["sum", "latest"])
def test_ravenstack_retention_in_2024(ravenstack, shared_data, overlap) -> None:
    file = shared_data / "ravenstack/ravenstack_subscriptions.csv"
    db = calendar(RAVENSTACK, file, overlap, "2022-12-01", "2025-02-28")
    asked = ("retention", "--from", WINDOW[0], "--to", WINDOW[1], "--overlap", overlap)
    straight, path = document(ravenstack, *asked), document(ravenstack, *asked, "--path")

    customers, beginning, ending, kept, up, down, gone = db.execute(
        """select count(*), sum(b.mrr), sum(e.mrr), count(*) filter (e.mrr > 0),
            sum(greatest(e.mrr - b.mrr, 0)), sum(b.mrr - e.mrr) filter (e.mrr between 1 and b.mrr),
            coalesce(sum(b.mrr) filter (e.mrr = 0), 0)
        from daily b join daily e using (account)
        where b.day = $from_ and e.day = $to and b.mrr > 0""",
        {"from_": WINDOW[0], "to": WINDOW[1]},
    ).fetchone()
    assert straight["customers_beginning"] == customers
    parts = [straight[name] * 1_000_000 for name in ("beginning", "expansion", "contraction", "churn", "ending")]
    assert parts == [beginning, up, down, gone, ending]
    assert float(straight["nrr"]) == int(beginning + up - down - gone) / int(beginning)
    assert float(straight["grr"]) == int(beginning - down - gone) / int(beginning)
    assert float(straight["logo_retention"]) == kept / customers

    walked = db.execute(
        """with step as (
            select account, day, mrr as now, lag(mrr) over (partition by account order by day) as was
            from daily semi join (select account from daily where day = $from_ and mrr > 0) using (account)
        )
        select sum(now - was) filter (was > 0 and now > was), sum(was - now) filter (now > 0 and now < was),
            coalesce(sum(was) filter (was > 0 and now = 0), 0), coalesce(sum(now) filter (was = 0 and now > 0), 0)
        from step where day > $from_ and day <= $to""",
        {"from_": WINDOW[0], "to": WINDOW[1]},
    ).fetchone()
    names = ("expansion", "contraction", "churn", "reactivation")
    assert [path[name] * 1_000_000 for name in names] == list(walked)
    assert path["ending"] == straight["ending"]


def test_mrr_playbook_movements(shared_data, tmp_path) -> None:
    file = shared_data / "mrr_playbook/subscription_periods.csv"
    tenure(tmp_path, "init", "--name", "Playbook")
    tenure(tmp_path, "import", "contracts", str(file), "--create-missing")
    months = document(tmp_path, "movements", "--from", "2017-08-31", "--to", "2020-03-31", "--by", "month")
    db = calendar(PLAYBOOK, file, "sum", "2017-06-01", "2020-05-31")
    truth = db.execute(
        """with paid as (select account, min(day) filter (mrr > 0) as since from daily group by account),
        snapshot as (
            select account, day, mrr, lag(mrr) over (partition by account order by day) as was
            from daily where day = last_day(day)
        )
        select strftime(day, '%Y-%m-%d'), sum(mrr), count(*) filter (mrr > 0),
            coalesce(sum(mrr) filter (was = 0 and since > last_day(day - interval 1 month)), 0),
            coalesce(sum(mrr) filter (was = 0 and since <= last_day(day - interval 1 month)), 0),
            coalesce(sum(mrr - was) filter (was > 0 and mrr > was), 0),
            coalesce(sum(was - mrr) filter (mrr > 0 and mrr < was), 0),
            coalesce(sum(was) filter (was > 0 and mrr = 0), 0)
        from snapshot join paid using (account)
        where day > '2017-08-31' and day <= '2020-03-31' group by day order by day"""
    ).fetchall()
    names = ("mrr", "customers", "new", "reactivation", "expansion", "contraction", "churn")
    found = [
        (month["month_end"], *(month[name] * (1 if name == "customers" else 1_000_000) for name in names))
        for month in months
    ]
    assert found == truth
    assert len(found) == 31
