"""The portfolio's table: the state, columns and files of every table, its rows from the book in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from tenure.ui.tables import GROUP_ROWS, Cell, Table
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web.queries.book import Book
from tenure.web.queries.book.asking import Grouped, Order, group
from tenure.web.queries.book.parts import Int64
from tenure.web.queries.book.rows import BookRow, BookRows, rows_of

MAP = "map"
MOST_GROUPED_ROWS = 200
LEAST_GROUP_ROWS = 2


@dataclass(frozen=True, slots=True)
class BookGroup:
    """Rows that belong together: how many, their sums by column and currency, mean score, money at risk."""

    title: str
    count: int
    totals: dict[str, dict[str, Decimal]]
    health: float | None
    risk: dict[str, Decimal]
    shown: Sequence[BookRow]
    draw: Callable[[Any], list[Cell]]
    link: str

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells of the rows shown."""
        return [self.draw(row) for row in self.shown]

    @property
    def hidden(self) -> int:
        """How many rows are not shown; the link leads to all of them."""
        return self.count - len(self.shown)


class BookTable(Table):
    """A table over places of a book. `address_of` gives the address of all rows of a group."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        book: Book,
        places: Int64,
        address_of: Callable[[str, str], str],
        **options: Any,
    ) -> None:
        super().__init__(request, rows=[], **options)
        self.book = book
        self.places = places
        self.address_of = address_of

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of filters carries along; on the map its axes are fields of the form themselves."""
        axes = ("x", "y") if self.request.GET.get("display") == MAP else ()
        return [pair for pair in super().kept if pair[0] not in axes]

    @cached_property
    def order(self) -> Order:
        """All places in the order asked for."""
        name = self.sort.removeprefix("-")
        key = None if name == "name" else self.book.key(name)
        return Order(self.places, key, descending=self.sort.startswith("-"))

    @cached_property
    def sorted_rows(self) -> Any:
        """All rows in order."""
        return BookRows(self.book, self.order)

    @cached_property
    def grouped(self) -> list[Any]:
        """All groups with subtotals; of each the first rows in the table's order."""
        if self.grouping is None or not len(self.places):
            return []
        groups = group(self.book, self.order, self.grouping.name, GROUP_ROWS)
        most = max(LEAST_GROUP_ROWS, min(GROUP_ROWS, MOST_GROUPED_ROWS // max(1, len(groups))))
        return [self._group(self.grouping.name, one, most) for one in groups]

    def _group(self, name: str, found: Grouped, most: int) -> BookGroup:
        label = str(band_word(found.key or None)) if name == "band" else found.label
        return BookGroup(
            title=label,
            count=found.sums.count,
            totals={"arr": dict(found.sums.arr), "risk": dict(found.sums.risk)},
            health=found.sums.health,
            risk=dict(found.sums.risk),
            shown=rows_of(self.book, found.first[:most]),
            draw=self.cells,
            link=self.address_of(name, found.key),
        )
