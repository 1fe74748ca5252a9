"""Workspace, people, activity log, jobs."""

from tenure.foundation.models.activity import Activity
from tenure.foundation.models.job import Job, Schedule
from tenure.foundation.models.people import Team, User, Workspace
from tenure.foundation.models.scoped import ScopedManager, ScopedModel, ScopedQuerySet

__all__ = [
    "Activity",
    "Job",
    "Schedule",
    "ScopedManager",
    "ScopedModel",
    "ScopedQuerySet",
    "Team",
    "User",
    "Workspace",
]
