"""Rejected rows as a file: the file's own columns, then file, row, column and reason. It can be imported as it is."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tenure.integrations.files.error_columns import added_names, harmless

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Rejected:
    """One rejected row: its number, its cells by column, and (column, reason) of each fault."""

    row: int
    cells: Mapping[str, str]
    faults: Sequence[tuple[str, str]]


class _Echo:
    def write(self, text: str) -> str:
        return text


def error_lines(names: Sequence[str], file_name: str, rejects: Iterable[Rejected]) -> Iterator[str]:
    """Yield the error file line by line. A row that was rejected as several kinds gets one line."""
    writer: Any = csv.writer(_Echo())
    yield BOM + writer.writerow([harmless(name) for name in (*names, *added_names(names))])
    for row, group in groupby(rejects, key=lambda reject: reject.row):
        together = list(group)
        faults = [fault for reject in together for fault in reject.faults]
        columns = "; ".join(dict.fromkeys(column for column, _reason in faults if column))
        reasons = "; ".join(dict.fromkeys(reason for _column, reason in faults))
        cells = [together[0].cells.get(name, "") for name in names]
        yield writer.writerow([harmless(cell) for cell in (*cells, file_name, str(row), columns, reasons)])
