"""Workspace, people, activity log, jobs, keys for programs."""

from tenure.foundation.models.activity import Activity
from tenure.foundation.models.job import Job, Schedule
from tenure.foundation.models.people import Team, User, Workspace
from tenure.foundation.models.scoped import ScopedManager, ScopedModel, ScopedQuerySet
from tenure.foundation.models.token import ApiToken, KeptReply

__all__ = [
    "Activity",
    "ApiToken",
    "Job",
    "KeptReply",
    "Schedule",
    "ScopedManager",
    "ScopedModel",
    "ScopedQuerySet",
    "Team",
    "User",
    "Workspace",
]
