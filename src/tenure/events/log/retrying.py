"""Readers hold no lock: where a file was replaced while they read, they read again."""

from collections.abc import Callable
from typing import TypeVar

_TRIES = 4

T = TypeVar("T")


def read_again(read: Callable[[], T], gone: type[Exception] = FileNotFoundError) -> T:
    """Return what `read` returns; it is called anew while it raises `gone`, a few times at most."""
    for left in reversed(range(_TRIES)):
        try:
            return read()
        except gone:
            if not left:
                raise
    raise AssertionError("unreachable")
