"""Reading records of any kind, always within a person's scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from tenure.accounts.kinds import Field, RecordKind, get_kind
from tenure.accounts.models import ExternalId, RecordVersion
from tenure.foundation.db.spellings import spelled
from tenure.foundation.models import User

SEARCHED = frozenset(
    {"name", "number", "subject", "email", "serial", "website", "text", "detail", "problem", "effect"}
)
FACETS = frozenset({"segment", "industry", "region", "stage", "source", "category", "topic", "reason"})
MOST_FACETS = 60
TRUE, FALSE = "yes", "no"


@dataclass(frozen=True, slots=True)
class Listing:
    """Which records of a kind are wanted. `equal` holds texts by field name: a choice, yes or no, a text."""

    text: str = ""
    account_id: int | None = None
    equal: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    changed_since: datetime | None = None


def visible_records(*, kind: RecordKind, actor: Any) -> QuerySet[Any]:
    """Return the records of a kind that a person may read."""
    manager: Any = kind.model._default_manager
    return manager.visible_to(actor)  # type: ignore[no-any-return]


def editable_records(*, kind: RecordKind, actor: Any) -> QuerySet[Any]:
    """Return the records of a kind that a person may change."""
    manager: Any = kind.model._default_manager
    return manager.editable_by(actor)  # type: ignore[no-any-return]


def list_records(*, kind: RecordKind, actor: User, listing: Listing | None = None) -> QuerySet[Any]:
    """Return the wanted records within the person's scope, with what a table shows of others loaded along."""
    wanted = listing or Listing()
    rows = with_references(kind, visible_records(kind=kind, actor=actor))
    if wanted.account_id is not None:
        own = "pk" if kind.name == "accounts" else "account_id"
        rows = rows.filter(**{own: wanted.account_id}) if has_account(kind) else rows.none()
    for name, value in wanted.equal.items():
        rows = rows.filter(_equal(kind, name, value))
    if wanted.text:
        rows = rows.filter(_search(kind, actor, wanted.text))
    if kind.effective and (wanted.since or wanted.until):
        rows = rows.filter(_within(kind.field(kind.effective), wanted.since, wanted.until))
    if wanted.changed_since is not None:
        changed = RecordVersion.objects.filter(
            workspace_id=actor.workspace_id, kind=kind.name, recorded_at__gte=wanted.changed_since
        )
        rows = rows.filter(pk__in=changed.values("record_id"))
    return rows


def with_references(kind: RecordKind, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Load the records that a row names, so that their names cost no query each."""
    related = [entry.attr or entry.name for entry in kind.stored if entry.type == "ref"]
    if kind.name == "agreements":
        related = [name for name in related if name != "renewal_of"]
    if kind.name == "contracts":
        related = ["account", "contract", "product"]
    rows = rows.select_related(*related) if related else rows
    return rows.prefetch_related("owners__user").select_related("team") if kind.name == "accounts" else rows


def has_account(kind: RecordKind) -> bool:
    """Whether the records of a kind can be narrowed to one account."""
    return kind.name == "accounts" or kind.hangs_on_account


def filter_fields(kind: RecordKind) -> list[Field]:
    """Return the fields that a list can be narrowed by: choices, yes or no, and texts of few values."""
    return [
        entry
        for entry in kind.stored
        if entry.type in ("choice", "bool") or (entry.type == "text" and entry.name in FACETS)
    ]


def list_facet(*, kind: RecordKind, actor: User, entry: Field) -> list[str]:
    """Return the texts that a field has within the person's scope, at most 60."""
    rows = visible_records(kind=kind, actor=actor).exclude(**{entry.attribute: ""}).order_by(entry.attribute)
    return list(rows.values_list(entry.attribute, flat=True).distinct()[:MOST_FACETS])


def count_versions(*, workspace_id: int, kind: RecordKind, record_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of the newest version by record id; it grows with every change of the record."""
    rows = RecordVersion.objects.filter(workspace_id=workspace_id, kind=kind.name, record_id__in=list(record_ids))
    return dict(rows.order_by().values("record_id").annotate(last=Max("pk")).values_list("record_id", "last"))


def list_external_ids(
    *, workspace_id: int, kind: RecordKind, record_ids: Iterable[int]
) -> dict[int, list[ExternalId]]:
    """Return all external ids by record id, the oldest first."""
    rows = ExternalId.objects.filter(workspace_id=workspace_id, kind=kind.name, record_id__in=list(record_ids))
    found: dict[int, list[ExternalId]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.record_id, []).append(row)
    return found


def _equal(kind: RecordKind, name: str, value: str) -> Q:
    if kind.name == "accounts" and name == "owner":
        return Q(owners__user_id=value, owners__role="csm") if value.isdigit() else Q(pk__in=[])
    entry = next((entry for entry in filter_fields(kind) if entry.name == name), None)
    if entry is None:
        return Q()
    if entry.type == "bool":
        return Q(**{entry.attribute: value == TRUE}) if value in (TRUE, FALSE) else Q()
    return Q(**{entry.attribute: value})


def _search(kind: RecordKind, actor: User, text: str) -> Q:
    found = Q()
    for entry in kind.stored:
        if entry.name in SEARCHED and entry.type in ("text", "long_text"):
            found |= spelled(f"{entry.attribute}__icontains", text)
    if kind.hangs_on_account:
        found |= spelled("account__name__icontains", text)
    if kind.name == "contracts":
        found |= spelled("product__name__icontains", text) | spelled("contract__number__icontains", text)
    ids = ExternalId.objects.filter(workspace_id=actor.workspace_id, kind=kind.name, value=text)
    return found | Q(pk__in=ids.values("record_id"))


def _within(entry: Field, since: date | None, until: date | None) -> Q:
    low, high = since, until
    if entry.type == "datetime":
        start = datetime.combine(since, time(), UTC) if since else None
        end = datetime.combine(until + timedelta(days=1), time(), UTC) if until else None
        return (Q(**{f"{entry.attribute}__gte": start}) if start else Q()) & (
            Q(**{f"{entry.attribute}__lt": end}) if end else Q()
        )
    return (Q(**{f"{entry.attribute}__gte": low}) if low else Q()) & (
        Q(**{f"{entry.attribute}__lte": high}) if high else Q()
    )


def label_records(*, kind: str, actor: User, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of those of these records that a person may read, by id."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = with_references(get_kind(kind), visible_records(kind=get_kind(kind), actor=actor))
    return {row.pk: str(row) for row in rows.filter(pk__in=wanted[:500])}
