"""Rows of the portfolio's table: views on a book, made only for what is drawn."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, overload

import numpy as np
from django.utils import timezone

from tenure.web.queries.book.asking import Order
from tenure.web.queries.book.parts import Money
from tenure.web.queries.book.snapshot import Book
from tenure_engine.money import from_micros
from tenure_engine.period import from_day


class BookRow:
    """One account of a book."""

    __slots__ = ("book", "place")

    def __init__(self, book: Book, place: int) -> None:
        self.book = book
        self.place = place

    @property
    def pk(self) -> int:
        """The account's id."""
        return int(self.book.facts.ids[self.place])

    @property
    def name(self) -> str:
        """The account's name."""
        return self.book.facts.names[self.place]

    def text(self, name: str) -> str:
        """Return a text field, "" where it is empty."""
        texts = self.book.text(name)
        return texts.at(self.place) if texts is not None else ""

    def key(self, name: str) -> str:
        """Return the key of a text field as addresses have it."""
        texts = self.book.text(name)
        return texts.key_at(self.place) if texts is not None else ""

    def number(self, name: str) -> float | None:
        """Return a number, None where it is not known."""
        column = self.book.number(name)
        value = float(column[self.place]) if column is not None else np.nan
        return None if np.isnan(value) else value

    def day(self, name: str) -> date | None:
        """Return a number that counts days as a date."""
        value = self.number(name)
        return None if value is None else from_day(int(value))

    @property
    def score(self) -> float | None:
        """The health score, 0 to 100."""
        return self.number("health")

    @property
    def band(self) -> str | None:
        """The band of the score."""
        return self.key("band") or None

    @property
    def change(self) -> float | None:
        """Change of the score in 90 days, in points."""
        return self.number("trend")

    @property
    def renewal_on(self) -> date | None:
        """The next end of a running line that nothing renews yet."""
        return self.day("renewal")

    @property
    def renewal_days(self) -> int | None:
        """Days until then."""
        value = self.number("renewal")
        return None if value is None else int(value) - self.book.today

    @property
    def touched_on(self) -> date | None:
        """The day of the last touch, in the reader's time zone."""
        value = self.number("touch")
        return None if value is None else timezone.localtime(datetime.fromtimestamp(value, tz=UTC)).date()

    @property
    def arr(self) -> Decimal | None:
        """Yearly revenue in its main currency; nothing for an account that does not pay."""
        return _amount(self.book.facts.arr, self.place)

    @property
    def currency(self) -> str:
        """The currency most of the revenue is in."""
        return _currency(self.book.facts.arr, self.place)

    @property
    def risk(self) -> Decimal | None:
        """Yearly money at risk, in its main currency."""
        return _amount(self.book.facts.risk, self.place)

    @property
    def risk_currency(self) -> str:
        """The currency of the money at risk."""
        return _currency(self.book.facts.risk, self.place)

    @property
    def tags(self) -> Sequence[str]:
        """The tags."""
        return self.book.facts.tags.of_place[self.place]

    @property
    def usage(self) -> list[float]:
        """Active users of each of the last weeks."""
        return self.book.usage_at(self.place)


def _amount(money: Money, place: int) -> Decimal | None:
    main = int(money.main[place])
    return from_micros(int(money.micros[main, place])) if main >= 0 else None


def _currency(money: Money, place: int) -> str:
    main = int(money.main[place])
    return money.currencies[main] if main >= 0 else ""


class BookRows(Sequence[BookRow]):
    """The rows of an order; those that are asked for are made, in the order."""

    def __init__(self, book: Book, order: Order) -> None:
        self.book = book
        self.order = order

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, index: int) -> BookRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[BookRow]: ...

    def __getitem__(self, index: int | slice) -> BookRow | list[BookRow]:
        if isinstance(index, int):
            return BookRow(self.book, int(self.order.all()[index]))
        start, stop, step = index.indices(len(self))
        return [BookRow(self.book, place) for place in self.order.between(start, stop)[::step].tolist()]

    def __iter__(self) -> Iterator[BookRow]:
        return iter([BookRow(self.book, place) for place in self.order.all().tolist()])


def rows_of(book: Book, places: Any) -> list[BookRow]:
    """Return the rows of some places."""
    return [BookRow(book, int(place)) for place in places]
