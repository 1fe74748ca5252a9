"""Rows of the Health page, written: bands, movers with their reason, segments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tenure.accounts.links import account_url
from tenure.accounts.models import Account
from tenure.health.base_words import Addresses, place_word, segment_word, share_word
from tenure.health.moved import write_moved
from tenure.health.queries.base import NO_SCORE, NONE, OUT, PLACES, Base, Choice, Int64, Side
from tenure.health.queries.base_moves import Moves


@dataclass(frozen=True, slots=True)
class Head:
    """A figure at the top: a band with its customers, their share, and the change since the earlier day."""

    place: str
    label: str
    count: int
    share: str
    change: int | None
    url: str


@dataclass(slots=True)
class BaseRow:
    """An account of the base, ready to be shown. Scores 0 to 100; `before` and `change` where it had one then.

    `reason` is written only for the rows in view.
    """

    account_id: int
    name: str
    segment: str
    place: str
    was: str
    score: float | None
    before: float | None
    change: float | None
    is_below: bool
    number: int
    addresses: Addresses
    reason: str = ""

    @property
    def url(self) -> str:
        """The page of the account."""
        return account_url(self.account_id)

    @property
    def score_url(self) -> str:
        """The derivation of its score on both days."""
        return self.addresses.score(self.account_id)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment: its customers now, their mean score and its change, and how many lie far below its average."""

    name: str
    customers: int
    average: float | None
    change: float | None
    shown: list[tuple[str, int, str]]
    below: int
    url: str
    below_url: str


def band_heads(base: Base, addresses: Addresses) -> list[Head]:
    """Return the bands, healthiest first, and those without a score where there are any."""
    counts, before = base.now.counts, base.before.counts if base.before else None
    return [
        Head(
            place=place,
            label=place_word(place),
            count=counts[place],
            share=share_word(counts[place], base.now.customers),
            change=counts[place] - before[place] if before else None,
            url=addresses.accounts(Choice(now=place)),
        )
        for place in PLACES[:OUT]
        if place != PLACES[NONE] or counts[place] or (before and before[place])
    ]


def base_row(base: Base, row: int, addresses: Addresses) -> BaseRow:
    """Return an account of the base by its row."""
    return BaseRow(
        account_id=int(base.ids[row]),
        name=str(base.names[row]),
        segment=str(base.segments[row]),
        place=PLACES[base.now.place[row]],
        was=PLACES[base.before.place[row]] if base.before else "",
        score=_points(base.now, row),
        before=_points(base.before, row),
        change=int(base.change[row]) / 100 if base.both[row] else None,
        is_below=bool(base.below[row]),
        number=row,
        addresses=addresses,
    )


@dataclass(frozen=True)
class BaseRows(Sequence[BaseRow]):
    """Accounts of the base by their rows, ordered as columns of numbers; each is written when it is asked for."""

    base: Base
    rows: Int64
    addresses: Addresses

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [base_row(self.base, int(row), self.addresses) for row in self.rows[place]]
        return base_row(self.base, int(self.rows[place]), self.addresses)

    def named(self, text: str) -> "BaseRows":
        """Return those whose name has a text in it, given in small letters."""
        has_it = np.array([text in str(name).casefold() for name in self.base.names[self.rows]], dtype=np.bool_)
        return replace(self, rows=self.rows[has_it])

    def ordered(self, column: str, *, descending: bool) -> "BaseRows":
        """Return them ordered by a column; who has no value comes last either way."""
        keys = self._keys(column)
        order = np.argsort(-keys if descending else keys, kind="stable")
        return replace(self, rows=self.rows[order])

    def _keys(self, column: str) -> NDArray[np.float64]:
        """Return numbers in the order of a column's values, NaN where there is none."""
        base, rows = self.base, self.rows
        if column in ("name", "segment"):
            texts = [str(text).casefold() for text in (base.names if column == "name" else base.segments)[rows]]
            places = {text: place for place, text in enumerate(sorted(set(texts)))}
            return np.array([places[text] for text in texts], dtype=np.float64)
        if column == "change":
            return np.where(base.both[rows], base.change[rows], np.nan)
        side = base.now if column == "score" else base.before
        if side is None:
            return np.full(len(rows), np.nan)
        has_score = (side.place[rows] != OUT) & (side.score[rows] != NO_SCORE)
        return np.where(has_score, side.score[rows], np.nan)


def _points(side: Side | None, row: int) -> float | None:
    if side is None or side.place[row] == OUT or side.score[row] == NO_SCORE:
        return None
    return int(side.score[row]) / 100


def movers(base: Base, moves: Moves, way: str, limit: int, addresses: Addresses) -> list[BaseRow]:
    """Return the accounts whose scores rose or fell most, each with the reason in words."""
    rows = [base_row(base, row, addresses) for row in base.movers(way, limit)]
    add_reasons(moves, rows)
    return rows


def add_reasons(moves: Moves, rows: list[BaseRow]) -> None:
    """Write why the scores of some rows moved; nothing where nothing moved by half a point."""
    found = moves.of_accounts(row.number for row in rows)
    ids = [moved.account_id for moved in found.values()]
    currencies = dict(Account.objects.filter(pk__in=ids).values_list("pk", "currency"))
    for row in rows:
        if row.number in found:
            row.reason = write_moved(found[row.number], currencies.get(row.account_id, ""))


def segment_rows(base: Base, heads: list[Head], addresses: Addresses) -> list[SegmentRow]:
    """Return every segment that has customers, the largest first, with the bands that the heads show."""
    found = []
    for segment in sorted(set(base.segments[base.now.place != OUT])):
        mine = base.segments == segment
        average, before = base.now.average(mine), base.before.average(mine) if base.before else None
        counts = np.bincount(base.now.place[mine], minlength=len(PLACES))
        found.append(
            SegmentRow(
                name=segment_word(segment),
                customers=int(counts[:OUT].sum()),
                average=average,
                change=average - before if average is not None and before is not None else None,
                shown=[
                    (
                        head.label,
                        int(counts[PLACES.index(head.place)]),
                        addresses.accounts(Choice(now=head.place, segment=segment)),
                    )
                    for head in heads
                ],
                below=int((base.below & mine).sum()),
                url=addresses.accounts(Choice(segment=segment)),
                below_url=addresses.accounts(Choice(segment=segment, is_below=True)),
            )
        )
    return sorted(found, key=lambda row: (-row.customers, row.name))


def title_of(choice: Choice) -> str:
    """Return what the accounts of a choice have in common."""
    if choice.now and choice.was:
        values = {"was": place_word(choice.was, is_before=True), "now": place_word(choice.now)}
        return _("%(was)s before, now %(now)s") % values
    titles = {"up": _("Customers whose score rose"), "down": _("Customers whose score fell")}
    steps = {"up": _("Customers in a better band than before"), "down": _("Customers in a worse band than before")}
    if choice.moved or choice.stepped:
        return titles[choice.moved] if choice.moved else steps[choice.stepped]
    if choice.is_below:
        return _("Far below the average of their segment")
    if choice.was:
        return _("Before: %(was)s") % {"was": place_word(choice.was, is_before=True)}
    return place_word(choice.now) if choice.now else _("All customers")
