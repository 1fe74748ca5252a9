"""Why did a score move? The difference of two explanations, row by row: it adds up to that of the scores."""

from dataclasses import dataclass

from tenure_engine.health.scoring import Explanation, Row

NOTABLE = 50
"""What a row must add or take to be told as a reason of a move: half a point."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one row did between two dates, in hundredths; a row that is missing on a date counted 0 there."""

    before: Row | None
    after: Row | None
    delta: int

    @property
    def row(self) -> Row:
        """Return the later row, else the earlier."""
        row = self.after or self.before
        assert row is not None
        return row


@dataclass(frozen=True, slots=True)
class Movement:
    """Two explanations and the moves between them, largest first. `delta` is None unless both have a score."""

    before: Explanation
    after: Explanation
    delta: int | None
    moves: tuple[Move, ...]


def why_moved(before: Explanation, after: Explanation) -> Movement:
    """Return what each row did from one explanation to another."""
    if before.score is None or after.score is None:
        return Movement(before, after, None, ())
    earlier = {row.identity: row for row in before.rows}
    later = {row.identity: row for row in after.rows}
    moves = []
    for identity in dict.fromkeys([*later, *earlier]):
        old, new = earlier.get(identity), later.get(identity)
        delta = (new.contribution if new else 0) - (old.contribution if old else 0)
        moves.append(Move(old, new, delta))
    moves.sort(key=lambda move: -abs(move.delta))
    return Movement(before, after, after.score - before.score, tuple(moves))


def main_moves(movement: Movement, limit: int = 2) -> list[Move]:
    """Return at most `limit` moves that took the score where it went, largest first; none where it did not move."""
    way = movement.delta or 0
    return [move for move in movement.moves if way and move.delta * way > 0 and abs(move.delta) >= NOTABLE][:limit]
