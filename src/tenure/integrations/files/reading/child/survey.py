"""What each column holds, gathered over the whole file: kind of value, fill, samples, date order, decimal sign."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from tenure.integrations.files.reading.child.refusal import Refused
from tenure.integrations.files.reading.dates import DateEvidence
from tenure.integrations.files.reading.numbers import NumberEvidence
from tenure.integrations.files.reading.types import ColumnShape, DateOrder, Looks, ReadOptions
from tenure.integrations.files.reading.wire import text_of

_CLOCK = r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?[ ]?(?:[AaPp][Mm]|Z|UTC|[+-]\d{2}:?\d{2})?"
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日)"
_WHOLE = r"-?(?:0|[1-9]\d{0,17})"


def _other_line(pattern: str) -> re.Pattern[str]:
    """Return a search for the first line that is neither empty nor `pattern`: finding none proves the column."""
    return re.compile(rf"^(?!(?:{pattern})?[ \t]*$)", re.M)


_TESTS: tuple[tuple[Looks, re.Pattern[str]], ...] = (
    ("int", _other_line(_WHOLE)),
    ("decimal", _other_line(rf"{_WHOLE}(?:\.\d+)?(?:[eE][+-]?\d+)?")),
    ("date", _other_line(_DAY)),
    ("datetime", _other_line(rf"{_DAY}(?:{_CLOCK})?")),
    ("bool", _other_line("(?i:true|false|yes|no|y|n|t|f|是|否)")),
)
_PLAIN_FRACTION = re.compile(r"^[+-]?\d+\.\d+$", re.M)
_QUIET_ROWS = 50_000  # a text column without one date in so many rows is not searched further
_SAMPLES = 5
_SAMPLE_CHARS = 80
_TYPED: dict[type, Looks] = {
    int: "int",
    float: "decimal",
    Decimal: "decimal",
    bool: "bool",
    date: "date",
    datetime: "datetime",
}
Remark = tuple[str, dict[str, str]]


class ColumnSurvey:
    """Gathers what is known of one column."""

    def __init__(self) -> None:
        self.filled = 0
        self.rows = 0
        self.samples: dict[str, None] = {}
        self.dates = DateEvidence()
        self.numbers = NumberEvidence()
        self._possible = dict(_TESTS)
        self._typed: set[Looks] = set()
        self._texts = 0
        self._fractions: list[str] = []

    def add(self, cells: Sequence[Any]) -> tuple[int, str] | None:
        """Take cells into account. Returns index and cause ("nul") of a cell that no file may hold, or None."""
        self.rows += len(cells)
        if all(type(cell) is str for cell in cells):
            texts: Sequence[str] = cells
        else:
            self._add_typed(cells)
            texts = [cell for cell in cells if type(cell) is str]
        blank = texts.count("")
        if blank == len(texts):
            return None
        self.filled += len(texts) - blank
        self._texts += len(texts) - blank
        joined = "\n".join(texts)
        if "\x00" in joined:
            return next(i for i, cell in enumerate(cells) if isinstance(cell, str) and "\x00" in cell), "nul"
        self._add_samples(texts)
        self._add_texts(joined)
        return None

    def _add_typed(self, cells: Sequence[Any]) -> None:
        for cell in cells:
            looks = _TYPED.get(type(cell))
            if looks is not None:
                self._typed.add(looks)
                self.filled += 1
                if len(self.samples) < _SAMPLES:
                    self.samples[text_of(cell)[:_SAMPLE_CHARS]] = None

    def _add_samples(self, texts: Sequence[str]) -> None:
        if len(self.samples) < _SAMPLES:
            for text in texts[:500]:
                if text and not text.isspace():
                    self.samples[text[:_SAMPLE_CHARS]] = None
                    if len(self.samples) == _SAMPLES:
                        return

    def _add_texts(self, joined: str) -> None:
        for looks, other in list(self._possible.items()):
            if other.search(joined):
                del self._possible[looks]
        if "int" in self._possible:
            return
        if "decimal" in self._possible:
            if self.numbers.decimal() is None:
                self.numbers.add_plain(sorted(set(_PLAIN_FRACTION.findall(joined))))
            return
        if self.dates.count or self.rows <= _QUIET_ROWS:
            self.dates.add(joined)
        if self.numbers.matched or self.rows <= _QUIET_ROWS:
            self.numbers.add(joined)

    def decimal(self, name: str, comma_likely: bool, comma_proven: bool, remarks: list[Remark]) -> Literal[".", ","]:
        """Return the decimal sign of the column's numbers; `comma_likely`, `comma_proven`: what other columns say."""
        votes, shown = self.numbers, self.numbers.decimal()
        if votes.matched * 2 < self.filled:
            return shown or "."
        if shown is None and votes.unsure_comma and not comma_likely:
            remarks.append(("thousands_assumed", {"column": name, "sample": votes.unsure_comma}))
        elif shown is None and votes.unsure_dot and comma_proven:
            remarks.append(("thousands_assumed", {"column": name, "sample": votes.unsure_dot}))
            return ","
        elif shown == "," or (shown is None and votes.unsure_comma):
            remarks.append(("decimal_comma", {"column": name}))
            return ","
        return "."

    def looks(self) -> Looks:
        """Return the one word for what the column holds."""
        if not self.filled:
            return "empty"
        kinds = set(self._typed)
        if self._texts:
            kinds.add(self._text_looks())
        if len(kinds) == 1:
            return kinds.pop()
        if kinds <= {"int", "decimal"}:
            return "decimal"
        return "datetime" if kinds <= {"date", "datetime"} else "text"

    def _text_looks(self) -> Looks:
        for looks, _ in _TESTS:
            if looks in self._possible:
                return looks
        return "decimal" if self.numbers.matched >= self._texts else "text"


class Survey:
    """Gathers what is known of all columns; more columns may turn up later (JSON Lines)."""

    def __init__(self) -> None:
        self.columns: list[ColumnSurvey] = []
        self.rows = 0

    def add(self, numbers: Sequence[int], columns: Sequence[Sequence[Any]]) -> None:
        """Take a batch into account. Raises Refused for a NUL byte."""
        while len(self.columns) < len(columns):
            self.columns.append(ColumnSurvey())
        self.rows += len(numbers)
        for survey, cells in zip(self.columns, columns, strict=True):
            trouble = survey.add(cells)
            if trouble:
                raise Refused(trouble[1], row=numbers[trouble[0]])

    def shapes(
        self, names: Sequence[str], options: ReadOptions, delimiter: str
    ) -> tuple[list[ColumnShape], list[Remark]]:
        """Return the columns as found and remarks on what was decided for want of proof."""
        remarks: list[Remark] = []
        commas = any(survey.numbers.decimal() == "," for survey in self.columns)
        clear = self._clear_order(names)
        shapes = []
        for index, (name, survey) in enumerate(zip(names, self.columns, strict=True)):
            decimal = options.decimal or survey.decimal(name, commas or delimiter == ";", commas, remarks)
            order, orders = survey.dates.result()
            if order is None and survey.dates.count:
                order = options.date_order or self._shared(name, clear, orders, remarks)
            shapes.append(
                ColumnShape(
                    index=index,
                    name=name,
                    looks=survey.looks(),
                    filled=survey.filled,
                    samples=tuple(survey.samples),
                    date_order=order,
                    date_orders=orders,
                    date_samples=tuple(survey.dates.samples) if _is_date_column(survey) else (),
                    decimal=decimal,
                    currencies=tuple(survey.numbers.currencies),
                )
            )
        return shapes, remarks

    def _clear_order(self, names: Sequence[str]) -> tuple[str, DateOrder] | None:
        """Return column and order of the dates that prove one order, if all such columns agree."""
        proven: dict[DateOrder, str] = {}
        for name, survey in zip(names, self.columns, strict=True):
            order, orders = survey.dates.result()
            if order is not None and len(orders) == 1 and _is_date_column(survey):
                proven.setdefault(order, name)
        if len(proven) != 1:
            return None
        order, name = next(iter(proven.items()))
        return name, order

    def _shared(
        self,
        name: str,
        clear: tuple[str, DateOrder] | None,
        orders: tuple[DateOrder, ...],
        remarks: list[Remark],
    ) -> DateOrder | None:
        if clear is None or clear[1] not in orders:
            return None
        remarks.append(("date_order_shared", {"column": name, "other": clear[0]}))
        return clear[1]


def _is_date_column(survey: ColumnSurvey) -> bool:
    return survey.dates.count * 2 >= max(1, survey.filled)
