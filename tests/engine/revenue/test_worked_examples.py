"""Examples worked by hand hold."""

from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from tenure_engine.period import from_day, to_day
from tenure_engine.revenue import Policy, build_ledger, movements_by_month, retention

EXAMPLES = yaml.safe_load((Path(__file__).parent / "worked_examples.yaml").read_text(encoding="utf-8"))
COUNTS = {"customers_beginning", "customers", "lines", "ignored_lines", "free_lines"}
RATIOS = {"nrr", "grr", "logo_retention"}


def meant(name: str, value: Any) -> Any:
    if name in RATIOS:
        return None if value is None else float(Fraction(str(value)))
    if name in COUNTS or name.endswith("_n") or name == "month_end":
        return value
    return round(Fraction(str(value)) * 1_000_000)


def cases(kind: str) -> list[Any]:
    found = []
    for example in EXAMPLES:
        for number, case in enumerate(example.get(kind, ())):
            found.append(pytest.param(example["lines"], case, id=f"{example['name']} {number + 1}"))
    assert found
    return found


def ledger_of(table, line, lines, case):
    written = [line(str(i), account, start, end, meant("mrr", mrr)) for i, account, start, end, mrr in lines]
    return build_ledger(table(written), Policy(**case.get("policy", {})))


@pytest.mark.parametrize(("lines", "case"), cases("retention"))
def test_retention(table, line, lines, case) -> None:
    from_, to = (to_day(day) for day in case["window"])
    result = retention(ledger_of(table, line, lines, case), from_, to)
    for name, value in case["expect"].items():
        source = result.definition if name in ("lines", "ignored_lines", "free_lines") else result
        assert getattr(source, name) == meant(name, value), name


@pytest.mark.parametrize(("lines", "case"), cases("movements"))
def test_movements(table, line, lines, case) -> None:
    from_, to = (to_day(day) for day in case["window"])
    result = movements_by_month(ledger_of(table, line, lines, case), from_, to)
    months = [{**asdict(month), "month_end": from_day(month.month_end)} for month in result.months]
    assert len(months) == len(case["expect"])
    for month, expected in zip(months, case["expect"], strict=True):
        for name, value in expected.items():
            assert month[name] == meant(name, value), (month["month_end"], name)
