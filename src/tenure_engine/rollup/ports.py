"""What an engine of level 1 must do; the conformance suite holds every engine to the same cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tenure_engine.rollup.merge import merge_kind_sums, merge_user_sums
from tenure_engine.rollup.sums import KindSums, UserSums


@dataclass(frozen=True, slots=True)
class Known:
    """Which events a rollup sees: those known before this instant (microseconds UTC), or all."""

    before: int | None = None


EVERYTHING = Known()


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The rollup of some files of the log, in parts that one after another are its sorted rows.

    `users` are the names that the user codes stand for, sorted. `events` and `assumed` count the events seen and
    those of them whose known time was assumed.
    """

    users: tuple[str, ...]
    user_parts: Sequence[UserSums]
    kind_parts: Sequence[KindSums]
    events: int
    assumed: int

    @property
    def user_sums(self) -> UserSums:
        """The rows per account, user and day."""
        return merge_user_sums(self.user_parts)

    @property
    def kind_sums(self) -> KindSums:
        """The rows per account, day and kind."""
        return merge_kind_sums(self.kind_parts)


class Level1(Protocol):
    """Rolls files of the event log up; several engines, one result."""

    def roll_up(
        self, files: Sequence[Path], *, kinds: Sequence[str], logins: frozenset[str], known: Known = EVERYTHING
    ) -> RolledUp:
        """Return the sums of the files' events. `kinds` numbers the event names; each name must be in it."""
        ...
