"""The rows of a file on their way from reading to applying, some at a time."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tenure.integrations.files.error_columns import is_error_file, strip_added, without_added
from tenure.integrations.files.mapping import MappedRow, Plan, apply_mapping
from tenure.integrations.files.reading import BadRow, Chunk, FileShape, read_rows
from tenure.integrations.services.applying import Applier, RowResult
from tenure.integrations.services.applying.results import problem_of_message
from tenure.integrations.wording import message_json


@dataclass(frozen=True, slots=True)
class Source:
    """A file with what was found out about it. `shape` is the file as it stands, `inner` without added columns."""

    path: Path
    shape: FileShape

    @property
    def inner(self) -> FileShape:
        """Return the shape that mapping sees."""
        return without_added(self.shape)

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows as mapping takes them."""
        strip = is_error_file(self.shape)
        for chunk in read_rows(self.path, self.shape):
            yield strip_added(chunk) if strip else chunk


def slices(source: Source, plan: Plan, size: int) -> Generator[list[MappedRow | BadRow]]:
    """Yield at most `size` rows at a time, in the order of the file."""
    waiting: list[MappedRow | BadRow] = []
    for chunk in source.chunks():
        rows: list[MappedRow | BadRow] = [*apply_mapping(plan, replace(chunk, bad=())), *chunk.bad]
        waiting += sorted(rows, key=lambda row: row.number) if chunk.bad else rows
        while len(waiting) >= size:
            yield waiting[:size]
            waiting = waiting[size:]
    if waiting:
        yield waiting


def apply_slice(applier: Applier, names: Sequence[str], rows: Sequence[MappedRow | BadRow]) -> list[RowResult]:
    """Apply those rows that nothing speaks against; return the results of all in their order."""
    results = []
    takeable = []
    for row in rows:
        if isinstance(row, BadRow):
            results.append(bad_result(row, names))
        elif row.skipped is not None:
            results.append(RowResult(row.number, "skipped", skip=message_json(row.skipped)))
        elif row.problems:
            results.append(rejected_result(row))
        else:
            takeable.append(row)
    if takeable:
        results += applier.apply(takeable)
    return sorted(results, key=lambda result: result.row)


def rejected_result(row: MappedRow) -> RowResult:
    """Return the result of a row that mapping found fault with."""
    problems = [
        problem_of_message(problem.message, column=problem.column, field=problem.field) for problem in row.problems
    ]
    return RowResult(row.number, "rejected", problems, cells=row.raw)


def bad_result(row: BadRow, names: Sequence[str]) -> RowResult:
    """Return the result of what is no row; cells beyond the last column are put into it, so that nothing is lost."""
    cells = list(row.cells)
    if names and len(cells) > len(names):
        cells = [*cells[: len(names) - 1], " ".join(cells[len(names) - 1 :])]
    return RowResult(
        row.number, "rejected", [problem_of_message(row.message)], cells=dict(zip(names, cells, strict=False))
    )


def find_cells(source: Source, plan: Plan, results: Sequence[RowResult]) -> None:
    """Read the file once more for the cells of rows that turned out rejected when they were long gone."""
    wanted = {result.row: result for result in results if not result.cells}
    if not wanted:
        return
    for chunk in source.chunks():
        places = [place for place, number in enumerate(chunk.numbers) if number in wanted]
        if places:
            some = replace(
                chunk,
                numbers=[chunk.numbers[place] for place in places],
                columns=[[column[place] for place in places] for column in chunk.columns],
                bad=(),
            )
            for row in apply_mapping(plan, some):
                wanted[row.number].cells = row.raw
