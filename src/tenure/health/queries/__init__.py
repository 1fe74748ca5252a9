"""Reads of health."""

from tenure.health.queries.cards import current_cards, list_scorecards
from tenure.health.queries.current import (
    BelowBand,
    count_bands,
    find_newest_day,
    health_of,
    history_of,
    list_below_band,
    list_customers_below,
)
from tenure.health.queries.explanations import NoScorecard, Told, explain_account, why_account_moved

__all__ = [
    "BelowBand",
    "NoScorecard",
    "Told",
    "count_bands",
    "current_cards",
    "explain_account",
    "find_newest_day",
    "health_of",
    "history_of",
    "list_below_band",
    "list_customers_below",
    "list_scorecards",
    "why_account_moved",
]
