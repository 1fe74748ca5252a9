"""Reads of notices."""

from tenure.notices.queries.notices import count_unread, list_letters, list_notices, wanted_channels
from tenure.notices.queries.plans import Plan, is_due, plan_of, plans_of

__all__ = ["Plan", "count_unread", "is_due", "list_letters", "list_notices", "plan_of", "plans_of", "wanted_channels"]
