"""Contract lines as columns: the only input of the revenue engine."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

FOREVER = int(np.iinfo(np.int32).max)
"""The day that never comes: the end of an open line."""

NONE = -1
"""No product named; no line renewed."""

_INTEGER = re.compile(r"[+-]?\d+")


def line_order(ids: Sequence[str]) -> Int64:
    """Return numbers that compare as the line ids do: as integers if all of them are, else as text."""
    if all(_INTEGER.fullmatch(text) for text in ids):
        ordered = sorted(range(len(ids)), key=lambda row: (int(ids[row]), ids[row]))
    else:
        ordered = sorted(range(len(ids)), key=ids.__getitem__)
    order = np.empty(len(ids), dtype=np.int64)
    order[ordered] = np.arange(len(ids), dtype=np.int64)
    return order


@dataclass(frozen=True, slots=True, eq=False)
class LineTable:
    """Recurring, non-trial contract lines, one row a line, in any order.

    `line` compares as the line ids do (see `line_order`). `start` and `end` are days as written on the
    contract; `end` is FOREVER for an open line. `mrr` is monthly value in micros, never negative.
    `product` is a number or NONE; `renews` is the row of the line this one renews, or NONE.
    """

    line: Int64
    account: Int64
    start: Int32
    end: Int32
    mrr: Int64
    product: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    renews: Int64 = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __post_init__(self) -> None:
        """Fill the optional columns and refuse columns that cannot be right."""
        rows = len(self.account)
        for name in ("product", "renews"):
            if rows and not len(getattr(self, name)):
                object.__setattr__(self, name, np.full(rows, NONE, dtype=np.int64))
        for column in fields(self):
            length = len(getattr(self, column.name))
            if length != rows:
                raise ValueError(f"column {column.name} has {length} rows, account has {rows}")
        if rows and int(self.mrr.min()) < 0:
            row = int(self.mrr.argmin())
            raise ValueError(f"line in row {row} has a negative monthly value: {int(self.mrr[row])} micros")
        if rows and (int(self.renews.max()) >= rows or int(self.renews.min()) < NONE):
            raise ValueError("a line renews a row that does not exist")

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.account)

    def take(self, keep: Bool) -> "LineTable":
        """Return the lines where `keep` is true; a renewal of a line left out renews nothing."""
        moved = np.where(keep, np.cumsum(keep) - 1, NONE)
        renews = self.renews[keep]
        renews = np.where(renews >= 0, moved[renews], NONE)
        return LineTable(
            line=self.line[keep],
            account=self.account[keep],
            start=self.start[keep],
            end=self.end[keep],
            mrr=self.mrr[keep],
            product=self.product[keep],
            renews=renews,
        )
