"""What an import did or would do, as one document."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tenure.integrations.choices import KnownTime
from tenure.integrations.files.error_file import Rejected
from tenure.integrations.models import COUNTS, ImportBatch
from tenure.integrations.queries import list_rejects
from tenure.integrations.services.sinks import TrialSink
from tenure.integrations.wording import text_of

FIRST_REJECTS = 1000


def batch_report(batch: ImportBatch) -> dict[str, Any]:
    """Return what an import did."""
    steps = list(batch.steps.all())
    rejects = [
        {"row": reject.row, "kind": reject.step.kind, "problems": reject.problems}
        for reject in list_rejects(batch)[:FIRST_REJECTS]
    ]
    kinds = [
        {"kind": step.kind, **{name: getattr(step, name) for name in COUNTS}, "skips": step.skips} for step in steps
    ]
    return {
        "batch": batch.pk,
        "dry_run": False,
        **_head(batch, kinds),
        "known_time": _known(batch, batch.assumed_share),
        "seconds": round(batch.seconds, 3),
        "notes": [text_of(note) for note in batch.report.get("notes", [])],
        "reasons": reasons_of((reject.row, reject.problems) for reject in list_rejects(batch).iterator(1000)),
        "rejects": _rejects(rejects),
    }


def trial_report(batch: ImportBatch, result: dict[str, Any], sinks: Sequence[TrialSink]) -> dict[str, Any]:
    """Return what an import would do."""
    rejects: list[dict[str, Any]] = [
        {"row": row.row, "kind": sink.kind, "problems": row.problems} for sink in sinks for row in sink.rejects
    ]
    rejects.sort(key=lambda reject: int(reject["row"]))
    return {
        "batch": None,
        "dry_run": True,
        **_head(batch, result["steps"]),
        "known_time": _known(batch, result["assumed_share"]),
        "seconds": result["seconds"],
        "notes": [text_of(note) for note in result["notes"]],
        "reasons": reasons_of((reject["row"], reject["problems"]) for reject in rejects),
        "rejects": _rejects(rejects[:FIRST_REJECTS]),
        "sample": {step["kind"]: step["sample"] for step in result["steps"]},
    }


def trial_rejected_rows(sinks: Iterable[TrialSink]) -> Iterator[Rejected]:
    """Yield the rows that a trial rejected as an error file takes them."""
    rows = sorted((row for sink in sinks for row in sink.rejects), key=lambda row: row.row)
    for row in rows:
        faults = [(str(problem["column"]), text_of(problem)) for problem in row.problems]
        yield Rejected(row.row, row.cells, faults)


def reasons_of(rows: Iterable[tuple[int, list[dict[str, Any]]]]) -> list[dict[str, Any]]:
    """Return each reason with its first row and how many rows have it, the most frequent first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row, problems in rows:
        for problem in problems:
            key = (problem["template"], problem["column"])
            if key not in found:
                column = problem["column"] or problem["field"]
                found[key] = {"reason": text_of(problem), "column": column, "row": row, "count": 0}
            found[key]["count"] += 1
    return sorted(found.values(), key=lambda entry: (-entry["count"], entry["row"]))


def _head(batch: ImportBatch, kinds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    steps = [
        {
            "kind": step["kind"],
            **{name: step[name] for name in COUNTS},
            "skipped_because": {text_of(skip): skip["count"] for skip in step["skips"]},
        }
        for step in kinds
    ]
    return {
        "kind": ",".join(step["kind"] for step in steps),
        "file": batch.file_name,
        "rows": batch.row_count,
        **{name: sum(step[name] for step in steps) for name in COUNTS},
        "kinds": steps,
    }


def _known(batch: ImportBatch, share: float | None) -> dict[str, Any]:
    date = batch.known_at if batch.known_time == KnownTime.DATE else None
    return {
        "policy": batch.known_time,
        "known_at": date.isoformat() if date else None,
        "share_assumed": None if share is None else round(share, 6),
    }


def _rejects(rejects: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "row": reject["row"],
            "kind": reject["kind"],
            "column": "; ".join(dict.fromkeys(p["column"] or p["field"] for p in reject["problems"])),
            "reason": "; ".join(dict.fromkeys(text_of(problem) for problem in reject["problems"])),
        }
        for reject in rejects
    ]
