"""Writing many rows in transactions short enough for people to write in between."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
ROWS_A_TRANSACTION = 400
PAUSE_SECONDS = 0.005


def pieces(rows: Sequence[T], size: int = ROWS_A_TRANSACTION) -> Iterator[Sequence[T]]:
    """Cut rows into transactions of `size`, with a pause between them."""
    for begin in range(0, len(rows), size):
        if begin:
            time.sleep(PAUSE_SECONDS)
        yield rows[begin : begin + size]
