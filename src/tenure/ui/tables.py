"""Tables: columns declared once give the page, its sorting, paging, choice of columns, grouping, CSV and XLSX."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tenure.ui.exports import csv_response, xlsx_response
from tenure.ui.numbers import to_decimal

Kind = Literal[
    "text", "name", "number", "money", "percent", "days", "date", "instant", "health", "spark", "badge", "person"
]
NUMERIC = frozenset({"number", "money", "percent", "days"})
PER_PAGE = 50
GROUP_ROWS = 10


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `value` is a function of the row; without it the row's attribute or key `name` (dots go deeper). `sort` is an ORM
    field for querysets; for lists of rows any true value sorts by the value. `link` gives the address of a cell.
    `template` draws the cell with `row`, `cell` and `column`; `draw` is a function that returns its markup, quicker.
    """

    name: str
    title: Any
    kind: Kind = "text"
    value: Callable[[Any], Any] | None = None
    sort: str | bool = False
    link: Callable[[Any], str] | None = None
    currency: str | Callable[[Any], str] = "currency"
    template: str = ""
    help: Any = ""
    is_shown: bool = True
    is_fixed: bool = False
    has_total: bool = False
    decimals: int | None = None
    draw: Callable[["Cell"], Any] | None = None

    @property
    def is_number(self) -> bool:
        """Whether cells stand at the right, in tabular figures."""
        return self.kind in NUMERIC

    def of(self, row: Any) -> Any:
        """Return the plain value of a row."""
        return self.value(row) if self.value else dig(row, self.name)

    def currency_of(self, row: Any) -> str:
        """Return the currency of a row's amount."""
        return self.currency(row) if callable(self.currency) else str(dig(row, self.currency) or "")


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above a table; the view itself applies it."""

    name: str
    title: Any
    choices: Sequence[tuple[str, Any]]


class Cell(NamedTuple):
    """What stands where a row and a column meet; a page has hundreds of them."""

    column: Column
    row: Any
    value: Any
    link: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, with their number and subtotals (by column, then currency)."""

    title: str
    count: int
    totals: dict[str, dict[str, Decimal]]
    shown: list[Any]
    draw: Callable[[Any], list[Cell]]
    link: str = ""

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells of the rows shown."""
        return [self.draw(row) for row in self.shown]

    @property
    def hidden(self) -> int:
        """How many rows are not shown; the link leads to all of them."""
        return self.count - len(self.shown)


@runtime_checkable
class OrdersItself(Protocol):
    """Rows that order themselves by a column's name, quicker than by each row's value; unknown ones come last."""

    def ordered(self, column: str, *, descending: bool) -> Sequence[Any]:
        """Return the rows in order."""


class Table:
    """Rows with columns for one request: all its state is in the address."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        name: str,
        columns: Sequence[Column],
        rows: QuerySet[Any] | Sequence[Any],
        default_sort: str,
        filters: Sequence[Filter] = (),
        has_search: bool = False,
        groups: Sequence[Column] = (),
        per_page: int = PER_PAGE,
        group_link: Callable[[Column, Any], str] | None = None,
        empty: dict[str, Any] | None = None,
        clear_url: str = "",
        count: int | None = None,
    ) -> None:
        """Take what the page gives; `count` is how many rows there are, where the caller has counted them."""
        self.request = request
        self.name = name
        self.all_columns = list(columns)
        self.source = rows
        self.default_sort = default_sort
        self.filters = [(entry, request.GET.get(entry.name, "")) for entry in filters]
        self.has_search = has_search
        self.search = request.GET.get("q", "").strip()
        self.group_columns = list(groups)
        self.per_page = per_page
        self.group_link = group_link
        self.empty = empty or {}
        self.clear_url = clear_url or request.path
        self.count = count

    @cached_property
    def columns(self) -> list[Column]:
        """The columns a person sees: their choice in `cols`, else those shown at first."""
        chosen = self.request.GET.getlist("cols")
        if not chosen:
            return [column for column in self.all_columns if column.is_shown]
        return [column for column in self.all_columns if column.is_fixed or column.name in chosen]

    @cached_property
    def sort(self) -> str:
        """The column sorted by, with "-" before it for descending."""
        wanted = self.request.GET.get("sort", "")
        known = {column.name for column in self.all_columns if column.sort}
        return wanted if wanted.removeprefix("-") in known else self.default_sort

    @cached_property
    def grouping(self) -> Column | None:
        """The column rows are grouped by, if any."""
        wanted = self.request.GET.get("group", "")
        return next((column for column in self.group_columns if column.name == wanted), None)

    @cached_property
    def sorted_rows(self) -> QuerySet[Any] | Sequence[Any]:
        """All rows in order."""
        name, descending = self.sort.removeprefix("-"), self.sort.startswith("-")
        column = next((entry for entry in self.all_columns if entry.name == name), None)
        if isinstance(self.source, QuerySet):
            path = column.sort if column and isinstance(column.sort, str) else name
            order = F(path).desc(nulls_last=True) if descending else F(path).asc(nulls_last=True)
            return self.source.order_by(order, "pk")
        if column is None:
            return list(self.source)
        if isinstance(self.source, OrdersItself):
            return self.source.ordered(name, descending=descending)
        return sort_rows(self.source, column, descending)

    @cached_property
    def page(self) -> Page[Any]:
        """The rows of this page."""
        paginator = Paginator(self.sorted_rows, self.per_page)
        if self.count is not None:
            paginator.count = self.count  # in place of its own query
        return paginator.get_page(self.request.GET.get("page"))

    @property
    def in_view(self) -> list[Any]:
        """The rows that are drawn."""
        if self.grouping is None:
            return list(self.page)
        return [row for group in self.grouped for row in group.shown]

    @cached_property
    def rows(self) -> list[list[Cell]]:
        """The cells of this page, row by row."""
        return [self.cells(row) for row in self.page]

    @cached_property
    def grouped(self) -> list[Group]:
        """All groups with subtotals, in the order of their names; of each the first rows in the table's order."""
        column, link = self.grouping, self.group_link
        if column is None:
            return []
        rows = sorted(self.sorted_rows, key=lambda row: sort_key(column.of(row)))
        groups = []
        for title, members in groupby(rows, key=lambda row: str(column.of(row) or "")):
            inside = list(members)
            address = link(column, inside[0]) if link else ""
            shown = inside[: GROUP_ROWS if address else None]
            groups.append(Group(title, len(inside), self.totals(inside), shown, self.cells, address))
        return groups

    @cached_property
    def has_totals(self) -> bool:
        """Whether any column adds up."""
        return any(column.has_total for column in self.columns)

    def totals(self, rows: Sequence[Any]) -> dict[str, dict[str, Decimal]]:
        """Return sums by column and currency; amounts of different currencies are never added."""
        sums: dict[str, dict[str, Decimal]] = {}
        for column in self.columns:
            if column.has_total:
                by_currency = sums.setdefault(column.name, {})
                for row in rows:
                    value = to_decimal(column.of(row))
                    if value is not None:
                        currency = column.currency_of(row) if column.kind == "money" else ""
                        by_currency[currency] = by_currency.get(currency, Decimal()) + value
        return sums

    def cells(self, row: Any) -> list[Cell]:
        """Return the cells of one row."""
        return [
            Cell(
                column,
                row,
                column.of(row),
                column.link(row) if column.link else "",
                column.currency_of(row) if column.kind == "money" else "",
            )
            for column in self.columns
        ]

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The heads of the columns, with the sort each leads to; numbers first go down."""
        heads = []
        for column in self.columns:
            is_sorted = self.sort.removeprefix("-") == column.name
            is_down = self.sort.startswith("-")
            first = f"-{column.name}" if column.is_number else column.name
            other = column.name if is_down else f"-{column.name}"
            heads.append(
                {
                    "column": column,
                    "next": (other if is_sorted else first) if column.sort else "",
                    "aria": ("descending" if is_down else "ascending") if is_sorted else "",
                }
            )
        return heads

    @property
    def is_filtered(self) -> bool:
        """Whether a filter or search hides rows."""
        return bool(self.search) or any(value for _entry, value in self.filters)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters of the address that the table's form carries along."""
        own = {"q", "page", "cols", "group", *(entry.name for entry, _value in self.filters)}
        return [(key, value) for key, values in self.request.GET.lists() if key not in own for value in values]

    @property
    def is_export(self) -> bool:
        """Whether the address asks for a file."""
        return self.request.GET.get("format") in {"csv", "xlsx"}

    def export(self, format: str = "") -> HttpResponse:
        """Return all rows with the columns in view, as CSV or XLSX (else as the address says), without sparklines."""
        columns = [column for column in self.columns if column.kind != "spark"]
        heads: list[str] = []
        for column in columns:
            heads.append(str(column.title))
            if column.kind == "money":
                heads.append(_("%(column)s, currency") % {"column": column.title})
        lines = (self._line(columns, row) for row in self.sorted_rows)
        wanted = format or self.request.GET.get("format")
        respond = csv_response if wanted == "csv" else xlsx_response
        return respond(self.name, heads, lines)

    def _line(self, columns: Sequence[Column], row: Any) -> list[Any]:
        line: list[Any] = []
        for column in columns:
            line.append(column.of(row))
            if column.kind == "money":
                line.append(column.currency_of(row))
        return line


def dig(row: Any, path: str) -> Any:
    """Return an attribute or key of a row, one level per dot; None where the way ends."""
    for part in path.split("."):
        if row is None:
            return None
        row = row.get(part) if isinstance(row, dict) else getattr(row, part, None)
    return row


def sort_rows(rows: Sequence[Any], column: Column, descending: bool) -> list[Any]:
    """Return rows ordered by a column; what has no value comes last either way."""
    known = [row for row in rows if column.of(row) is not None]
    unknown = [row for row in rows if column.of(row) is None]
    return sorted(known, key=lambda row: sort_key(column.of(row)), reverse=descending) + unknown


def sort_key(value: Any) -> tuple[int, Any]:
    """Return a key that orders values of one column, whatever their types."""
    if isinstance(value, bool | int | float | Decimal):
        return (0, value)
    if isinstance(value, datetime):
        return (1, value.isoformat())
    if isinstance(value, date):
        return (1, value.isoformat())
    return (2, str(value or "").casefold())
