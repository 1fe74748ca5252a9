"""Reads of revenue."""

from tenure.revenue.queries.book import RevenueError, list_segments
from tenure.revenue.queries.criteria import Criteria, usual_window
from tenure.revenue.queries.exchange import RateTable, find_rate_table, list_rate_tables
from tenure.revenue.queries.figures import Figures, open_figures

__all__ = [
    "Criteria",
    "Figures",
    "RateTable",
    "RevenueError",
    "find_rate_table",
    "list_rate_tables",
    "list_segments",
    "open_figures",
    "usual_window",
]
