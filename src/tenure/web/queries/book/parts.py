"""The arrays of a book: texts as codes, numbers, money by currency, tags as pairs. All have one place an account."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Bool = NDArray[np.bool_]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
NONE = -1


@dataclass(frozen=True)
class Texts:
    """One text an account: `codes` index `keys` (as in addresses) and `labels` (as shown); -1 is none."""

    codes: Int32
    keys: tuple[str, ...]
    labels: tuple[str, ...]

    @cached_property
    def values(self) -> Float64:
        """The number each code stands for; NaN everywhere unless all labels are numbers."""
        try:
            found = np.array([float(label) for label in self.labels] + [np.nan])
        except ValueError:
            return np.full(len(self.labels) + 1, np.nan)
        return found

    @cached_property
    def is_number(self) -> bool:
        """Whether every label is a finite number, so that it is ordered and compared as one."""
        return bool(self.labels) and bool(np.isfinite(self.values[:-1]).all())

    @cached_property
    def ranks(self) -> Float64:
        """The place of each code in the order of labels; the last entry, which -1 reaches, is NaN."""
        if self.is_number:
            return self.values
        ranks = np.full(len(self.labels) + 1, np.nan)
        for rank, code in enumerate(sorted(range(len(self.labels)), key=lambda code: self.labels[code].casefold())):
            ranks[code] = rank
        return ranks

    def code_of(self, key: str) -> int:
        """Return the code of a key or, as a person types it, of a label; -2 for what no account has."""
        if key in self.keys:
            return self.keys.index(key)
        folded = key.casefold()
        return next((code for code, label in enumerate(self.labels) if label.casefold() == folded), -2)

    def at(self, place: int) -> str:
        """Return the label of an account, "" for none."""
        code = int(self.codes[place])
        return self.labels[code] if code >= 0 else ""

    def key_at(self, place: int) -> str:
        """Return the key of an account, "" for none."""
        code = int(self.codes[place])
        return self.keys[code] if code >= 0 else ""


def encode(keys: Sequence[str], label: Callable[[str], str] = str) -> Texts:
    """Return texts as codes; "" is none."""
    names = tuple(key for key in dict.fromkeys(keys) if key)
    known = {"": NONE, **{name: code for code, name in enumerate(names)}}
    codes = np.fromiter(map(known.__getitem__, keys), dtype=np.int32, count=len(keys))
    return Texts(codes, names, tuple(label(name) for name in names))


@dataclass(frozen=True)
class Money:
    """Amounts in micros by currency and account; 0 where there is nothing."""

    currencies: tuple[str, ...]
    micros: Int64  # currencies x accounts

    @cached_property
    def main(self) -> Int64:
        """The place of the currency in which an account has most; -1 where it has nothing."""
        if not self.currencies:
            return np.full(self.micros.shape[1], NONE, dtype=np.int64)
        best = self.micros.argmax(axis=0)
        return np.where(self.micros.max(axis=0) > 0, best, NONE)

    @cached_property
    def amounts(self) -> Float64:
        """The amount in the main currency, in major units, to sort and to compare by; NaN where there is none."""
        if not self.currencies:
            return np.full(self.micros.shape[1], np.nan)
        return np.where(self.main >= 0, self.micros.max(axis=0) / 1e6, np.nan)


@dataclass(frozen=True)
class Tags:
    """Which account has which tag, pair by pair, sorted by account."""

    places: Int64
    codes: Int64
    labels: tuple[str, ...]
    of_place: Sequence[tuple[str, ...]]


def encode_tags(of_place: Sequence[tuple[str, ...]]) -> Tags:
    """Return tags as pairs."""
    labels = tuple(sorted({tag for tags in of_place for tag in tags}, key=str.casefold))
    codes = {label: code for code, label in enumerate(labels)}
    pairs = [(place, codes[tag]) for place, tags in enumerate(of_place) for tag in tags]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Tags(found[:, 0], found[:, 1], labels, of_place)


@dataclass(frozen=True)
class Facts:
    """What is known of every account, in the order of names."""

    ids: Int64
    names: Sequence[str]
    texts: Mapping[str, Texts]
    numbers: Mapping[str, Float64]
    arr: Money
    risk: Money
    tags: Tags

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def folded(self) -> Sequence[str]:
        """Names as they are searched."""
        return [name.casefold() for name in self.names]

    @cached_property
    def _sorted(self) -> tuple[Int64, Int64]:
        order = np.argsort(self.ids)
        return self.ids[order], order

    def places_of(self, ids: Int64) -> Int64:
        """Return the place of each id, -1 for one that is not here."""
        known, order = self._sorted
        if not len(known) or not len(ids):
            return np.full(len(ids), NONE, dtype=np.int64)
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where(known[at] == ids, order[at], NONE)
