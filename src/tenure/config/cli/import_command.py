"""tenure import"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenure.config.cli import DONE, WITH_REJECTS, CommandError
from tenure.config.cli._asking import open_workspace

if TYPE_CHECKING:
    from tenure.foundation.models import Workspace
    from tenure.integrations.files.error_file import Rejected
    from tenure.integrations.files.mapping import Mapping
    from tenure.integrations.files.reading import FileShape
    from tenure.integrations.models import ImportBatch

KINDS = (
    "accounts, contacts, products, contracts, events, tickets, invoices, surveys, touchpoints, losses, "
    "opportunities, devices"
)
OPTIONS = ("date_order", "sheet", "encoding")
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
    workspace = open_workspace()
    if args.undo is not None:
        return _undo(args, workspace)
    if not args.kind or not args.file:
        raise CommandError("name the kind and the file, such as: tenure import accounts customers.csv")
    with _clear_errors(Path(args.file)):
        work = _Work(args, workspace)
        report = work.trial() if args.dry_run else work.real()
    _print(report, args)
    return WITH_REJECTS if report["rejected"] else DONE


class _Work:
    """One call of the command: the file looked at, and how it is to be taken."""

    def __init__(self, args: argparse.Namespace, workspace: "Workspace") -> None:
        from tenure.integrations.services.preparing import kinds_of, known_moment, mappings_for

        self.args = args
        self.workspace = workspace
        self.path = Path(args.file)
        kinds = kinds_of(args.kind)
        self.known_at = known_moment(args.known_at) if args.known_at else None
        mapping = _load(Path(args.map)) if args.map else None
        self.options = {name: getattr(args, name) for name in OPTIONS if getattr(args, name)}
        self.shape = _look(self.path, self.options)
        self.mappings = mappings_for(self.shape, kinds, mapping)

    def trial(self) -> dict[str, Any]:
        """Say what would happen."""
        from tenure.integrations.services.reporting import trial_rejected_rows, trial_report
        from tenure.integrations.services.running import trial_of
        from tenure.integrations.services.trial import without_trace

        def work(say: Any) -> Any:
            batch = self._begin()
            return batch, *trial_of(batch=batch, actor=None, progress=say, path=self.path)

        batch, result, sinks = without_trace(work, self._say)
        return self._with_errors(trial_report(batch, result, sinks), trial_rejected_rows(sinks))

    def real(self) -> dict[str, Any]:
        """Import the file. What breaks off half way is taken back."""
        from tenure.integrations.queries import rejected_rows
        from tenure.integrations.services.reporting import batch_report
        from tenure.integrations.services.running import run_batch
        from tenure.integrations.services.undo import undo_batch

        batch = self._begin()
        try:
            run_batch(batch=batch, actor=None, progress=self._say, path=self.path)
        except BaseException:
            print(f"taking import {batch.pk} back", file=sys.stderr)
            undo_batch(batch=batch, actor=None)
            raise
        return self._with_errors(batch_report(batch), rejected_rows(batch))

    def _begin(self) -> "ImportBatch":
        from tenure.integrations.choices import KnownTime
        from tenure.integrations.services.batches import open_file, set_steps
        from tenure.integrations.services.preparing import open_question

        batch = open_file(workspace=self.workspace, path=self.path, options=self.options, shape=self.shape)
        try:
            set_steps(
                batch=batch,
                mappings=self.mappings,
                system=self.args.system,
                create_missing=self.args.create_missing,
                known_time=KnownTime.HISTORY
                if self.args.history
                else (KnownTime.DATE if self.known_at else KnownTime.NOW),
                known_at=self.known_at,
            )
            question = open_question(batch)
            if question is not None:
                raise CommandError(_which_order(self.path, question))
        except BaseException:
            batch.delete()
            raise
        return batch

    def _with_errors(self, report: dict[str, Any], rejects: "Iterable[Rejected]") -> dict[str, Any]:
        from tenure.integrations.files.error_columns import without_added
        from tenure.integrations.files.error_file import error_lines

        report["errors_file"] = None
        if self.args.errors and report["rejected"]:
            names = without_added(self.shape).names
            try:
                with open(self.args.errors, "w", encoding="utf-8", newline="") as handle:
                    handle.writelines(error_lines(names, self.path.name, rejects))
                report["errors_file"] = self.args.errors
            except OSError as error:
                # the import itself is done: say so rather than fail
                print(f"tenure import: the error file cannot be written: {error}", file=sys.stderr)
        return report

    def _say(self, done: int, total: int, _message: str) -> None:
        if not self.args.json and sys.stderr.isatty():
            print(f"\r{done:,} of {total:,} rows", end="", file=sys.stderr, flush=True)


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Turn what a file, a mapping or an option may be wrong about into one clear sentence."""
    from django.db import Error
    from django.utils.translation import gettext

    from tenure.integrations.files.mapping import MappingError
    from tenure.integrations.files.reading import FileError
    from tenure.integrations.services.preparing import NotReady

    try:
        yield
    except FileError as error:
        raise CommandError(f"{path}: {error.text(gettext)}") from None
    except (MappingError, NotReady) as error:
        raise CommandError(f"{path}: {error}") from None
    except Error as error:
        raise CommandError(f"{path}: the database refused: {error}. Nothing was kept.") from error


def _look(path: Path, options: dict[str, Any]) -> "FileShape":
    from tenure.integrations.files.reading import sniff
    from tenure.integrations.services.batches import read_options

    return sniff(path, read_options(path.name, options))


def _load(path: Path) -> "Mapping":
    from tenure.integrations.files.mapping import MappingError, load_mapping

    try:
        return load_mapping(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, MappingError) as error:
        raise CommandError(f"{path}: the mapping cannot be used: {error}") from None


def _which_order(path: Path, question: Any) -> str:
    pairs = zip(question.columns, question.samples, strict=False)
    where = ", ".join(f"{column} ({sample})" for column, sample in pairs)
    if question.none_fits:
        return (
            f"{path}: no order of day, month and year fits all dates in {where}. Say which one most are in "
            "(--date-order dmy, --date-order mdy or --date-order ymd); rows in another order are rejected"
        )
    return (
        f"{path}: the dates in {where} can be read in several ways. Say in which order day, month and year stand: "
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
    print(
        f"import {batch.pk} ({batch.file_name}): {undone['removed']:,} records removed, "
        f"{undone['restored']:,} restored, {undone['events']:,} events removed"
    )
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
