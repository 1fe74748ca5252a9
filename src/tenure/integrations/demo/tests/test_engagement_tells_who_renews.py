"""The hidden process must show in the usage and in the renewals, but not perfectly."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from tenure.integrations.demo.types import DemoCompany
from tenure_engine.period import to_day


def test_engagement_and_usage_tell_leavers_from_stayers(company: DemoCompany) -> None:
    hidden, active, left = _snapshots(company)
    assert left.sum() >= 40
    assert 0.70 <= _auc(-hidden, left) <= 0.95
    assert 0.62 <= _auc(-active, left) <= 0.92


def _snapshots(company: DemoCompany) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Per account and month: hidden engagement, active users per seat, and whether it left within 90 days."""
    today = to_day(company.today)
    events = company.events
    days = events.occurred_at // 86_400_000_000
    lost = [(row["account_id"], to_day(row["lost_on"])) for row in company.latest("losses").values()]
    lines = [row for row in company.latest("contracts").values() if row["product"] == "core" and not row["trial"]]
    hidden, active, left = [], [], []
    for number, account in enumerate(events.accounts):
        mine = (events.account == number) & (events.user >= 0)
        day, user = days[mine], events.user[mine]
        spans = [
            (to_day(_date(r["start_date"])), r["end_date"], int(r["quantity"]))
            for r in lines
            if r["account_id"] == account
        ]
        for when in range(today - 450, today - 90, 30):
            seats = sum(count for start, end, count in spans if start <= when and (end is None or when < to_day(end)))
            if not seats:
                continue
            week = (when - company.first_day) // 7
            hidden.append(company.engagement[number, week - 8 : week].mean())
            active.append(np.unique(user[(day > when - 28) & (day <= when)]).size / seats)
            left.append(any(who == account and when < then <= when + 90 for who, then in lost))
    return np.array(hidden), np.array(active), np.array(left)


def _date(value: object) -> date:
    assert isinstance(value, date)
    return value


def _auc(score: NDArray[np.float64], left: NDArray[np.bool_]) -> float:
    """Chance that a leaver has the higher score than a stayer, ties by half."""
    yes, no = score[left], np.sort(score[~left])
    below = np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")
    return float(below.sum() / 2 / yes.size / no.size)
