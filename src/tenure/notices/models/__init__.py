"""What is kept of notices: each one, what a person wants to hear, and what was sent to them."""

from tenure.notices.models.letters import Delivery, DigestPlan
from tenure.notices.models.notices import Notice, NoticeChoice, NoticeQuerySet

__all__ = ["Delivery", "DigestPlan", "Notice", "NoticeChoice", "NoticeQuerySet"]
