"""What stands in the digest. A domain registers a function that gives a section for a person and a day, or None."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.foundation.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a heading with its address, why it is there, and a few facts beside it. Addresses are paths."""

    title: str
    text: str
    facts: Sequence[str]
    path: str


@dataclass(frozen=True, slots=True)
class Section:
    """Figures (label and value) and rows under a heading; `count` tells how many rows there are in all."""

    title: str
    summary: str
    figures: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    count: int
    path: str


Build = Callable[[User, date], Section | None]
_sections: dict[str, tuple[int, Build]] = {}


def digest_section(name: str, *, order: int) -> Callable[[Build], Build]:
    """Register a section of the digest; it is left out where it is None."""

    def register(build: Build) -> Build:
        _sections[name] = (order, build)
        return build

    return register


def sections_of(user: User, day: date) -> list[Section]:
    """Return the sections that have something to say."""
    built: list[Any] = [build(user, day) for _order, build in sorted(_sections.values(), key=lambda entry: entry[0])]
    return [section for section in built if section is not None]
