"""Finding records by the ids they have elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from tenure.accounts.kinds import get_kind
from tenure.accounts.models import ExternalId

LOOK_UP = 400  # ids in one query; SQLite takes about a thousand parameters


def chunked(values: Sequence[str], size: int = LOOK_UP) -> Iterator[Sequence[str]]:
    """Cut a sequence into pieces."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def resolve_external(*, workspace_id: int, kind: str, values: Iterable[str], system: str = "file") -> dict[str, int]:
    """Return our record ids by external id: of the named system, else of any other where it means one record."""
    wanted = sorted({value for value in values if value})
    own: dict[str, int] = {}
    other: dict[str, set[int]] = defaultdict(set)
    for piece in chunked(wanted):
        rows = ExternalId.objects.filter(workspace_id=workspace_id, kind=kind, value__in=piece)
        for found_system, value, record_id in rows.values_list("system", "value", "record_id"):
            if found_system == system:
                own[value] = record_id
            else:
                other[value].add(record_id)
    alone = {value: next(iter(ids)) for value, ids in other.items() if len(ids) == 1}
    return only_alive(kind, {**alone, **own})


def only_alive(kind: str, found: dict[str, int]) -> dict[str, int]:
    """Leave out the ids of records that were deleted since."""
    manager = get_kind(kind).model._default_manager
    alive: set[int] = set()
    ids = sorted(set(found.values()))
    for start in range(0, len(ids), LOOK_UP):
        alive.update(manager.filter(pk__in=ids[start : start + LOOK_UP]).values_list("pk", flat=True))
    return {value: record_id for value, record_id in found.items() if record_id in alive}


def find_by_external(*, workspace_id: int, kind: str, value: str) -> int | None:
    """Return the id of the one record with this external id in any system, or None."""
    rows = ExternalId.objects.filter(workspace_id=workspace_id, kind=kind, value=value)
    ids = set(rows.values_list("record_id", flat=True))
    return ids.pop() if len(ids) == 1 else None


def external_ids_of(*, workspace_id: int, kind: str, record_ids: Iterable[int]) -> dict[int, str]:
    """Return one external id per record, the oldest."""
    rows = ExternalId.objects.filter(workspace_id=workspace_id, kind=kind, record_id__in=list(record_ids))
    return dict(rows.order_by("-pk").values_list("record_id", "value"))


def external_id_rows(*, workspace_id: int, kind: str) -> QuerySet[ExternalId]:
    """Return the external ids of a kind; the caller keeps to records within scope."""
    return ExternalId.objects.filter(workspace_id=workspace_id, kind=kind)


def find_own(*, workspace_id: int, kind: str, system: str, value: str) -> int | None:
    """Return the id of the record that has this external id in this very system, or None."""
    rows = ExternalId.objects.filter(workspace_id=workspace_id, kind=kind, system=system, value=value)
    return rows.values_list("record_id", flat=True).first()
