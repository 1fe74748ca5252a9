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
    of_whom,
    open_count_by_account,
    people_for,
)
from tenure.playbooks.queries.priority import Priority, priorities_of
from tenure.playbooks.queries.ranking import RankedCalls, rank_calls

__all__ = [
    "MINE",
    "QUEUE",
    "TEAM",
    "Priority",
    "RankedCalls",
    "count_completed",
    "ctas_of_account",
    "find_completion",
    "find_live_snooze",
    "history_of",
    "list_ctas",
    "list_open",
    "of_whom",
    "open_count_by_account",
    "people_for",
    "priorities_of",
    "rank_calls",
]
