"""Writes of the foundation."""

from tenure.foundation.services.activities import record_activity
from tenure.foundation.services.people import create_user, create_workspace, ensure_team

__all__ = ["create_user", "create_workspace", "ensure_team", "record_activity"]
