"""The kinds of record: one file each says its fields, and with that its import, form, list, API and history.

A higher domain (devices, surveys) registers its own kind from a module `kinds.py` that its AppConfig imports.
"""

import importlib
import pkgutil

from tenure.accounts.kinds.base import Field, Problem, RecordKind, get_kind, list_kinds, register

__all__ = ["Field", "Problem", "RecordKind", "get_kind", "list_kinds", "load_kinds", "register"]


def load_kinds() -> None:
    """Import every kind of this folder."""
    for entry in pkgutil.iter_modules(__path__):
        if entry.name != "base":
            importlib.import_module(f"{__name__}.{entry.name}")
