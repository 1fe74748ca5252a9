"""The activity log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from tenure.foundation.db.insert import insert_records, insert_rows
from tenure.foundation.facts import is_heard, publish
from tenure.foundation.models import Activity, User, Workspace


@dataclass(frozen=True, slots=True)
class Fact:
    """One of many facts of the same verb: about which account (its id), about what, and with which data."""

    account: int | None = None
    subject: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)


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
    fact = Fact(getattr(account, "pk", account), subject, data or {})
    activity = Activity(workspace_id=_id(workspace), actor=actor, verb=verb, **_columns(fact))
    activity.save(force_insert=True)
    transaction.on_commit(partial(publish, activity))
    return activity


def record_activities(*, actor: User | None, workspace: Workspace | int, verb: str, facts: Sequence[Fact]) -> None:
    """Write a row for each of many facts of one verb, in their order, as `record_activity` does for one.

    A row that a handler is waiting for is made as an object; the many that none is waiting for are only written.
    """
    columns = [_columns(fact) for fact in facts]
    if is_heard(verb):
        rows = [Activity(workspace_id=_id(workspace), actor=actor, verb=verb, **each) for each in columns]
        insert_records(rows)
        for activity in rows:
            transaction.on_commit(partial(publish, activity))
    elif columns:
        shared = {"workspace": _id(workspace), "actor": getattr(actor, "pk", None), "verb": verb}
        shared["occurred_at"] = timezone.now()
        insert_rows(Activity, (*shared, *columns[0]), ((*shared.values(), *each.values()) for each in columns))


def _id(workspace: Workspace | int) -> int:
    return workspace if isinstance(workspace, int) else int(workspace.pk)


def _columns(fact: Fact) -> dict[str, Any]:
    subject = fact.subject
    return {
        "account_id": fact.account,
        "subject_kind": subject._meta.model_name if subject is not None else "",
        "subject_id": subject.pk if subject is not None else None,
        "data": dict(fact.data),
    }
