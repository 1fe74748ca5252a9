"""tenure import"""

import argparse
import json
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenure.config.cli import DONE, WITH_REJECTS, CommandError, boot

if TYPE_CHECKING:
    from tenure.foundation.models import Workspace
    from tenure.integrations.files.mapping import Mapping
    from tenure.integrations.files.reading import FileShape
    from tenure.integrations.models import ImportBatch

KINDS = (
    "accounts, contacts, products, contracts, events, tickets, invoices, surveys, touchpoints, losses, "
    "opportunities, devices"
)
SHOWN_REASONS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "exit codes: 0 done; 1 done, with rejected rows; 2 not done, nothing changed"
    parser.add_argument("kind", metavar="KIND", nargs="?", help=f"{KINDS}; several with commas between them")
    parser.add_argument("file", metavar="FILE", nargs="?", help="CSV, TSV, XLSX, Parquet or JSONL, gzip or not")
    parser.add_argument("--map", metavar="M.yml", help="a mapping; without it, columns are found by their names")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    parser.add_argument("--errors", metavar="OUT.csv", help="write rejected rows here: correct them, import them")
    parser.add_argument("--create-missing", action="store_true", help="make accounts that rows name but nobody knows")
    known = parser.add_mutually_exclusive_group()
    known.add_argument("--known-at", metavar="D", help="since when this is known: 2026-01-31, or with a time")
    known.add_argument("--history", action="store_true", help="each row was known on its own date (assumed)")
    parser.add_argument("--date-order", choices=["dmy", "mdy", "ymd"], help="how dates such as 03/04/2026 are meant")
    parser.add_argument("--sheet", help="which sheet of a workbook; the first if left out")
    parser.add_argument("--encoding", help="such as utf-8 or gb18030; found out if left out")
    parser.add_argument("--system", metavar="S", default="", help="whose ids these are; 'file' if left out")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--undo", metavar="BATCH", type=int, help="take an import back, by its number")


def run(args: argparse.Namespace) -> int:
    boot()
    workspace = _workspace()
    if args.undo is not None:
        return _undo(args, workspace)
    if not args.kind or not args.file:
        raise CommandError("name the kind and the file, such as: tenure import accounts customers.csv")
    kinds = [kind.strip() for kind in args.kind.split(",") if kind.strip()]
    _check_kinds(kinds)
    path = Path(args.file)
    shape = _look(path, args)
    options = {"date_order": args.date_order, "sheet": args.sheet, "encoding": args.encoding}
    work = _Work(args, workspace, path, shape, {name: value for name, value in options.items() if value})
    mappings = work.mappings(kinds)
    report = work.trial(mappings) if args.dry_run else work.real(mappings)
    _print(report, args)
    return WITH_REJECTS if report["rejected"] else DONE


class _Work:
    """One call of the command."""

    def __init__(
        self,
        args: argparse.Namespace,
        workspace: "Workspace",
        path: Path,
        shape: "FileShape",
        options: dict[str, Any],
    ) -> None:
        self.args = args
        self.workspace = workspace
        self.path = path
        self.shape = shape
        self.options = options
        self.known_at = _known_at(args.known_at)

    def mappings(self, kinds: list[str]) -> "list[Mapping]":
        """Return the mapping of each kind: the given one, or what the columns' names say."""
        from tenure.integrations.files.error_columns import without_added
        from tenure.integrations.files.mapping import propose
        from tenure.integrations.services.targets import fields_by_kind

        if self.args.map:
            mapping = _load(Path(self.args.map))
            if kinds != [mapping.kind]:
                raise CommandError(f"{self.args.map} maps {mapping.kind}, not {', '.join(kinds)}")
            return [mapping]
        found = []
        for kind in kinds:
            proposal = propose(without_added(self.shape), fields_by_kind(), kind).best
            if proposal is None or proposal.missing:
                needed = ", ".join(proposal.missing) if proposal else "any of their fields"
                raise CommandError(
                    f"{self.path}: no column gives {needed}, which {kind} need. "
                    f"The columns are {', '.join(self.shape.names[:40])}. Write a mapping and name it with --map."
                )
            found.append(proposal.mapping)
        return found

    def trial(self, mappings: "list[Mapping]") -> dict[str, Any]:
        """Say what would happen."""
        from tenure.integrations.services.reporting import trial_rejected_rows, trial_report
        from tenure.integrations.services.running import trial_of
        from tenure.integrations.services.trial import without_trace

        def work() -> Any:
            batch = self._begin(mappings)
            return batch, *trial_of(batch=batch, actor=None, progress=self._say, path=self.path)

        with _clear_errors(self.path):
            batch, result, sinks = without_trace(work)
        report = trial_report(batch, result, sinks)
        return self._with_errors(report, trial_rejected_rows(sinks))

    def real(self, mappings: "list[Mapping]") -> dict[str, Any]:
        """Import the file. What breaks off half way is taken back."""
        from tenure.integrations.queries import rejected_rows
        from tenure.integrations.services.reporting import batch_report
        from tenure.integrations.services.running import run_batch
        from tenure.integrations.services.undo import undo_batch

        with _clear_errors(self.path):
            batch = self._begin(mappings)
            try:
                run_batch(batch=batch, actor=None, progress=self._say, path=self.path)
            except BaseException:
                print(f"taking import {batch.pk} back", file=sys.stderr)
                undo_batch(batch=batch, actor=None)
                raise
        return self._with_errors(batch_report(batch), rejected_rows(batch))

    def _begin(self, mappings: "list[Mapping]") -> "ImportBatch":
        from django.utils import timezone

        from tenure.integrations.choices import KnownTime
        from tenure.integrations.files.mapping import ambiguous_dates
        from tenure.integrations.services.batches import open_file, set_steps
        from tenure.integrations.services.plans import plan_step
        from tenure.integrations.services.running import source_of

        batch = open_file(workspace=self.workspace, path=self.path, options=self.options, shape=self.shape)
        policy = KnownTime.HISTORY if self.args.history else KnownTime.DATE if self.known_at else KnownTime.NOW
        set_steps(
            batch=batch,
            mappings=mappings,
            system=self.args.system,
            create_missing=self.args.create_missing,
            known_time=policy,
            known_at=self.known_at,
        )
        try:
            inner = source_of(batch, self.path).inner
            for step in batch.steps.all():
                open_dates = ambiguous_dates(plan_step(batch, step, inner, timezone.now()).plan)
                if open_dates is not None:
                    raise CommandError(_which_order(self.path, open_dates))
        except BaseException:
            batch.delete()
            raise
        return batch

    def _with_errors(self, report: dict[str, Any], rejects: Any) -> dict[str, Any]:
        from tenure.integrations.files.error_columns import without_added
        from tenure.integrations.files.error_file import error_lines

        report["errors_file"] = None
        if self.args.errors and report["rejected"]:
            names = without_added(self.shape).names
            with open(self.args.errors, "w", encoding="utf-8", newline="") as handle:
                handle.writelines(error_lines(names, self.path.name, rejects))
            report["errors_file"] = str(Path(self.args.errors))
        return report

    def _say(self, done: int, total: int, _message: str) -> None:
        if not self.args.json and sys.stderr.isatty():
            print(f"\r{done:,} of {total:,} rows", end="", file=sys.stderr, flush=True)


class _clear_errors:
    """Turns what a file or a mapping may be wrong about into one clear sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        from django.db import Error
        from django.utils.translation import gettext

        from tenure.integrations.files.mapping import MappingError
        from tenure.integrations.files.reading import FileError

        if isinstance(error, FileError):
            raise CommandError(f"{self.path}: {error.text(gettext)}") from None
        if isinstance(error, MappingError):
            raise CommandError(f"{self.path}: {error}") from None
        if isinstance(error, Error):
            raise CommandError(f"{self.path}: the database refused: {error}") from error


def _workspace() -> "Workspace":
    from django.conf import settings
    from django.db import OperationalError, ProgrammingError

    from tenure.foundation.queries import find_workspace

    try:
        workspace = find_workspace()
    except (OperationalError, ProgrammingError):
        workspace = None
    if workspace is None:
        raise CommandError(f"nothing is set up in {settings.TENURE_HOME}; run 'tenure init' first")
    return workspace


def _check_kinds(kinds: list[str]) -> None:
    from tenure.integrations.services.targets import list_targets

    known = [target.name for target in list_targets()]
    for kind in kinds:
        if kind not in known:
            raise CommandError(f"'{kind}' is no kind; the kinds are {', '.join(sorted(known))}")


def _look(path: Path, args: argparse.Namespace) -> "FileShape":
    from tenure.integrations.files.reading import ReadOptions, sniff

    options = ReadOptions(date_order=args.date_order, sheet=args.sheet, encoding=args.encoding)
    with _clear_errors(path):
        return sniff(path, options)


def _load(path: Path) -> "Mapping":
    from tenure.integrations.files.mapping import load_mapping

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: the mapping cannot be read: {error}") from None
    with _clear_errors(path):
        return load_mapping(text)


def _known_at(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        if len(given) == len("2026-01-31"):
            known_at = datetime.combine(date.fromisoformat(given), time.min, tzinfo=UTC)
        else:
            parsed = datetime.fromisoformat(given)
            known_at = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except ValueError:
        raise CommandError(f"--known-at: '{given}' is no date; write it as 2026-01-31") from None
    if known_at > datetime.now(UTC):
        raise CommandError(f"--known-at: {given} lies in the future")
    return known_at


def _which_order(path: Path, question: Any) -> str:
    pairs = ", ".join(
        f"{column} ({sample})" for column, sample in zip(question.columns, question.samples, strict=False)
    )
    return (
        f"{path}: the dates in {pairs} can be read in several ways. Say in which order day, month and year stand: "
        f"--date-order {' or --date-order '.join(question.orders)}"
    )


def _undo(args: argparse.Namespace, workspace: "Workspace") -> int:
    from tenure.integrations.models import ImportBatch
    from tenure.integrations.services.undo import undo_batch
    from tenure.integrations.wording import text_of

    batch = ImportBatch.objects.filter(workspace=workspace, pk=args.undo).first()
    if batch is None:
        raise CommandError(f"there is no import {args.undo}")
    if batch.undone_at is not None:
        raise CommandError(f"import {batch.pk} ({batch.file_name}) has been undone already")
    undone = undo_batch(batch=batch, actor=None)
    if args.json:
        print(json.dumps({"batch": batch.pk, **undone, "kept": [text_of(kept) for kept in undone["kept"]]}))
        return DONE
    print(f"import {batch.pk} ({batch.file_name}): {undone['removed']} removed, {undone['restored']} restored")
    for kept in undone["kept"]:
        print(f"  {text_of(kept)}")
    return DONE


def _print(report: dict[str, Any], args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    head = "dry run" if report["dry_run"] else f"import {report['batch']}"
    print(f"{head}: {report['file']}, {report['rows']:,} rows in {report['seconds']:.1f} s")
    for step in report["kinds"]:
        counts = ", ".join(f"{step[name]:,} {name}" for name in ("created", "updated", "unchanged", "rejected"))
        print(f"  {step['kind']}: {counts}")
        for reason, count in step["skipped_because"].items():
            print(f"    {count:,} left out: {reason}")
    if report["known_time"]["share_assumed"]:
        print(f"  known time: assumed for {report['known_time']['share_assumed']:.1%} of the rows")
    for note in report["notes"]:
        print(f"  {note}")
    for reason in report["reasons"][:SHOWN_REASONS]:
        print(f"  {reason['count']:,} rejected, such as row {reason['row']}, {reason['column']}: {reason['reason']}")
    if report["errors_file"]:
        print(f"  rejected rows are in {report['errors_file']}: correct them there and import that file")
