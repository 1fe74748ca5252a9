"""Reads of the calls to action."""

from tenure.playbooks.queries.ctas import (
    MINE,
    QUEUE,
    TEAM,
    count_completed,
    ctas_of_account,
    find_completion,
    find_live_snooze,
    history_of,
    list_ctas,
    list_open,
    money_at_risk,
    of_whom,
    open_count_by_account,
    people_for,
)
from tenure.playbooks.queries.priority import Priority, in_order, priorities_of

__all__ = [
    "MINE",
    "QUEUE",
    "TEAM",
    "Priority",
    "count_completed",
    "ctas_of_account",
    "find_completion",
    "find_live_snooze",
    "history_of",
    "in_order",
    "list_ctas",
    "list_open",
    "money_at_risk",
    "of_whom",
    "open_count_by_account",
    "people_for",
    "priorities_of",
]
