"""Running an import: every kind in turn, a chunk in a transaction, resumable at any point."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tenure.foundation.jobs import JobCancelled
from tenure.foundation.models import User
from tenure.foundation.services import record_activity
from tenure.integrations.choices import BatchState, KnownTime
from tenure.integrations.files import storage
from tenure.integrations.files.reading import FileError, load_shape
from tenure.integrations.models import ImportBatch, ImportStep
from tenure.integrations.services.applying import Setting, open_applier
from tenure.integrations.services.applying.keys import BY_CONTENT, BY_CONTRACT, Keys
from tenure.integrations.services.applying.known import Policy
from tenure.integrations.services.plans import StepPlan, column_notes, plan_step
from tenure.integrations.services.rows import Source, apply_slice, find_cells, slices
from tenure.integrations.services.sinks import DatabaseSink, Sink, TrialSink
from tenure.integrations.services.telling import tell_ended
from tenure.integrations.services.trial import without_trace
from tenure.integrations.wording import error_json, message_json
from tenure_engine.words import N_

Progress = Callable[[int, int, str], None]
PAUSE_SECONDS = 0.002  # so that others get to write on SQLite
BROKE = N_(
    "The import broke off: %(error)s. What was imported until then is kept: run it again to go on, or undo it."
)
STRANGERS = N_(
    "Owners who are nobody here: %(names)s. Their names are kept as a custom field of the accounts. Make these"
    " people, import the file again, and the accounts are theirs."
)
MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Run:
    """One run over a file, for real or for a trial."""

    batch: ImportBatch
    source: Source
    actor: User | None
    now: datetime
    progress: Progress
    is_trial: bool = False
    strangers: Counter[str] = field(default_factory=Counter)

    @property
    def policy(self) -> Policy:
        """Return from when the rows count as known."""
        at = self.batch.known_at if self.batch.known_time == KnownTime.DATE else None
        return Policy(KnownTime(self.batch.known_time), at or self.now, self.now)


def source_of(batch: ImportBatch, path: Path | None = None) -> Source:
    """Return the file of a batch: where it is stored, or at `path`."""
    return Source(path or storage.path_of(batch.stored_as), load_shape(batch.shape))


def run_batch(*, batch: ImportBatch, actor: User | None, progress: Progress, path: Path | None = None) -> None:
    """Bring the file in. A run that was broken off goes on where it stood.

    Raises FileError where the file cannot be read, JobCancelled where a person stopped it; the batch says so then.
    """
    began = time.monotonic()
    if batch.began_at is None:
        batch.began_at = timezone.now()
    batch.state, batch.problem = BatchState.RUNNING, {}
    batch.save(update_fields=["began_at", "state", "problem"])
    run = Run(batch, source_of(batch, path), actor, batch.began_at, progress)
    before = batch.seconds
    try:
        for number, step in enumerate(batch.steps.all()):
            if not step.is_finished:
                _run_step(run, step, DatabaseSink(step), number)
    except (JobCancelled, KeyboardInterrupt):
        _end(batch, BatchState.CANCELLED, before + time.monotonic() - began)
        raise
    except FileError as error:
        _end(batch, BatchState.FAILED, before + time.monotonic() - began, error_json(error))
        raise
    except Exception as error:
        problem = {"what": {"template": BROKE, "params": {"error": str(error)[:300]}}}
        _end(batch, BatchState.FAILED, before + time.monotonic() - began, problem)
        raise
    _finish(run, before + time.monotonic() - began)


def try_batch(*, batch: ImportBatch, actor: User | None, progress: Progress) -> dict[str, Any]:
    """Do everything that an import does, and keep nothing of it; return what it would do."""
    return without_trace(lambda say: trial_of(batch=batch, actor=actor, progress=say)[0], progress)


def trial_of(
    *, batch: ImportBatch, actor: User | None, progress: Progress, path: Path | None = None
) -> tuple[dict[str, Any], list[TrialSink]]:
    """Do what an import does and return what became of the rows; the caller sees to it that nothing is kept."""
    began = time.monotonic()
    run = Run(batch, source_of(batch, path), actor, timezone.now(), progress, is_trial=True)
    steps = list(batch.steps.all())
    sinks = [TrialSink(step.kind) for step in steps]
    for number, (step, sink) in enumerate(zip(steps, sinks, strict=True)):
        _run_step(run, step, sink, number)
    taken = sum(sink.tally.counts["taken"] for sink in sinks)
    assumed = sum(sink.tally.counts["assumed"] for sink in sinks)
    result = {
        "steps": [sink.as_json() for sink in sinks],
        "notes": report_notes(batch, run.source, run.now) + strangers_notes(run),
        "assumed_share": assumed / taken if taken else None,
        "seconds": round(time.monotonic() - began, 3),
    }
    return result, sinks


def report_notes(batch: ImportBatch, source: Source, now: datetime) -> list[dict[str, Any]]:
    """Return what should be said about the file and how it was understood."""
    notes = [message_json(note) for note in source.shape.notes]
    plans = [plan_step(batch, step, source.inner, now) for step in batch.steps.all()]
    for planned in plans:
        keys = _keys(planned)
        if keys.by_content or keys.by_contract:
            template = BY_CONTRACT if keys.by_contract else BY_CONTENT
            notes.append({"template": template, "params": {"kind": planned.target.name}, "words": ["kind"]})
    return notes + column_notes(plans)


def strangers_notes(run: Run) -> list[dict[str, Any]]:
    """Return whom rows named as owners who are nobody here, the most frequent first."""
    if not run.strangers:
        return []
    names = [name for name, _count in run.strangers.most_common(MOST_NAMES)]
    more = "" if len(run.strangers) <= MOST_NAMES else f" (+{len(run.strangers) - MOST_NAMES})"
    return [{"template": STRANGERS, "params": {"names": ", ".join(names) + more}}]


def _keys(planned: StepPlan) -> Keys:
    return Keys(planned.target, has_id=planned.plan.has_id, mapped=set(planned.columns))


def _run_step(run: Run, step: ImportStep, sink: Sink, number: int) -> None:
    planned = plan_step(run.batch, step, run.source.inner, run.now)
    applier = open_applier(_setting(run, planned))
    done, total = run.batch.row_count * number, run.batch.row_count * run.batch.steps.count()
    names = run.source.inner.names
    with closing(applier), closing(slices(run.source, planned.plan, applier.chunk_rows)) as chunks:
        for rows in chunks:
            with transaction.atomic():
                sink.keep(apply_slice(applier, names, rows))
            done += len(rows)
            run.progress(min(done, total - 1), total, "")
            if connection.vendor == "sqlite" and not run.is_trial:
                time.sleep(PAUSE_SECONDS)
        ending = applier.finish()
        find_cells(run.source, planned.plan, ending.late)
        run.strangers.update(ending.strangers)
        with transaction.atomic():
            sink.close(ending)


def _setting(run: Run, planned: StepPlan) -> Setting:
    return Setting(
        target=planned.target,
        workspace=run.batch.workspace,
        actor=run.actor,
        import_id=run.batch.pk,
        system=run.batch.system or planned.mapping.system,
        create_missing=run.batch.create_missing,
        policy=run.policy,
        keys=_keys(planned),
        columns=planned.columns,
        is_trial=run.is_trial,
    )


def _end(batch: ImportBatch, state: BatchState, seconds: float, problem: dict[str, Any] | None = None) -> None:
    batch.state, batch.seconds, batch.problem = state, seconds, problem or {}
    batch.finished_at = timezone.now()
    with transaction.atomic():
        batch.save(update_fields=["state", "seconds", "problem", "finished_at"])
        tell_ended(batch)


@transaction.atomic
def _finish(run: Run, seconds: float) -> None:
    batch, actor = run.batch, run.actor
    notes = report_notes(batch, source_of_report(batch), batch.began_at or timezone.now())
    batch.report = {"notes": notes + strangers_notes(run)}
    batch.save(update_fields=["report"])
    _end(batch, BatchState.DONE, seconds)
    record_activity(
        actor=actor,
        workspace=batch.workspace,
        verb="import.finished",
        subject=batch,
        data={
            "file": batch.file_name,
            "kinds": [step.kind for step in batch.steps.all()],
            "counts": batch.counts,
        },
    )
    stored, batch.stored_as = batch.stored_as, ""
    batch.save(update_fields=["stored_as"])
    transaction.on_commit(lambda: storage.drop(stored))


def source_of_report(batch: ImportBatch) -> Source:
    """Return a source that is only asked for its shape."""
    return Source(Path(), load_shape(batch.shape))
