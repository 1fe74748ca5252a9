"""Reads of the calls to action."""

from tenure.playbooks.queries.ctas import (
    MINE,
    TEAM,
    count_completed,
    ctas_of_account,
    list_open,
    money_at_risk,
    open_count_by_account,
)

__all__ = [
    "MINE",
    "TEAM",
    "count_completed",
    "ctas_of_account",
    "list_open",
    "money_at_risk",
    "open_count_by_account",
]
