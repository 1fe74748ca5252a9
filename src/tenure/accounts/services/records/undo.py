"""Taking an import back: what it made goes, what it changed returns to how it was."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from tenure.accounts.kinds import Problem, RecordKind, get_kind
from tenure.accounts.models import ExternalId, RecordVersion
from tenure.accounts.services.records.values import restore
from tenure.foundation.models import User, Workspace
from tenure.foundation.services import record_activity
from tenure_engine.words import N_

# what hangs on something goes before it
LAST = ("contracts", "agreements", "contacts", "products", "accounts")
STILL_USED = N_("%(kind)s '%(label)s' is kept: other records hang on it")


@dataclass(slots=True)
class UndoReport:
    """What taking an import back did."""

    removed: int = 0
    restored: int = 0
    kept: list[Problem] = field(default_factory=list)


@transaction.atomic
def undo_import(*, workspace: Workspace, import_id: int, actor: User | None) -> UndoReport:
    """Remove the versions of an import; remove or restore their records. Doing it again changes nothing."""
    report = UndoReport()
    mine = RecordVersion.objects.filter(workspace=workspace, import_id=import_id)
    kinds = sorted(mine.order_by().values_list("kind", flat=True).distinct(), key=_order)
    for name in kinds:
        ids = set(mine.filter(kind=name).values_list("record_id", flat=True))
        mine.filter(kind=name).delete()
        for record_id in sorted(ids):
            _take_back(get_kind(name), workspace, record_id, import_id, report)
    _drop_matched_ids(workspace, import_id)
    record_activity(
        actor=actor,
        workspace=workspace,
        verb="import.undone",
        data={"import": import_id, "removed": report.removed, "restored": report.restored},
    )
    return report


def _drop_matched_ids(workspace: Workspace, import_id: int) -> None:
    """Ids that the import added to records of others go; a kept record, which has no version left, keeps its own."""
    for external in ExternalId.objects.filter(workspace=workspace, import_id=import_id):
        versions = RecordVersion.objects.filter(workspace=workspace, kind=external.kind, record_id=external.record_id)
        if versions.exists():
            external.delete()


def _order(name: str) -> int:
    return LAST.index(name) if name in LAST else -1


def _take_back(kind: RecordKind, workspace: Workspace, record_id: int, import_id: int, report: UndoReport) -> None:
    left = RecordVersion.objects.filter(workspace=workspace, kind=kind.name, record_id=record_id)
    last = left.order_by("known_at", "id").last()
    record = kind.model._default_manager.filter(pk=record_id).first()
    if last is not None:
        if record is not None and not last.is_deleted:
            restore(kind, record, last.data)
            record.save()
            report.restored += 1
        return
    if record is None:
        return
    if _is_used(record):
        report.kept.append(Problem("", STILL_USED, {"kind": str(kind.label), "label": str(record)}))
        return
    ExternalId.objects.filter(workspace=workspace, kind=kind.name, record_id=record_id).delete()
    try:
        with transaction.atomic():
            record.delete()
    except ProtectedError:
        report.kept.append(Problem("", STILL_USED, {"kind": str(kind.label), "label": str(record)}))
    else:
        report.removed += 1


def _is_used(record: Any) -> bool:
    """Whether a record of another import or hand would be dragged away with this one."""
    hanging = [
        relation
        for relation in record._meta.related_objects
        if relation.one_to_many and relation.on_delete.__name__ == "CASCADE" and relation.related_name != "owners"
    ]
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: record}).exists()
        for relation in hanging
    )
