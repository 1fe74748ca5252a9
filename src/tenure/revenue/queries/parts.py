"""The parts of a figure: the accounts behind it and their contract lines, before and after."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tenure.accounts.models import Product
from tenure.accounts.queries import external_ids_of
from tenure.revenue.queries.figures import Figures
from tenure_engine.money import from_micros

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AccountPart:
    """One account's part in a figure."""

    account_id: int
    name: str
    segment: str
    before: Decimal
    after: Decimal
    part: Decimal


@dataclass(frozen=True, slots=True)
class LinePart:
    """One contract line's part: what it counts for before and after."""

    line_id: int
    label: str
    account_id: int
    account: str
    product: str
    starts_on: date
    ends_on: date | None
    mrr: Decimal
    before: Decimal
    after: Decimal

    @property
    def part(self) -> Decimal:
        """Return the change."""
        return self.after - self.before


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The accounts of a figure as columns, and which lines count before and after."""

    account: Int64
    before: Int64
    after: Int64
    part: Int64
    lines_before: Bool
    lines_after: Bool
    more_lines: Bool | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """A figure opened up. The titles say what stands in the columns `before`, `after` and `part`."""

    key: str
    title: Any
    rule: Any
    before_title: Any
    after_title: Any
    part_title: Any
    parts: Parts
    figures: Figures = field(repr=False)

    @property
    def total(self) -> Decimal:
        """Return the sum of the parts."""
        return from_micros(int(self.parts.part.sum()))

    @property
    def count(self) -> int:
        """Return the number of accounts."""
        return len(self.parts.account)

    def accounts(self) -> list[AccountPart]:
        """Return the accounts, the largest part first."""
        parts, facts = self.parts, self.figures.book.accounts
        rows = [
            AccountPart(pk, facts[pk].name, facts[pk].segment, from_micros(b), from_micros(a), from_micros(p))
            for pk, b, a, p in zip(
                parts.account.tolist(), parts.before.tolist(), parts.after.tolist(), parts.part.tolist(), strict=True
            )
        ]
        return sorted(rows, key=lambda row: (-abs(row.part), row.name))

    def lines(self) -> list[LinePart]:
        """Return the contract lines that count before or after (on a path: in between too), by account."""
        parts, table = self.parts, self.figures.book.lines
        shown = parts.lines_before | parts.lines_after
        if parts.more_lines is not None:
            shown = shown | parts.more_lines
        at = np.flatnonzero(shown & np.isin(table.account, parts.account)).tolist()
        return line_parts(self.figures, at, parts.lines_before, parts.lines_after)


def line_parts(figures: Figures, at: list[int], before: Bool, after: Bool) -> list[LinePart]:
    """Return lines of the table by their place, with their amounts where `before` and `after` say so."""
    book = figures.book
    ids = [book.rows[place].pk for place in at]
    names = _external(book.workspace.pk, ids)
    wanted = {pk for place in at if (pk := book.rows[place].product_id) is not None}
    products = dict(Product.objects.filter(workspace=book.workspace, pk__in=wanted).values_list("pk", "name"))
    parts = []
    for place in at:
        row, mrr = book.rows[place], from_micros(int(book.lines.mrr[place]))
        part = LinePart(
            line_id=row.pk,
            label=names.get(row.pk, f"#{row.pk}"),
            account_id=row.account_id,
            account=book.accounts[row.account_id].name,
            product=products.get(row.product_id or 0, ""),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            mrr=mrr,
            before=mrr if before[place] else Decimal(0),
            after=mrr if after[place] else Decimal(0),
        )
        parts.append(part)
    return sorted(parts, key=lambda part: (part.account, part.account_id, part.starts_on, part.line_id))


def _external(workspace_id: int, ids: list[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    for start in range(0, len(ids), 400):
        names |= external_ids_of(workspace_id=workspace_id, kind="contracts", record_ids=ids[start : start + 400])
    return names
