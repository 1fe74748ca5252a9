"""The numbered list of event names of a log: a name keeps its number, which is its bit in the masks."""

import re
from collections.abc import Collection, Iterable

import msgspec

from tenure.events.log.durable import write_durably
from tenure.events.log.folder import LogFolder

_SEPARATORS = re.compile(r"[\s.:-]+")
LOGINS = frozenset(
    {
        "login",
        "log_in",
        "logged_in",
        "user_login",
        "sign_in",
        "signin",
        "signed_in",
        "user_signed_in",
        "session_start",
    }
)


def logins_among(names: Iterable[str], logins: Collection[str]) -> frozenset[str]:
    """Return the names that count as a log-in; case, spaces, dots and hyphens do not matter."""
    return frozenset(name for name in names if _SEPARATORS.sub("_", name.strip().lower()) in logins)


def read_kinds(folder: LogFolder) -> tuple[str, ...]:
    """Return the event names by number; an empty name is one that was erased."""
    try:
        return tuple(msgspec.json.decode(folder.kinds.read_bytes(), type=list[str]))
    except FileNotFoundError:
        return ()


def number_kinds(folder: LogFolder, names: Iterable[str]) -> tuple[str, ...]:
    """Give new names a number, durably, and return the whole list. The caller holds the writers' lock."""
    kinds = read_kinds(folder)
    new = sorted(set(names) - set(kinds))
    if new:
        kinds = (*kinds, *new)
        write_durably(folder.kinds, msgspec.json.encode(kinds))
    return kinds


def forget_kinds(folder: LogFolder, *, used: Iterable[str]) -> None:
    """Erase the names of which no event is left; the numbers of the others stay."""
    still = set(used)
    kinds = read_kinds(folder)
    kept = tuple(name if name in still else "" for name in kinds)
    if kept != kinds:
        write_durably(folder.kinds, msgspec.json.encode(kept))
