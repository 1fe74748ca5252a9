"""The portfolio as plain values, for the API."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tenure.ui.tables import Column
from tenure.ui.templatetags.tenure_ui import band_word
from tenure.web.asked import Asked, group_address
from tenure.web.book_table import BookTable
from tenure.web.columns import title_of
from tenure.web.models import BulkChange
from tenure.web.queries.book.asking import Grouped, Sums, group, sums_of
from tenure.web.queries.book.rows import BookRow, rows_of
from tenure.web.queries.book.store import is_behind
from tenure.web.queries.state import write_state

KINDS = {
    "health": "number",
    "trend": "number",
    "renewal": "date",
    "touch": "date",
    "usage": "numbers",
    "tags": "texts",
}
PLAIN = ("number", "percent", "money", "date")


def portfolio_document(request: HttpRequest, asked: Asked, *, page: int, per_page: int) -> dict[str, Any]:
    """Return a page of what was asked, with the same rows, order, columns and groups as the page for people."""
    table = BookTable(
        request,
        name="portfolio",
        book=asked.book,
        places=asked.places,
        address_of=lambda _name, _key: "",
        columns=asked.columns,
        groups=asked.groups,
        default_sort="-arr",
    )
    places = table.order.between((page - 1) * per_page, page * per_page)
    behind = is_behind(asked.book)
    return {
        "count": len(asked.places),
        "page": page,
        "per_page": per_page,
        "columns": [column_document(asked, column) for column in table.columns],
        "results": _rows(asked, table.columns, rows_of(asked.book, places)),
        "totals": sums_document(sums_of(asked.book, asked.places)),
        "groups": _groups(request, asked, table),
        "read_at": asked.book.made_at if behind else timezone.now(),
        "is_behind": behind,
        "measured_on": asked.book.measured.day,
    }


def columns_document(asked: Asked) -> dict[str, Any]:
    """Return every column and what rows can be grouped by."""
    columns = [
        column_document(asked, column)
        | {"section": str(section.title), "is_shown": column.is_shown, "can_sort": bool(column.sort)}
        for section in asked.sections
        for column in section.columns
    ]
    return {"columns": columns, "groups": [{"name": one.name, "title": str(one.title)} for one in asked.groups]}


def column_document(asked: Asked, column: Column) -> dict[str, Any]:
    """Return a column."""
    about = "" if column.name == "trend" else str(column.help)
    return {"name": column.name, "title": title_of(column), "about": about, "kind": _kind(asked, column)}


def _kind(asked: Asked, column: Column) -> str:
    if column.name in KINDS:
        return KINDS[column.name]
    if column.kind in PLAIN:
        return column.kind
    return "yes_no" if column.name in asked.book.measured.columns else "text"


def sums_document(sums: Sums) -> dict[str, Any]:
    """Return what some accounts come to."""
    return asdict(sums)


def _groups(request: HttpRequest, asked: Asked, table: BookTable) -> list[dict[str, Any]] | None:
    if table.grouping is None:
        return None
    name = table.grouping.name
    if not len(asked.places):
        return []
    return [_group(request, name, one) for one in group(asked.book, table.order, name, 0)]


def _group(request: HttpRequest, name: str, found: Grouped) -> dict[str, Any]:
    label = str(band_word(found.key or None)) if name == "band" else found.label
    query = write_state(group_address(request, name, found.key).partition("?")[2])
    return sums_document(found.sums) | {"key": found.key, "label": label, "query": query}


def _rows(asked: Asked, columns: Sequence[Column], rows: Sequence[BookRow]) -> list[dict[str, Any]]:
    readers = {column.name: _reader(asked, column) for column in columns if column.name != "name"}
    texts = [name for name in readers if asked.book.text(name) is not None]
    return [
        {
            "id": row.pk,
            "name": row.name,
            "values": {name: read(row) for name, read in readers.items()},
            "keys": {name: row.key(name) for name in texts},
        }
        for row in rows
    ]


def _reader(asked: Asked, column: Column) -> Callable[[BookRow], Any]:
    """Return what reads a column's value of a row: measures as they were computed, money with its currency."""
    name = column.name
    if name == "tags":
        return lambda row: list(row.tags)
    if column.kind == "money":
        return lambda row: _money(column, row)
    if _kind(asked, column) == "yes_no":
        return lambda row: None if (known := row.number(name)) is None else bool(known)
    if name in asked.book.measured.columns:
        return lambda row: row.number(name)
    if asked.book.text(name) is not None:
        return lambda row: str(column.of(row)) or None
    return lambda row: column.of(row)


def _money(column: Column, row: BookRow) -> dict[str, Any] | None:
    amount = column.of(row)
    return None if amount is None else {"amount": str(amount), "currency": column.currency_of(row)}


def bulk_document(change: BulkChange, outside: Sequence[tuple[int, str]] = ()) -> dict[str, Any]:
    """Return a change of many accounts; `outside` are accounts that never came into it, each with the reason."""
    changed = [int(pk) for pk in change.before]
    refused = {int(pk): reason for pk, reason in change.refused.items()}
    known = {*changed, *refused}
    is_done = change.finished_at is not None
    return {
        "id": change.pk,
        "act": change.kind,
        "state": "undone" if change.undone_at else "done" if is_done else "waiting",
        "accounts": change.accounts,
        "changed": changed,
        "unchanged": [pk for pk in change.params["ids"] if pk not in known] if is_done else [],
        "refused": [{"account_id": pk, "reason": reason} for pk, reason in (*outside, *refused.items())],
        "created_at": change.created_at,
        "finished_at": change.finished_at,
        "undone_at": change.undone_at,
    }
