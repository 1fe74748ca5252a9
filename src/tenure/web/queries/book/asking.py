"""Questions to a book: which accounts, in which order, in which groups, with which sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from tenure.web.queries.book.parts import NONE, Bool, Float64, Int64, Money
from tenure.web.queries.book.snapshot import BANDS, Book
from tenure.web.queries.book.wanted import NOBODY, Condition, Wanted
from tenure.web.queries.state import ME
from tenure_engine.money import from_micros
from tenure_engine.runs import run_begins

TAG = "tag"
FULL_SORT = 4_096
MOVED = 5.0
"""From how many points in 90 days on a score has moved."""


@dataclass(frozen=True)
class Sums:
    """What some accounts come to: money by currency, the mean score of those that have one, whose score moved."""

    count: int
    paying: int
    arr: Mapping[str, Decimal]
    risk: Mapping[str, Decimal]
    health: float | None
    fell: int
    rose: int


@dataclass(frozen=True)
class Grouped:
    """One group: its key in the address ("" for none), its label, its sums, and its first rows in order."""

    key: str
    label: str
    sums: Sums
    first: Int64


def find(book: Book, visible: Bool, wanted: Wanted, user_id: int) -> Int64:
    """Return the places of the visible accounts that are wanted, in the order of names."""
    mask = visible.copy()
    for name, key in (("segment", wanted.segment), ("stage", wanted.stage)):
        if key:
            mask &= _is(book, name, key)
    if wanted.owner:
        mask &= _is(book, "owner", str(user_id) if wanted.owner == ME else wanted.owner)
    if wanted.band:
        mask &= _is(book, "band", wanted.band)
    if wanted.paying in ("yes", "no"):
        mask &= (book.facts.arr.main >= 0) == (wanted.paying == "yes")
    if wanted.renewal.isdecimal() and len(wanted.renewal) < 6:
        mask &= book.facts.numbers["renewal"] <= book.today + int(wanted.renewal)
    for condition in wanted.where:
        mask &= _holds(book, condition)
    places = np.flatnonzero(mask)
    if wanted.text:
        text, folded = wanted.text.casefold(), book.facts.folded
        places = np.array([place for place in places.tolist() if text in folded[place]], dtype=np.int64)
    return places


def _is(book: Book, name: str, key: str) -> Bool:
    texts = book.text(name)
    if texts is None:
        return np.zeros(len(book), dtype=np.bool_)
    found: Bool = texts.codes == (NONE if key == NOBODY else texts.code_of(key))
    return found


def _holds(book: Book, condition: Condition) -> Bool:
    """Return where a condition holds. What is not known meets no bound."""
    if condition.name == TAG:
        return _tagged(book, condition)
    numbers, texts = book.number(condition.name), book.text(condition.name)
    if condition.op in ("ge", "le"):
        if numbers is None:
            return np.zeros(len(book), dtype=np.bool_)
        return numbers >= condition.number if condition.op == "ge" else numbers <= condition.number
    if condition.op in ("known", "unknown"):
        known = texts.codes >= 0 if texts is not None else np.zeros(len(book), dtype=np.bool_)
        known = ~np.isnan(numbers) if texts is None and numbers is not None else known
        return known if condition.op == "known" else ~known
    found = (
        texts.codes == texts.code_of(condition.value) if texts is not None else np.zeros(len(book), dtype=np.bool_)
    )
    return ~found if condition.op == "not" else found


def _tagged(book: Book, condition: Condition) -> Bool:
    tags, mask = book.facts.tags, np.zeros(len(book), dtype=np.bool_)
    if condition.op in ("known", "unknown"):
        mask[tags.places] = True
        return mask if condition.op == "known" else ~mask
    if condition.value in tags.labels:
        mask[tags.places[tags.codes == tags.labels.index(condition.value)]] = True
    return ~mask if condition.op == "not" else mask


class Order:
    """Places in the order of a column: a page is found without sorting the rest. What is unknown comes last."""

    def __init__(self, places: Int64, key: Float64 | None, *, descending: bool) -> None:
        self.places = places
        self.is_reversed = key is None and descending
        sorted_by = None if key is None else key[places]
        if sorted_by is not None:
            sorted_by = np.where(np.isnan(sorted_by), np.inf, -sorted_by if descending else sorted_by)
        self.key = sorted_by

    def __len__(self) -> int:
        return len(self.places)

    def first(self, count: int) -> Int64:
        """Return the first places in order; equal ones in the order of names."""
        if self.key is None:
            return self.places[::-1][:count] if self.is_reversed else self.places[:count]
        if count < len(self) and len(self) > FULL_SORT:
            bound = np.partition(self.key, count - 1)[count - 1] if count else -np.inf
            among = np.flatnonzero(self.key <= bound)
            return self.places[among[np.argsort(self.key[among], kind="stable")][:count]]
        return self.places[np.argsort(self.key, kind="stable")[:count]]

    def between(self, start: int, stop: int) -> Int64:
        """Return the places from `start` to before `stop` in order."""
        return self.first(min(stop, len(self)))[start:]

    def all(self) -> Int64:
        """Return every place in order."""
        return self.first(len(self))


def sums_of(book: Book, places: Int64) -> Sums:
    """Return what accounts come to."""
    scores = book.facts.numbers["health"][places]
    known, change = scores[~np.isnan(scores)], book.facts.numbers["trend"][places]
    return Sums(
        count=len(places),
        paying=int((book.facts.arr.main[places] >= 0).sum()),
        arr=_money(book.facts.arr, places),
        risk=_money(book.facts.risk, places),
        health=float(known.mean()) if len(known) else None,
        fell=int((change <= -MOVED).sum()),
        rose=int((change >= MOVED).sum()),
    )


def _money(money: Money, places: Int64) -> dict[str, Decimal]:
    sums = {name: int(money.micros[number, places].sum()) for number, name in enumerate(money.currencies)}
    return {name: from_micros(micros) for name, micros in sums.items() if micros}


def group(book: Book, order: Order, name: str, rows: int) -> list[Grouped]:
    """Return the groups of a field with their sums and first rows; an account with two tags stands in both.

    Groups come in the order of their labels, bands from red to green; those without a value last.
    """
    places = order.all()
    members, codes, keys, labels, ranks = _membership(book, places, name)
    by_code = np.argsort(codes, kind="stable")
    codes, members = codes[by_code], members[by_code]
    starts = np.flatnonzero(run_begins(codes))
    found = []
    for start, stop in zip(starts, [*starts[1:], len(codes)], strict=True):
        code, inside = int(codes[start]), members[start:stop]
        key, label = (keys[code], labels[code]) if code >= 0 else ("", "")
        rank = ranks[code] if code >= 0 else np.inf
        found.append((rank, Grouped(key, label, sums_of(book, inside), inside[:rows])))
    return [one for _rank, one in sorted(found, key=lambda pair: pair[0])]


def _membership(
    book: Book, places: Int64, name: str
) -> tuple[Int64, Int64, tuple[str, ...], tuple[str, ...], Float64]:
    """Return members and the code of each one's group, then the keys, labels and ranks of codes."""
    if name == TAG:
        tags = book.facts.tags
        at = np.full(len(book), NONE, dtype=np.int64)
        at[places] = np.arange(len(places))
        inside = at[tags.places] >= 0
        members, codes = tags.places[inside], tags.codes[inside]
        has = np.zeros(len(book), dtype=np.bool_)
        has[members] = True
        bare = places[~has[places]]
        members = np.concatenate([members, bare])
        codes = np.concatenate([codes, np.full(len(bare), NONE, dtype=np.int64)])
        in_order = np.argsort(at[members], kind="stable")
        ranks = np.arange(len(tags.labels), dtype=np.float64)
        return members[in_order], codes[in_order], tags.labels, tags.labels, ranks
    texts = book.facts.texts[name]
    ranks = texts.ranks
    if name == "band":
        ranks = np.array([float(BANDS.index(key)) if key in BANDS else np.inf for key in texts.keys])
    return places, texts.codes[places].astype(np.int64), texts.keys, texts.labels, ranks
