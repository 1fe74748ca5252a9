"""The activity log."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tenure.foundation.facts import publish
from tenure.foundation.models import Activity, User, Workspace


def record_activity(
    *,
    actor: User | None,
    workspace: Workspace | int,
    verb: str,
    account: Any = None,
    subject: Any = None,
    data: Mapping[str, Any] | None = None,
) -> Activity:
    """Write one activity row within the caller's transaction; handlers of the fact run after its commit.

    `account` and `subject` are model instances or, for the account, its id.
    """
    workspace_id = workspace if isinstance(workspace, int) else workspace.pk
    activity = Activity.objects.create(
        workspace_id=workspace_id,
        actor=actor,
        verb=verb,
        account_id=getattr(account, "pk", account),
        subject_kind=subject._meta.model_name if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        data=dict(data or {}),
    )
    transaction.on_commit(lambda: publish(activity))
    return activity
