"""Rejected rows, corrected in place and run again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from tenure.foundation.models import User
from tenure.foundation.services import record_activity
from tenure.integrations.choices import UNDOABLE_STATES, KnownTime
from tenure.integrations.files.mapping import MappedRow, apply_mapping
from tenure.integrations.files.reading import Chunk
from tenure.integrations.models import ImportBatch, ImportStep, RejectedRow
from tenure.integrations.services.applying import RowResult, Setting, open_applier
from tenure.integrations.services.applying.keys import Keys
from tenure.integrations.services.applying.known import Policy
from tenure.integrations.services.applying.taken import count_taken
from tenure.integrations.services.plans import StepPlan, plan_step
from tenure.integrations.services.rows import rejected_result
from tenure.integrations.services.running import source_of_report
from tenure.integrations.services.sinks import clean


class NotCorrectable(Exception):
    """The import is being worked on, or has been undone."""


@transaction.atomic
def correct_row(*, reject: RejectedRow, cells: Mapping[str, str], actor: User) -> RejectedRow:
    """Run a rejected row again with corrected cells; a row that is rejected once more keeps its new reasons.

    Raises NotCorrectable.
    """
    step = reject.step
    batch = ImportBatch.objects.select_for_update().get(pk=step.batch_id)
    if batch.state not in UNDOABLE_STATES or reject.corrected_at is not None:
        raise NotCorrectable
    names = source_of_report(batch).inner.names
    reject.cells = {name: clean(str(cells.get(name, reject.cells.get(name, "")))) for name in names}
    result = _run_again(batch, step, reject, actor)
    if result.result == "rejected":
        reject.problems = result.problems
    else:
        reject.corrected_at, reject.corrected_by = timezone.now(), actor
        _count(step, result)
        record_activity(
            actor=actor,
            workspace=batch.workspace,
            verb="import.corrected",
            subject=batch,
            data={"file": batch.file_name, "row": reject.row, "kind": step.kind},
        )
    reject.save()
    return reject


def _run_again(batch: ImportBatch, step: ImportStep, reject: RejectedRow, actor: User) -> RowResult:
    now = timezone.now()
    shape = source_of_report(batch).inner
    planned = plan_step(batch, step, shape, batch.began_at or now)
    row = _mapped(planned, shape.names, reject)
    if row.problems:
        return rejected_result(row)
    if row.skipped is not None:
        return RowResult(row.number, "skipped")
    applier = open_applier(_setting(batch, planned, actor, now))
    try:
        with transaction.atomic():
            result = applier.apply([row])[0]
            ending = applier.finish()
            result = next(iter(ending.late), result)
            if result.result == "rejected":
                transaction.set_rollback(True)
    finally:
        applier.close()
    if result.result == "staged":
        result.result = "created" if ending.created else "updated" if ending.updated else "unchanged"
    return result


def _mapped(planned: StepPlan, names: tuple[str, ...], reject: RejectedRow) -> MappedRow:
    chunk = Chunk(names=names, numbers=[reject.row], columns=[[reject.cells.get(name, "")] for name in names])
    return apply_mapping(planned.plan, chunk)[0]


def _setting(batch: ImportBatch, planned: StepPlan, actor: User, now: Any) -> Setting:
    at = batch.known_at if batch.known_time == KnownTime.DATE and batch.known_at else now
    system = batch.system or planned.mapping.system
    keys = Keys(
        planned.target,
        has_id=planned.plan.has_id,
        mapped=set(planned.columns),
        taken=lambda base: count_taken(batch.workspace_id, planned.target.name, system, base),
    )
    return Setting(
        target=planned.target,
        workspace=batch.workspace,
        actor=actor,
        import_id=batch.pk,
        system=system,
        create_missing=batch.create_missing,
        policy=Policy(KnownTime(batch.known_time), at, now),
        keys=keys,
        columns=planned.columns,
    )


def _count(step: ImportStep, result: RowResult) -> None:
    step.refresh_from_db()
    step.rejected -= 1
    setattr(step, result.result, getattr(step, result.result) + 1)
    if result.result != "skipped":
        step.taken += 1
        step.assumed += result.is_assumed
    step.save()
