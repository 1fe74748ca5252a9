"""Writes of notices."""

from tenure.notices.services.digests import send_digests
from tenure.notices.services.preferences import save_choices, save_plan
from tenure.notices.services.reading import mark_all_read, mark_read, mark_unread
from tenure.notices.services.sending import send_notices
from tenure.notices.services.telling import notify

__all__ = [
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "notify",
    "save_choices",
    "save_plan",
    "send_digests",
    "send_notices",
]
