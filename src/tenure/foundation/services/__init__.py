"""Writes of the foundation."""

from tenure.foundation.services.activities import Fact, record_activities, record_activity
from tenure.foundation.services.members import (
    change_member,
    close_member,
    invite_member,
    make_sign_in_key,
    name_self,
    reopen_member,
)
from tenure.foundation.services.people import create_user, create_workspace, ensure_team
from tenure.foundation.services.preferences import save_preferences
from tenure.foundation.services.teams import create_team, delete_team, rename_team
from tenure.foundation.services.tokens import create_token, revoke_token, use_token

__all__ = [
    "Fact",
    "change_member",
    "close_member",
    "create_team",
    "create_token",
    "create_user",
    "create_workspace",
    "delete_team",
    "ensure_team",
    "invite_member",
    "make_sign_in_key",
    "name_self",
    "record_activities",
    "record_activity",
    "rename_team",
    "reopen_member",
    "revoke_token",
    "save_preferences",
    "use_token",
]
