"""Reads of revenue."""

from tenure.revenue.queries.book import RevenueError, list_accounts, segments_of
from tenure.revenue.queries.criteria import Criteria, usual_window
from tenure.revenue.queries.exchange import RateTable, find_rate_table, list_rate_tables
from tenure.revenue.queries.figures import Figures, open_figures

__all__ = [
    "Criteria",
    "Figures",
    "RateTable",
    "RevenueError",
    "find_rate_table",
    "list_accounts",
    "list_rate_tables",
    "open_figures",
    "segments_of",
    "usual_window",
]
