"""What an event must be to enter the log; what is not is refused with a reason, never dropped."""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tenure.events.log.drafts import UNREADABLE

EARLIEST = pa.scalar(0, pa.int64())
LATEST = pa.scalar(7_258_118_400_000_000, pa.int64())  # 2200-01-01
LONGEST_NAME = 200
LONGEST_ID = 500
LONGEST_PROPERTIES = 64 * 1024
LARGEST_NUMBER = 1_000_000_000_000
LARGEST_VALUE = 1e15

Bools = NDArray[np.bool_]


class Reason(StrEnum):
    """Why an event was refused."""

    NO_ACCOUNT = "no_account"
    NO_NAME = "no_name"
    NO_TIME = "no_time"
    TIME_RANGE = "time_range"
    NO_ID = "no_id"
    TOO_LONG = "too_long"
    NUMBER_RANGE = "number_range"
    VALUE_RANGE = "value_range"
    OTHER_CONTENT = "other_content"
    UNREADABLE = "unreadable"


def find_faults(drafts: pa.Table) -> list[tuple[Reason, Bools]]:
    """Return for every reason that applies the rows it applies to."""
    found = []
    for reason, test in _TESTS:
        flags = test(drafts)
        if flags.any():
            found.append((reason, flags))
    return found


def _flags(condition: pa.ChunkedArray, *, when_null: bool = False) -> Bools:
    return np.asarray(condition.fill_null(when_null).to_numpy(zero_copy_only=False), np.bool_)


def _empty(drafts: pa.Table, name: str) -> Bools:
    return _flags(pc.equal(drafts[name], ""), when_null=True)


def _unreadable(drafts: pa.Table) -> Bools:
    return _flags(pc.and_(pc.equal(drafts["account_id"], 0), pc.equal(drafts["message_id"], UNREADABLE)))


def _no_account(drafts: pa.Table) -> Bools:
    return _flags(pc.less_equal(drafts["account_id"], 0), when_null=True)


def _no_name(drafts: pa.Table) -> Bools:
    return _empty(drafts, "name")


def _no_time(drafts: pa.Table) -> Bools:
    return _flags(pc.or_(drafts["occurred_at"].is_null(), drafts["known_at"].is_null()))


def _time_range(drafts: pa.Table) -> Bools:
    outside = np.zeros(len(drafts), np.bool_)
    for name in ("occurred_at", "known_at"):
        at = drafts[name].cast(pa.int64())
        outside |= _flags(pc.or_(pc.less(at, EARLIEST), pc.greater_equal(at, LATEST)))
    return outside


def _no_id(drafts: pa.Table) -> Bools:
    return _empty(drafts, "message_id") | _empty(drafts, "source")


def _too_long(drafts: pa.Table) -> Bools:
    outside = np.zeros(len(drafts), np.bool_)
    for name, most in (
        ("name", LONGEST_NAME),
        ("user_id", LONGEST_ID),
        ("message_id", LONGEST_ID),
        ("source", LONGEST_NAME),
        ("properties", LONGEST_PROPERTIES),
    ):
        outside |= _flags(pc.greater(pc.binary_length(drafts[name]), most))
    return outside


def _number_range(drafts: pa.Table) -> Bools:
    outside = np.zeros(len(drafts), np.bool_)
    for name in ("count", "seconds"):
        column = drafts[name]
        outside |= _flags(pc.or_(pc.less(column, 0), pc.greater(column, LARGEST_NUMBER)))
    return outside


def _value_range(drafts: pa.Table) -> Bools:
    value = drafts["value"]
    if value.null_count == len(value):
        return np.zeros(len(value), np.bool_)
    # a comparison with NaN is false, so that NaN is outside too
    return _flags(pc.invert(pc.less_equal(pc.abs(value), LARGEST_VALUE)))


_TESTS: tuple[tuple[Reason, Callable[[pa.Table], Bools]], ...] = (
    (Reason.UNREADABLE, _unreadable),
    (Reason.NO_ACCOUNT, _no_account),
    (Reason.NO_NAME, _no_name),
    (Reason.NO_TIME, _no_time),
    (Reason.TIME_RANGE, _time_range),
    (Reason.NO_ID, _no_id),
    (Reason.TOO_LONG, _too_long),
    (Reason.NUMBER_RANGE, _number_range),
    (Reason.VALUE_RANGE, _value_range),
)
