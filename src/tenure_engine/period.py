"""Days and months as numbers: a day is an int32 count of days since 1970-01-01."""

import calendar
from datetime import date

_EPOCH = date(1970, 1, 1).toordinal()


def to_day(value: date) -> int:
    """Return the day number of a date."""
    return value.toordinal() - _EPOCH


def from_day(day: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(int(day) + _EPOCH)


def month_end(value: date) -> date:
    """Return the last day of the month of `value`."""
    return value.replace(day=calendar.monthrange(value.year, value.month)[1])


def add_months(value: date, months: int) -> date:
    """Return `value` moved by whole months; a day the month lacks becomes its last day."""
    index = value.year * 12 + value.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(value.day, last))


def month_ends(after: date, until: date) -> list[date]:
    """Return the month ends that lie after `after` and not after `until`, in order."""
    ends = []
    current = month_end(after)
    while current <= until:
        if current > after:
            ends.append(current)
        current = month_end(add_months(current.replace(day=1), 1))
    return ends
