"""How the rows of a file become rows of a kind: the mapping of a step, ready to be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tenure.integrations.choices import KnownTime
from tenure.integrations.files.mapping import Mapping, Plan, load_mapping, plan_mapping
from tenure.integrations.files.reading import FileShape
from tenure.integrations.models import ImportBatch, ImportStep
from tenure.integrations.services.targets import Target, get_target
from tenure_engine.words import N_

UNUSED = N_("Columns left out: %(columns)s.")
KEPT = N_("Columns kept as they are: %(columns)s.")
SNAPSHOT = N_("The file counts in months or tells a state of today: %(day)s was taken as that day.")


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A target, the plan that makes its rows, and the file's column of each field. `snapshot` is its today."""

    target: Target
    mapping: Mapping
    plan: Plan
    columns: dict[str, str]
    snapshot: date


def plan_step(batch: ImportBatch, step: ImportStep, shape: FileShape, now: datetime) -> StepPlan:
    """Return the plan of a step. Raises MappingError where its mapping does not fit the file."""
    return plan_text(batch, step.kind, load_mapping(step.mapping), shape, now)


def plan_text(batch: ImportBatch, kind: str, mapping: Mapping, shape: FileShape, now: datetime) -> StepPlan:
    """Return the plan of a mapping for a file. Raises MappingError where they do not fit."""
    target = get_target(kind)
    zone = batch.workspace.time_zone
    at = batch.known_at if batch.known_time == KnownTime.DATE and batch.known_at else now
    snapshot = at.astimezone(ZoneInfo(zone)).date()
    plan = plan_mapping(mapping, shape, target.fields, snapshot=snapshot, timezone=mapping.timezone or zone)
    return StepPlan(target, mapping, plan, dict(plan.columns), snapshot)


def column_notes(plans: Sequence[StepPlan]) -> list[dict[str, Any]]:
    """Return which columns no kind takes, which are kept as they are, and which day was taken for today."""
    notes: list[dict[str, Any]] = []
    for planned in [planned for planned in plans if planned.plan.uses_snapshot][:1]:
        notes.append({"template": SNAPSHOT, "params": {"day": planned.snapshot.isoformat()}})
    kept = dict.fromkeys(name for planned in plans for name in planned.plan.kept)
    unused = [set(planned.plan.unused) for planned in plans]
    left = [name for name in (plans[0].plan.unused if plans else ()) if all(name in names for names in unused)]
    for template, names in ((KEPT, list(kept)), (UNUSED, left)):
        if names:
            notes.append({"template": template, "params": {"columns": ", ".join(names)}})
    return notes
