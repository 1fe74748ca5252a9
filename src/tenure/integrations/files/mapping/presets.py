"""Mappings that come with the product: `<vendor>/mappings/*.yml`, known by the headers of a file.

Beside what every mapping holds, a preset has

    detect:
      all: [id, subscription_id, "plan_id | price_id"]     # headers that must be there
      none: [invoice_id]                                   # headers that must not be there

Wherever a column is named, `|` parts names of one thing: the first that the file has is taken. A field may have a
list of sources: the first whose columns the file has is taken. What the file lacks is left out.
Headers are compared without case, blanks and marks, so that "Record ID" and "record_id" are one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from tenure.integrations.files.mapping.documents import mapping_of, parse_yaml
from tenure.integrations.files.mapping.spec import (
    After,
    Column,
    CurrencyIn,
    First,
    Mapping,
    MappingError,
    MonthsBefore,
    Origin,
    Skip,
    Source,
    SpecProblem,
    Template,
    template_columns,
)
from tenure.integrations.files.mapping.vocabulary import header_key
from tenure.integrations.files.reading.types import FileShape

_FOLDER = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Preset:
    """A shipped mapping and the headers it is known by. `name` is "vendor/file".

    `mapping` holds the first source of each field, `others` the further ones.
    """

    name: str
    mapping: Mapping
    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[str, ...] = ()
    others: tuple[Mapping, ...] = ()

    @property
    def title(self) -> str:
        """What a person calls files of this shape."""
        return self.mapping.title

    def score(self, keys: frozenset[str]) -> int:
        """Return how many headers prove a file (its header keys) to be of this shape; 0 if it is not."""
        if keys & set(self.unwanted):
            return 0
        return len(self.wanted) if all(keys & set(names) for names in self.wanted) else 0


@lru_cache(maxsize=1)
def presets() -> tuple[Preset, ...]:
    """Return every shipped preset, by name."""
    return tuple(load_preset(path) for path in sorted(_FOLDER.glob("*/mappings/*.yml")))


def load_preset(path: Path) -> Preset:
    """Return the preset of a YAML file. Raises MappingError with its problems, the file's name before each place."""
    name = f"{path.parents[1].name}/{path.stem}"
    try:
        document = parse_yaml(path.read_text(encoding="utf-8"))
        sources = {
            field: value if isinstance(value, list) else [value] for field, value in document["fields"].items()
        }
        rounds = [
            mapping_of({**document, "fields": fields}, more_keys=("detect",))
            for place in range(max(map(len, sources.values())))
            if (fields := {field: values[place] for field, values in sources.items() if len(values) > place})
        ]
    except MappingError as error:
        found = [SpecProblem(f"{name}: {problem.place}", problem.message) for problem in error.problems]
        raise MappingError(found) from error
    detect: dict[str, Any] = document["detect"]
    return Preset(
        name=name,
        mapping=replace(rounds[0], name=name),
        wanted=tuple(_keys(text) for text in detect["all"]),
        unwanted=tuple(header_key(text) for text in detect.get("none", ())),
        others=tuple(rounds[1:]),
    )


def _keys(text: str) -> tuple[str, ...]:
    return tuple(header_key(part) for part in text.split("|"))


def find_presets(shape: FileShape) -> list[tuple[Preset, int]]:
    """Return the presets a file's headers prove, with their scores, the most telling first."""
    keys = frozenset(header_key(name) for name in shape.names)
    found = [(preset, preset.score(keys)) for preset in presets()]
    return sorted((pair for pair in found if pair[1]), key=lambda pair: (-pair[1], pair[0].name))


class _Headers:
    """The headers of a file, found by any of the names of a thing."""

    def __init__(self, names: Sequence[str]) -> None:
        self._by_key = {header_key(name): name for name in reversed(names)}

    def find(self, text: str) -> str:
        """Return the first header that one of the names in `text` means, or ""."""
        return next((self._by_key[key] for key in _keys(text) if key in self._by_key), "") if text else ""


def fit(preset: Preset, names: Sequence[str]) -> Mapping:
    """Return a preset's mapping for a file with these columns: real headers put in, what is missing left out."""
    headers = _Headers(names)
    fields = {}
    for field in preset.mapping.fields:
        options = [mapping.fields[field] for mapping in (preset.mapping, *preset.others) if field in mapping.fields]
        fitting = (_fit_source(source, headers) for source in options)
        fields[field] = next((source for source in fitting if source is not None), None)
    skips = (_fit_skip(skip, headers) for skip in preset.mapping.skip)
    return replace(
        preset.mapping,
        fields={field: source for field, source in fields.items() if source is not None},
        skip=tuple(skip for skip in skips if skip is not None),
        ignore=tuple(found for name in preset.mapping.ignore if (found := headers.find(name))),
    )


def _fit_skip(skip: Skip, headers: _Headers) -> Skip | None:
    column = headers.find(skip.condition.column)
    return replace(skip, condition=replace(skip.condition, column=column)) if column else None


def _fit_source(source: Source, headers: _Headers) -> Source | None:
    origin = _fit_origin(source.origin, headers)
    when = source.when
    if when is not None:
        column = headers.find(when.column)
        when = replace(when, column=column) if column else None
    times, minor_units = headers.find(source.times), headers.find(source.minor_units)
    lost = bool(source.when and not when) or bool(source.times and not times)
    if origin is None or lost:
        return None
    return replace(source, origin=origin, when=when, times=times, minor_units=minor_units)


def _fit_origin(origin: Origin, headers: _Headers) -> Origin | None:
    match origin:
        case Column(column) | MonthsBefore(column) | CurrencyIn(column):
            found = headers.find(column)
            return replace(origin, column=found) if found else None
        case First(columns):
            return _shortest(tuple(dict.fromkeys(found for name in columns if (found := headers.find(name)))))
        case After(start, amount, _):
            first, second = headers.find(start), headers.find(amount)
            return replace(origin, start=first, amount=second) if first and second else None
        case Template(text):
            return _fit_template(text, headers)
    return origin


def _shortest(columns: tuple[str, ...]) -> Origin | None:
    if not columns:
        return None
    return Column(columns[0]) if len(columns) == 1 else First(columns)


def _fit_template(text: str, headers: _Headers) -> Template | None:
    for name in template_columns(text):
        found = headers.find(name)
        text = text.replace(f"{{{name}}}", f"{{{found}}}" if found else "")
    return Template(text) if template_columns(text) else None
