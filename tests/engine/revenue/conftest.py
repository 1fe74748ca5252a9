"""An independent computation of revenue figures in DuckDB SQL, and small helpers to write lines down."""

import csv
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from tenure_engine.money import to_micros
from tenure_engine.period import to_day
from tenure_engine.revenue import FOREVER, NONE, LineTable, Policy, line_order

ORACLE = (Path(__file__).parent / "oracle.sql").read_text(encoding="utf-8")
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


@dataclass(frozen=True)
class Line:
    """One contract line as a test writes it: dates, and MRR in micros."""

    id: str
    account: int
    start: date
    end: date | None
    mrr: int
    product: int = NONE
    renews: int = NONE


def make_table(lines: Iterable[Line]) -> LineTable:
    """Return the lines as the engine wants them."""
    lines = list(lines)
    return LineTable(
        line=line_order([line.id for line in lines]),
        account=np.array([line.account for line in lines], dtype=np.int64),
        start=np.array([to_day(line.start) for line in lines], dtype=np.int32),
        end=np.array([FOREVER if line.end is None else to_day(line.end) for line in lines], dtype=np.int32),
        mrr=np.array([line.mrr for line in lines], dtype=np.int64),
        product=np.array([line.product for line in lines], dtype=np.int64),
        renews=np.array([line.renews for line in lines], dtype=np.int64),
    )


class Oracle:
    """The figures of some lines under a policy, from a daily calendar in SQL."""

    def __init__(self, lines: list[Line], policy: Policy, *window: date) -> None:
        """Fill a calendar that covers the window and all lines."""
        self.db = duckdb.connect(config={"threads": 2})
        integers = all(line.id.lstrip("+-").isdigit() for line in lines)
        ids = sorted({line.id for line in lines}, key=int if integers else str)
        ties = {text: number for number, text in enumerate(ids)}
        given = pa.table(  # noqa: F841 -- read by the query below
            {
                "tie": pa.array([ties[x.id] for x in lines], pa.int64()),
                "account": pa.array([x.account for x in lines], pa.int64()),
                "start_date": pa.array([x.start for x in lines], pa.date32()),
                "end_date": pa.array([x.end for x in lines], pa.date32()),
                "mrr": pa.array([x.mrr for x in lines], pa.int64()),
            }
        )
        self.db.execute("create table lines as from given")
        dates = [*window, *(x.start for x in lines), *(x.end for x in lines if x.end)]
        self.db.execute(
            ORACLE,
            {
                "overlap": policy.overlap,
                "end_policy": policy.end,
                "grace": policy.grace_days,
                "first_day": min(dates) - timedelta(days=40),
                "last_day": max(dates) + timedelta(days=2),
            },
        )

    def one(self, sql: str, **parameters: Any) -> tuple[Any, ...]:
        """Return the first row of a query over `daily`."""
        row = self.db.execute(sql, parameters).fetchone()
        assert row is not None
        return row

    def retention(self, from_: date, to: date) -> dict[str, Any]:
        """Return the point-to-point figures."""
        columns = "customers_beginning beginning expansion contraction churn reactivation ending customers_ending"
        row = self.one(
            """
            select count(*), coalesce(sum(b.mrr), 0), coalesce(sum(greatest(e.mrr - b.mrr, 0)), 0),
                coalesce(sum(b.mrr - e.mrr) filter (e.mrr between 1 and b.mrr), 0),
                coalesce(sum(b.mrr) filter (e.mrr = 0), 0), 0, coalesce(sum(e.mrr), 0),
                count(*) filter (e.mrr > 0)
            from daily b join daily e using (account)
            where b.day = $from_ and e.day = $to and b.mrr > 0
            """,
            from_=from_,
            to=to,
        )
        return dict(zip(columns.split(), map(int, row), strict=True))

    def path_retention(self, from_: date, to: date) -> dict[str, Any]:
        """Return the figures that follow every daily change."""
        columns = "expansion, contraction, churn, reactivation"
        row = self.one(
            """
            with cohort as (select account from daily where day = $from_ and mrr > 0),
            step as (
                select account, day, mrr as now, lag(mrr) over (partition by account order by day) as was
                from daily semi join cohort using (account)
            )
            select coalesce(sum(now - was) filter (was > 0 and now > was), 0),
                coalesce(sum(was - now) filter (now > 0 and now < was), 0),
                coalesce(sum(was) filter (was > 0 and now = 0), 0),
                coalesce(sum(now) filter (was = 0 and now > 0), 0)
            from step where day > $from_ and day <= $to
            """,
            from_=from_,
            to=to,
        )
        return {**self.retention(from_, to), **dict(zip(columns.split(", "), map(int, row), strict=True))}

    def movements(self, from_: date, to: date) -> list[dict[str, Any]]:
        """Return the movements by month."""
        cursor = self.db.execute(
            """
            with paid as (select account, min(day) filter (mrr > 0) as since from daily group by account),
            snapshot as (
                select account, day, mrr, lag(mrr) over (partition by account order by day) as was,
                    lag(day) over (partition by account order by day) as day_before
                from daily where day = last_day(day)
            ),
            named as (
                select day, mrr, was, mrr - was as change,
                    case
                        when was = 0 and mrr > 0 and since > day_before then 'new'
                        when was = 0 and mrr > 0 then 'reactivation'
                        when was > 0 and mrr = 0 then 'churn'
                        when mrr > was then 'expansion'
                        when mrr < was then 'contraction'
                    end as kind
                from snapshot join paid using (account)
                where day > $from_ and day <= $to
            )
            select day as month_end, sum(mrr)::bigint as mrr, count(*) filter (mrr > 0) as customers,
                coalesce(sum(change) filter (kind = 'new'), 0)::bigint as new,
                coalesce(sum(change) filter (kind = 'reactivation'), 0)::bigint as reactivation,
                coalesce(sum(change) filter (kind = 'expansion'), 0)::bigint as expansion,
                coalesce(-sum(change) filter (kind = 'contraction'), 0)::bigint as contraction,
                coalesce(-sum(change) filter (kind = 'churn'), 0)::bigint as churn,
                count(*) filter (kind = 'new') as new_n,
                count(*) filter (kind = 'reactivation') as reactivation_n,
                count(*) filter (kind = 'expansion') as expansion_n,
                count(*) filter (kind = 'contraction') as contraction_n,
                count(*) filter (kind = 'churn') as churn_n
            from named group by day order by day
            """,
            {"from_": from_, "to": to},
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture(scope="session")
def oracle() -> type[Oracle]:
    """Return the independent computation."""
    return Oracle


@pytest.fixture(scope="session")
def line() -> type[Line]:
    """Return the way tests write a line."""
    return Line


@pytest.fixture(scope="session")
def table() -> Callable[[Iterable[Line]], LineTable]:
    """Return the maker of line tables."""
    return make_table


def read_lines(name: str, *, mrr: str, account: str) -> list[Line]:
    """Return the recurring, non-trial lines of a data set beside the project; skip when it is not there."""
    path = DATA / name
    if not path.exists():
        reason = f"third-party data {name} is not beside the project"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    numbers: dict[str, int] = {}
    lines = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("is_trial", "").upper() == "TRUE":
                continue
            lines.append(
                Line(
                    id=row["subscription_id"],
                    account=numbers.setdefault(row[account], len(numbers) + 1),
                    start=date.fromisoformat(row["start_date"]),
                    end=date.fromisoformat(row["end_date"]) if row["end_date"] else None,
                    mrr=to_micros(Decimal(row[mrr])),
                )
            )
    return lines


@pytest.fixture(scope="session")
def ravenstack() -> list[Line]:
    """Return RavenStack's 5,000 overlapping subscriptions, trials left out."""
    return read_lines("ravenstack/ravenstack_subscriptions.csv", mrr="mrr_amount", account="account_id")


@pytest.fixture(scope="session")
def mrr_playbook() -> list[Line]:
    """Return the 121 subscription periods of the MRR playbook."""
    return read_lines("mrr_playbook/subscription_periods.csv", mrr="monthly_amount", account="customer_id")
