"""How the rows of a file become rows of a kind: the mapping of a step, ready to be used."""

from dataclasses import dataclass
from datetime import datetime
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
    """A target, the plan that makes its rows, the file's column of each field, and what should be said about it."""

    target: Target
    mapping: Mapping
    plan: Plan
    columns: dict[str, str]
    notes: list[dict[str, Any]]


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
    notes = []
    if plan.uses_snapshot:
        notes.append({"template": SNAPSHOT, "params": {"day": snapshot.isoformat()}})
    for template, names in ((KEPT, plan.kept), (UNUSED, plan.unused)):
        if names:
            notes.append({"template": template, "params": {"columns": ", ".join(names)}})
    return StepPlan(target, mapping, plan, dict(plan.columns), notes)
