"""Channels by which a letter leaves the product: one file each, found by being here.

A file defines `CHANNEL = Channel(name, title, is_ready, open)`. `open` gives a sender within a `with` block; what it
raises on the way in was surely not sent. Within the block `NotAccepted` says that the letter was refused, so that it
may be tried again; any other error leaves it open whether the letter arrived, so that it is not sent again.
"""

import importlib
import pkgutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any

from tenure.foundation.models import User


class NotAccepted(Exception):
    """The other side refused the letter: it was surely not delivered."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: `key` is the same for the same letter, whenever it is built. `body` is the inside of `html`."""

    key: str
    subject: str
    text: str
    html: str
    body: str


Send = Callable[[User, Letter], None]


@dataclass(frozen=True, slots=True)
class Channel:
    """One way out of the product; `is_ready` tells whether the operator has set it up."""

    name: str
    title: Any
    is_ready: Callable[[], bool]
    open: Callable[[], AbstractContextManager[Send]]


@cache
def all_channels() -> dict[str, Channel]:
    """Return the channels by name."""
    found = [importlib.import_module(f"{__name__}.{entry.name}").CHANNEL for entry in pkgutil.iter_modules(__path__)]
    return {channel.name: channel for channel in found}
