"""What an engine of level 1 must do; the conformance suite holds every engine to the same cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from tenure_engine.rollup.merge import merge_kind_sums, merge_user_sums
from tenure_engine.rollup.sums import KindSums, UserSums


@dataclass(frozen=True, slots=True)
class Known:
    """Which events a rollup sees: those known before this instant (microseconds UTC), or all."""

    before: int | None = None


EVERYTHING = Known()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a rollup: `users` are the names that its user codes stand for, sorted.

    The parts of the sums are, one after another, its sorted rows.
    """

    users: Sequence[str]
    user_parts: Sequence[UserSums]
    kind_parts: Sequence[KindSums]


@dataclass(frozen=True)
class RolledUp:
    """The rollup of some files of the log, in blocks of which no two have a row of the same key.

    `events` and `assumed` count the events seen and those of them whose known time was assumed.
    """

    blocks: Sequence[Block]
    events: int
    assumed: int

    @cached_property
    def joined(self) -> Block:
        """All blocks as one, with one part each."""
        return join_blocks(self.blocks)

    @property
    def users(self) -> Sequence[str]:
        """The names that the user codes of all rows stand for, sorted."""
        return self.joined.users

    @property
    def user_sums(self) -> UserSums:
        """All rows per account, user and day, sorted."""
        return self.joined.user_parts[0]

    @property
    def kind_sums(self) -> KindSums:
        """All rows per account, day and kind, sorted."""
        return self.joined.kind_parts[0]


def join_blocks(blocks: Sequence[Block]) -> Block:
    """Return blocks as one: users numbered anew, rows sorted, rows of one key added."""
    users = sorted({name for block in blocks for name in block.users})
    numbers = {name: number for number, name in enumerate(users)}
    user_parts = []
    for block in blocks:
        places = np.fromiter((numbers[name] for name in block.users), np.int64, len(block.users))
        user_parts += [replace(part, user=places[part.user]) for part in block.user_parts]
    return Block(
        users=tuple(users),
        user_parts=(merge_user_sums(user_parts),),
        kind_parts=(merge_kind_sums([part for block in blocks for part in block.kind_parts]),),
    )


class Level1(Protocol):
    """Rolls files of the event log up; several engines, one result."""

    def roll_up(
        self, files: Sequence[Path], *, kinds: Sequence[str], logins: frozenset[str], known: Known = EVERYTHING
    ) -> RolledUp:
        """Return the sums of the files' events. `kinds` numbers the event names; each name must be in it."""
        ...
