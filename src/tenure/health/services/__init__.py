"""Writes of health."""

from tenure.health.services.computing import compute_days
from tenure.health.services.keeping import save_current
from tenure.health.services.scorecards import ensure_scorecards, save_scorecard, use_scorecard
from tenure.health.services.upkeep import (
    bring_up_to_date,
    forget_account,
    forget_history,
    newest_day,
    reopen_days,
    reopen_touched,
)

__all__ = [
    "bring_up_to_date",
    "compute_days",
    "ensure_scorecards",
    "forget_account",
    "forget_history",
    "newest_day",
    "reopen_days",
    "reopen_touched",
    "save_current",
    "save_scorecard",
    "use_scorecard",
]
