"""Finds what is declared one file each: measures, alert rules. A file without its declaration is an error."""

import importlib
import pkgutil
from typing import TypeVar

T = TypeVar("T")


class RegistryError(LookupError):
    """A module of a catalogue lacks its declaration, or two declare the same name."""


def find_declarations(package: str, attribute: str, kind: type[T]) -> dict[str, T]:
    """Return what each module of `package` declares as `attribute`, by module name, in order of names.

    The declaration's own `name` must be the module's name, so that a name leads to its file. Modules whose
    name starts with an underscore are helpers and are left out. Raises RegistryError.
    """
    root = importlib.import_module(package)
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(root.__path__), key=lambda entry: entry.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        declared = getattr(module, attribute, None)
        if not isinstance(declared, kind):
            raise RegistryError(f"{module.__name__} must declare {attribute} as a {kind.__name__}")
        name = getattr(declared, "name", None)
        if name != info.name:
            raise RegistryError(f"{module.__name__} declares the name {name!r}; it must be {info.name!r}")
        found[info.name] = declared
    return found
