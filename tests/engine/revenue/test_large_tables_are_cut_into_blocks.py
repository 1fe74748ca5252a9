"""Large tables are worked on in blocks of accounts; where they are cut changes nothing."""

from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from tenure_engine.period import from_day, to_day
from tenure_engine.revenue import FOREVER, LineTable, Policy, build_ledger, movements_by_month
from tenure_engine.revenue import ledger as ledger_module
from tenure_engine.revenue import movements as movements_module


def random_table(lines: int, accounts: int) -> LineTable:
    dice = np.random.default_rng(11)
    start = dice.integers(18_000, 19_500, lines)
    end = np.where(dice.random(lines) < 0.2, FOREVER, start + dice.integers(-2, 300, lines))
    return LineTable(
        line=dice.permutation(lines).astype(np.int64),
        account=dice.integers(1, accounts + 1, lines),
        start=start.astype(np.int32),
        end=end.astype(np.int32),
        mrr=dice.integers(0, 20, lines) * 9_990_000,
    )


@pytest.mark.parametrize("policy", [Policy(), Policy(overlap="latest", end="inclusive")], ids=str)
def test_small_blocks_give_the_same_ledger_and_movements(monkeypatch, policy: Policy) -> None:
    table = random_table(3_000, 250)
    whole = build_ledger(table, policy)
    moved = movements_by_month(whole, 18_000, 19_600)
    monkeypatch.setattr(ledger_module, "_BLOCK", 500)
    monkeypatch.setattr(movements_module, "_BLOCK", 300)
    cut = build_ledger(table, policy)
    for name in ("accounts", "first", "index", "day", "mrr"):
        assert getattr(cut, name).tolist() == getattr(whole, name).tolist(), name
    again = movements_by_month(cut, 18_000, 19_600)
    assert again.months == moved.months
    assert again.rows.account.tolist() == moved.rows.account.tolist()


def test_one_account_with_all_lines_is_one_block(monkeypatch) -> None:
    table = random_table(2_000, 1)
    whole = build_ledger(table, Policy(overlap="latest"))
    monkeypatch.setattr(ledger_module, "_BLOCK", 100)
    cut = build_ledger(table, Policy(overlap="latest"))
    assert cut.mrr.tolist() == whole.mrr.tolist()


def test_mrr_and_customers_of_150000_lines_agree_with_sql() -> None:
    table = random_table(150_000, 20_000)
    result = movements_by_month(build_ledger(table, Policy(grace_days=0)), 18_000, 19_600)
    ends = pa.table({"day": [month.month_end for month in result.months]})
    lines = pa.table({"account": table.account, "start": table.start, "stop": table.end, "mrr": table.mrr})
    with duckdb.connect() as db:
        db.register("ends", ends)
        db.register("lines", lines)
        truth = db.execute(
            """select day, sum(mrr)::bigint, count(distinct account) from ends
            join lines on start <= day and day < stop and mrr > 0 group by day order by day"""
        ).fetchall()
    assert from_day(result.months[0].month_end) == date(2019, 4, 30)
    assert to_day(date(2019, 4, 30)) == result.months[0].month_end
    assert [(month.month_end, month.mrr, month.customers) for month in result.months] == truth
