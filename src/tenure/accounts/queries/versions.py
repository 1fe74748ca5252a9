"""What was known when."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet, Value

from tenure.accounts.models import RecordVersion


def list_versions(*, workspace_id: int, kind: str, record_id: int) -> QuerySet[RecordVersion]:
    """Return the versions of one record, oldest first."""
    rows = RecordVersion.objects.filter(workspace_id=workspace_id, kind=kind, record_id=record_id)
    return rows.select_related("actor").order_by("known_at", "id")


def versions_of_kinds(
    *,
    workspace_id: int,
    kinds: Collection[str],
    known_at: datetime | None = None,
    account_ids: Iterable[int] | None = None,
) -> QuerySet[RecordVersion]:
    """Return every version of some kinds known by `known_at` (all without it), by record, oldest first."""
    wanted = {"kind": next(iter(kinds))} if len(kinds) == 1 else {"kind__in": list(kinds)}
    rows = RecordVersion.objects.filter(workspace_id=workspace_id, **wanted)
    if known_at is not None:
        rows = rows.filter(known_at__lte=known_at)
    if account_ids is None:
        return rows.order_by("record_id", "known_at", "id")
    # "+ 0": else the database may walk all versions of the kind, in this order, instead of those of the accounts
    return rows.filter(account_id__in=list(account_ids)).order_by(F("record_id") + Value(0), "known_at", "id")


def data_as_known(
    *,
    workspace_id: int,
    kind: str,
    known_at: datetime | None = None,
    account_ids: Iterable[int] | None = None,
) -> dict[int, tuple[int | None, dict[str, Any], bool]]:
    """Return (account id, data, assumed) per record as known at a moment; deleted records are left out."""
    rows = versions_of_kinds(workspace_id=workspace_id, kinds=[kind], known_at=known_at, account_ids=account_ids)
    latest: dict[int, tuple[int | None, dict[str, Any], bool]] = {}
    fields = ("record_id", "account_id", "data", "is_assumed", "is_deleted")
    for record_id, account_id, data, is_assumed, is_deleted in rows.values_list(*fields).iterator(2000):
        if is_deleted:
            latest.pop(record_id, None)
        else:
            latest[record_id] = (account_id, data, is_assumed)
    return latest
