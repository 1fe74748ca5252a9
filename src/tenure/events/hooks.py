"""Where higher domains add to what this one shows, without being known here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tenure.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Use:
    """Something that is computed from a kind of event, with the address of its page."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class UsageMark:
    """Something that matters on a day of an account's usage chart: a renewal, a champion who left."""

    on: date
    label: str


KindUses = Callable[[int], Mapping[str, Sequence[Use]]]
UsageMarks = Callable[[Account, date, date], Sequence[UsageMark]]
_kind_uses: list[KindUses] = []
_usage_marks: list[UsageMarks] = []


def tell_kind_uses(function: KindUses) -> KindUses:
    """Register a function of the workspace's id that tells, by event name, what is computed from it."""
    if function not in _kind_uses:
        _kind_uses.append(function)
    return function


def tell_usage_marks(function: UsageMarks) -> UsageMarks:
    """Register a function of (account, first day, last day) that gives marks of the usage chart."""
    if function not in _usage_marks:
        _usage_marks.append(function)
    return function


def uses_by_kind(workspace_id: int) -> dict[str, list[Use]]:
    """Return what is computed from each kind of event."""
    uses: dict[str, list[Use]] = {}
    for function in _kind_uses:
        for name, entries in function(workspace_id).items():
            uses.setdefault(name, []).extend(entries)
    return uses


def marks_of(account: Account, first: date, last: date) -> list[UsageMark]:
    """Return the marks of an account's usage chart in the order of their days."""
    marks = [mark for function in _usage_marks for mark in function(account, first, last)]
    return sorted((mark for mark in marks if first <= mark.on <= last), key=lambda mark: mark.on)
