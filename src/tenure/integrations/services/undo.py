"""Taking an import back: what it made goes, what it changed returns to how it was before.

A chunk in a transaction, so that others can write in between. Each chunk leaves everything consistent and doing it
again changes nothing: an undo that was killed or stopped is simply done again.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tenure.accounts.kinds import RecordKind, get_kind, list_kinds
from tenure.accounts.models import ExternalId, Note, RecordVersion
from tenure.accounts.services.records import give_back
from tenure.accounts.services.records.values import restore
from tenure.events.queries import get_rollup
from tenure.foundation.db.update import update_rows
from tenure.foundation.models import User
from tenure.foundation.services import record_activity
from tenure.integrations.choices import BatchState
from tenure.integrations.files import storage
from tenure.integrations.models import ImportBatch
from tenure.integrations.services.applying.events import remove_events
from tenure.integrations.services.targets import EVENTS
from tenure_engine.words import N_

CHUNK = 400
PAUSE_SECONDS = 0.005
KEPT_SHOWN = 100
# what hangs on something goes before it
LAST = ("contracts", "agreements", "contacts", "products", "accounts")
STILL_USED = N_("%(kind)s “%(label)s” is kept: something that came from elsewhere hangs on it")

Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Undone:
    """What taking an import back did so far."""

    removed: int = 0
    restored: int = 0
    events: int = 0
    kept: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return counts and the first kept records as JSON."""
        return {
            "removed": self.removed,
            "restored": self.restored,
            "events": self.events,
            "kept_count": len(self.kept),
            "kept": self.kept[:KEPT_SHOWN],
        }


def undo_batch(
    *, batch: ImportBatch, actor: User | None, progress: Progress = lambda done, total, message: None
) -> dict[str, Any]:
    """Remove what an import made and restore what it changed; return counts and what had to be kept.

    A record that something of another import or hand hangs on is kept with its versions. What is only computed from
    a record goes with it.
    """
    undone = Undone()
    if batch.steps.filter(kind=EVENTS).exists():
        undone.events = remove_events(batch)
    mine = RecordVersion.objects.filter(workspace=batch.workspace_id, import_id=batch.pk)
    total = mine.count()
    done = 0
    for kind in sorted(_kinds_of(batch), key=_place):
        for ids in _chunks(batch, kind):
            with transaction.atomic():
                _take_back(batch, kind, ids, undone)
            done += len(ids)
            progress(min(done, max(total - 1, 0)), total, "")
            if connection.vendor == "sqlite":
                time.sleep(PAUSE_SECONDS)
    give_back(batch.pk)
    _close(batch, actor, undone)
    return undone.as_json()


@transaction.atomic
def _close(batch: ImportBatch, actor: User | None, undone: Undone) -> None:
    # ids that the import gave to records of others
    kept = ExternalId.objects.filter(workspace=batch.workspace_id, import_id=batch.pk)
    still = RecordVersion.objects.filter(workspace=batch.workspace_id, import_id=batch.pk)
    for name in set(kept.values_list("kind", flat=True)):
        kept.filter(kind=name).exclude(record_id__in=still.filter(kind=name).values("record_id")).delete()
    batch.report = {**batch.report, "undo": undone.as_json()}
    stored, batch.stored_as = batch.stored_as, ""
    batch.state, batch.undone_at, batch.undone_by = BatchState.UNDONE, timezone.now(), actor
    batch.save(update_fields=["report", "state", "undone_at", "undone_by", "stored_as"])
    record_activity(
        actor=actor,
        workspace=batch.workspace_id,
        verb="import.undone",
        subject=batch,
        data={"import": batch.pk, "file": batch.file_name, "removed": undone.removed, "restored": undone.restored},
    )
    transaction.on_commit(lambda: storage.drop(stored))


def _kinds_of(batch: ImportBatch) -> list[RecordKind]:
    mine = RecordVersion.objects.filter(workspace=batch.workspace_id, import_id=batch.pk)
    return [get_kind(name) for name in mine.order_by().values_list("kind", flat=True).distinct()]


def _place(kind: RecordKind) -> int:
    return LAST.index(kind.name) if kind.name in LAST else -1


def _chunks(batch: ImportBatch, kind: RecordKind) -> Iterator[list[int]]:
    """Yield the records that the import touched; those made last go first, as what came later refers to earlier."""
    rows = RecordVersion.objects.filter(workspace=batch.workspace_id, kind=kind.name, import_id=batch.pk)
    ids = list(rows.order_by("-record_id").values_list("record_id", flat=True).distinct())
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _take_back(batch: ImportBatch, kind: RecordKind, ids: Sequence[int], undone: Undone) -> None:
    versions = RecordVersion.objects.filter(workspace=batch.workspace_id, kind=kind.name, record_id__in=ids)
    others = versions.exclude(import_id=batch.pk)
    known_before = set(others.values_list("record_id", flat=True))
    made_here = [record_id for record_id in ids if record_id not in known_before]
    used = _used(batch, kind, made_here)
    gone = [record_id for record_id in made_here if record_id not in used]
    records = kind.model._default_manager.filter(pk__in=gone)
    undone.removed += records.count()
    ExternalId.objects.filter(workspace=batch.workspace_id, kind=kind.name, record_id__in=gone).delete()
    records.delete()
    versions.filter(import_id=batch.pk).exclude(record_id__in=used).delete()
    for record in kind.model._default_manager.filter(pk__in=used):
        name = "contracts" if kind.name == "agreements" else kind.name
        params = {"kind": name, "label": str(record)[:200]}
        undone.kept.append({"template": STILL_USED, "params": params, "words": ["kind"]})
    undone.restored += _restore(batch, kind, sorted(known_before))


def _restore(batch: ImportBatch, kind: RecordKind, ids: Sequence[int]) -> int:
    """Set records to the latest version that is left."""
    latest: dict[int, RecordVersion] = {}
    rows = RecordVersion.objects.filter(workspace=batch.workspace_id, kind=kind.name, record_id__in=ids)
    for version in rows.order_by("known_at", "id"):
        latest[version.record_id] = version
    alive = [record_id for record_id, version in latest.items() if not version.is_deleted]
    records = list(kind.model._default_manager.filter(pk__in=alive))
    for record in records:
        restore(kind, record, latest[record.pk].data)
    columns = [entry.attr or entry.name for entry in kind.stored] + (["custom"] if kind.keeps_custom else [])
    update_rows(kind.model, columns, records)
    return len(records)


def _used(batch: ImportBatch, kind: RecordKind, ids: Sequence[int]) -> set[int]:
    """Return those of `ids` that records of other imports or hands, or events, hang on.

    What this import made itself is gone already where it hangs on something, save within one kind (a parent and its
    child), where it goes along.
    """
    keepers = {entry.model for entry in list_kinds()} | {Note}
    used: set[int] = set()
    for relation in kind.model._meta.related_objects:
        model = relation.related_model
        if model not in keepers or not relation.one_to_many:
            continue
        name = relation.field.name
        rows = model._default_manager.filter(**{f"{name}__in": ids})
        if model is kind.model:
            own = RecordVersion.objects.filter(workspace=batch.workspace_id, kind=kind.name, import_id=batch.pk)
            rows = rows.exclude(pk__in=own.values("record_id"))
        used |= set(rows.values_list(f"{name}_id", flat=True))
    if kind.name == "accounts":
        days = get_rollup(batch.workspace, accounts=list(ids)).user_days
        used |= {int(account) for account in set(days.account.tolist())} & set(ids)
    return used
