"""Reading the daily rollup, as it is or as it was known at an instant."""

import shutil
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tenure.events.log.columns import bucket_of
from tenure.events.log.durable import write_durably
from tenure.events.log.folder import LogFolder
from tenure.events.log.gathering import Source, gather_users
from tenure.events.log.kinds import logins_among, read_kinds
from tenure.events.log.level1 import THREADS, Names, NumpyLevel1
from tenure.events.log.pieces import (
    Accounts,
    Manifest,
    Piece,
    PieceFolder,
    read_kinds_of,
    read_users,
)
from tenure.events.log.retrying import read_again
from tenure.events.log.weekly import count_weekly_users
from tenure_engine.rollup.chaining import chain_kind_sums
from tenure_engine.rollup.merge import merge_user_sums
from tenure_engine.rollup.ports import Block, Known, RolledUp
from tenure_engine.rollup.sums import KindSums, UserSums, to_kind_days, to_user_days
from tenure_engine.rollup.types import KindDays, UserDays

_KNOWN_KEPT = 6

T = TypeVar("T")


class Rollup:
    """The rollup of a workspace in one state; what is asked for is read then.

    `events` counts the events that it sums up, `assumed` those of them whose known time was assumed.
    """

    def __init__(self, folder: LogFolder, *, accounts: Collection[int] | None = None, known: Known | None = None):
        self._folder = folder
        self._accounts = None if accounts is None else np.unique(np.fromiter(accounts, np.int64))
        self._known = known
        self._sources = read_again(self._find_sources)

    @property
    def events(self) -> int:
        """How many events the pieces sum up, of all accounts."""
        return sum(source.events for source in self._sources)

    @property
    def assumed(self) -> int:
        """How many of the events have an assumed known time."""
        return sum(source.assumed for source in self._sources)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The event names by number."""
        return read_kinds(self._folder)

    @cached_property
    def user_days(self) -> UserDays:
        """The rows per account, user and day."""
        sums, users = self._retry(lambda: _load_users(self._sources, self._accounts))
        return to_user_days(sums, kinds=self.kinds, users=users)

    @cached_property
    def kind_days(self) -> KindDays:
        """The rows per account, day and event kind."""
        return self.kind_days_of(None)

    def kind_days_of(self, names: Collection[str] | None) -> KindDays:
        """Return the rows of some event kinds only; of all with None."""
        flags = None if names is None else np.array([name in names for name in self.kinds] or [False], np.bool_)
        sums = self._retry(lambda: _load_kinds(self._sources, self._accounts, flags))
        return to_kind_days(sums, kinds=self.kinds)

    def weekly_users(self, last: int, weeks: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the accounts with any event up to a day (number), sorted, and their named users of each of the weeks
        that end on it (accounts x weeks), oldest first. Of all accounts; `user_days` tells the same of some.
        """
        return self._retry(lambda: count_weekly_users(self._sources, last, weeks))

    def _retry(self, read: Callable[[], T]) -> T:
        """Read; where a piece was replaced meanwhile, take the new state and read again."""

        def fresh() -> T:
            self._sources = self._find_sources()
            return read()

        try:
            return read()
        except FileNotFoundError:
            return read_again(fresh)

    def _find_sources(self) -> list[Source]:
        pieces = PieceFolder(self._folder.rollup)
        manifest = pieces.read_manifest()
        buckets = None if self._accounts is None else {bucket_of(int(account)) for account in self._accounts}
        chosen = [p for p in manifest.pieces if buckets is None or p.bucket < 0 or p.bucket in buckets]
        if self._known is None or self._known.before is None:
            return [Source(pieces, piece.name, piece.bucket, piece.events, piece.assumed) for piece in chosen]
        return _known_sources(self._folder, pieces, manifest, chosen, self._known.before)


def join_pieces(folder: PieceFolder, pieces: Sequence[Piece]) -> RolledUp:
    """Return several pieces as one."""
    sources = [Source(folder, piece.name, piece.bucket, piece.events, piece.assumed) for piece in pieces]
    sums, users = _load_users(sources, None)
    return RolledUp(
        blocks=[Block(users, [sums], [_load_kinds(sources, None, None)])],
        events=sum(piece.events for piece in pieces),
        assumed=sum(piece.assumed for piece in pieces),
    )


def forget_known(folder: LogFolder) -> None:
    """Remove what was kept of earlier questions about the past."""
    shutil.rmtree(folder.rollup / "known", ignore_errors=True)


def _load_users(sources: Sequence[Source], accounts: Accounts | None) -> tuple[UserSums, Names]:
    if accounts is None:
        return gather_users(sources)
    with ThreadPoolExecutor(THREADS) as pool:
        read = list(pool.map(lambda source: read_users(source.pieces, source.name, accounts), sources))
    users, places = Names.in_order([names for _, names in read])
    parts = [
        replace(sums, user=np.take(place, sums.user)) if len(sums.user) else sums
        for (sums, _), place in zip(read, places, strict=True)
    ]
    return merge_user_sums(parts), users


def _load_kinds(sources: Sequence[Source], accounts: Accounts | None, flags: NDArray[np.bool_] | None) -> KindSums:
    with ThreadPoolExecutor(THREADS) as pool:
        read = pool.map(lambda source: read_kinds_of(source.pieces, source.name, accounts, flags), sources)
        return chain_kind_sums(list(read))


def _known_sources(
    folder: LogFolder, pieces: PieceFolder, manifest: Manifest, chosen: Sequence[Piece], before: int
) -> list[Source]:
    """Return the pieces as known before an instant; those with later knowledge are rolled up again and kept."""
    kept = PieceFolder(folder.rollup / "known" / str(before))
    sources = []
    for piece in chosen:
        if piece.last_known < before:
            sources.append(Source(pieces, piece.name, piece.bucket, piece.events, piece.assumed))
        elif piece.first_known < before:
            sources.append(_known_piece(folder, kept, piece, manifest, before))
    _forget_older(kept.where)
    return sources


def _known_piece(folder: LogFolder, kept: PieceFolder, piece: Piece, manifest: Manifest, before: int) -> Source:
    note = kept.where / f"{piece.name}.txt"
    try:
        events, assumed = map(int, note.read_text().split())
    except (FileNotFoundError, ValueError):
        kinds = read_kinds(folder)
        rolled = NumpyLevel1().roll_up(
            [folder.table / relative for relative in piece.files],
            kinds=kinds,
            logins=logins_among(kinds, manifest.logins),
            known=Known(before),
        )
        kept.write(rolled, piece.name)
        events, assumed = rolled.events, rolled.assumed
        write_durably(note, f"{events} {assumed}".encode())
    return Source(kept, piece.name, piece.bucket, events, assumed)


def _forget_older(newest: Path) -> None:
    """Keep the answers to the last few questions only."""
    if not newest.is_dir():
        return
    newest.touch()
    folders = sorted(newest.parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for folder in folders[:-_KNOWN_KEPT]:
        shutil.rmtree(folder, ignore_errors=True)
