"""Which kinds of notices there are. A domain registers its own, in a module of its views."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tenure.notices.choices import MAIL, PRODUCT
from tenure.notices.models import Notice

Write = Callable[[Notice], str]


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind: its title among the preferences, how one reads, where it leads, and by what it goes at first."""

    name: str
    title: Any
    icon: str
    text: Write
    address: Write
    channels: frozenset[str] = frozenset({PRODUCT})
    order: int = 50


MAILED = frozenset({PRODUCT, MAIL})
_kinds: dict[str, NoticeKind] = {}


def notice_kind(kind: NoticeKind) -> NoticeKind:
    """Register a kind of notice."""
    _kinds[kind.name] = kind
    return kind


def find_kind(name: str) -> NoticeKind | None:
    """Return a kind by name; None where no domain knows it any more."""
    return _kinds.get(name)


def list_kinds() -> list[NoticeKind]:
    """Return all kinds in the order of the preferences."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def channels_at_first(name: str) -> frozenset[str]:
    """Return the channels of a kind for who has chosen nothing; of an unknown kind the product alone."""
    kind = find_kind(name)
    return kind.channels if kind is not None else frozenset({PRODUCT})
