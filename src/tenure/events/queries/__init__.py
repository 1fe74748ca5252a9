"""Reading events: the rollup, the catalogue, the use of an account."""

from tenure.events.log.traces import KINDS as EVENT_KINDS
from tenure.events.log.traces import EventTraces
from tenure.events.queries.catalogue import (
    KindAccount,
    KindRow,
    catalogue_until,
    find_kind,
    list_kind_accounts,
    list_kinds,
    list_quarantined,
)
from tenure.events.queries.logs import get_rollup, log_of, trace_events
from tenure.events.queries.usage import DailyUsage, count_events_of, find_last_day, get_daily_usage, list_events

__all__ = [
    "EVENT_KINDS",
    "DailyUsage",
    "EventTraces",
    "KindAccount",
    "KindRow",
    "catalogue_until",
    "count_events_of",
    "find_kind",
    "find_last_day",
    "get_daily_usage",
    "get_rollup",
    "list_events",
    "list_kind_accounts",
    "list_kinds",
    "list_quarantined",
    "log_of",
    "trace_events",
]
