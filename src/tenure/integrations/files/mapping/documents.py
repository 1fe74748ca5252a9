"""Mappings as YAML: read with every problem named at its place, written so that it reads back the same."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tenure.integrations.files.mapping.spec import (
    FORMS,
    RESTS,
    UNITS,
    After,
    Column,
    Condition,
    Constant,
    CurrencyIn,
    First,
    Mapping,
    MappingError,
    MonthsBefore,
    Origin,
    Skip,
    Snapshot,
    Source,
    SpecProblem,
    Template,
    template_columns,
)
from tenure.integrations.files.mapping.texts import spec_message
from tenure.integrations.files.reading.messages import Param

VERSION = 1
MAX_CHARS = 200_000
_TOP = ("mapping", "kind", "name", "title", "system", "timezone", "rest", "ignore", "skip", "fields")
_ORIGINS = ("column", "constant", "template", "first", "snapshot", "months_before", "after", "currency_in")
_CHANGES = ("map", "default", "scale", "times", "minor_units", "as", "when")
_CONDITION = ("column", "is", "is_not", "empty")


class _Loader(yaml.SafeLoader):
    """YAML with texts left alone: only null, true, false and whole numbers are more than text; no anchors."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("anchors are not allowed")
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]{0,17})$", "-0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def parse_yaml(text: str) -> Any:
    """Return what a YAML text holds. Raises MappingError for what is no YAML or too much of it."""
    if len(text) > MAX_CHARS:
        raise MappingError([SpecProblem("", spec_message("too_big", limit=MAX_CHARS))])
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader made narrower
    except (yaml.YAMLError, RecursionError) as error:
        why = " ".join(str(error).split())[:300]
        raise MappingError([SpecProblem("", spec_message("yaml", why=why))]) from error


def load_mapping(text: str) -> Mapping:
    """Return the mapping of a YAML text. Raises MappingError with every problem found."""
    return mapping_of(parse_yaml(text))


def mapping_of(document: Any, *, more_keys: tuple[str, ...] = ()) -> Mapping:
    """Return the mapping of a parsed document; keys named in `more_keys` are allowed and left alone."""
    reader = _Reader()
    mapping = reader.mapping(document, more_keys)
    if reader.problems:
        raise MappingError(reader.problems)
    return mapping


class _Reader:
    """Takes a document apart and notes every problem."""

    def __init__(self) -> None:
        self.problems: list[SpecProblem] = []

    def wrong(self, place: str, code: str, **params: Param) -> None:
        self.problems.append(SpecProblem(place, spec_message(code, **params)))

    def mapping(self, document: Any, more_keys: tuple[str, ...]) -> Mapping:
        top = self.names(document, "", (*_TOP, *more_keys))
        if top.get("mapping", VERSION) != VERSION:
            self.wrong("mapping", "version", version=str(top["mapping"])[:20])
        if "kind" not in top:
            self.wrong("", "missing_key", key="kind")
        if "fields" not in top:
            self.wrong("", "missing_key", key="fields")
        zone = self.text(top.get("timezone", ""), "timezone")
        if zone and not _is_zone(zone):
            self.wrong("timezone", "unknown_zone", zone=zone[:60])
        rest = self.word(top.get("rest"), "rest", RESTS) if top.get("rest") is not None else None
        fields = self.names(top.get("fields", {}), "fields", None)
        return Mapping(
            kind=self.text(top.get("kind", ""), "kind"),
            fields={name: self.source(value, f"fields.{name}") for name, value in fields.items()},
            skip=tuple(
                self.skip(entry, f"skip.{number}")
                for number, entry in enumerate(self.list(top.get("skip", []), "skip"), start=1)
            ),
            rest=next((known for known in RESTS if known == rest), None),
            ignore=self.texts(top.get("ignore", []), "ignore"),
            name=self.text(top.get("name", ""), "name"),
            title=self.text(top.get("title", ""), "title"),
            system=self.text(top.get("system", "file"), "system") or "file",
            timezone=zone,
        )

    def names(self, value: Any, place: str, known: tuple[str, ...] | None) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.wrong(place, "not_a_map")
            return {}
        named = {_scalar_text(key): inner for key, inner in value.items()}
        for key in named:
            if known is not None and key not in known:
                self.wrong(f"{place}.{key}".lstrip("."), "unknown_key", key=key[:60], known=", ".join(known))
        return named

    def list(self, value: Any, place: str) -> "list[Any]":
        if isinstance(value, list):
            return value
        self.wrong(place, "not_a_list")
        return []

    def text(self, value: Any, place: str) -> str:
        if isinstance(value, str | int | bool) or value is None:
            return _scalar_text(value)
        self.wrong(place, "not_text")
        return ""

    def texts(self, value: Any, place: str) -> tuple[str, ...]:
        return tuple(self.text(entry, place) for entry in self.list(value, place))

    def word(self, value: Any, place: str, known: tuple[str, ...]) -> str:
        word = self.text(value, place)
        if word not in known:
            self.wrong(place, "not_a_word", value=word[:60], known=", ".join(known))
        return word

    def skip(self, value: Any, place: str) -> Skip:
        entry = dict(value) if isinstance(value, dict) else value
        reason = entry.pop("reason", None) if isinstance(entry, dict) else None
        condition = self.condition(entry, place)
        return Skip(condition, self.text(reason, f"{place}.reason")) if reason is not None else Skip(condition)

    def condition(self, value: Any, place: str) -> Condition:
        entry = self.names(value, place, _CONDITION)
        if "column" not in entry:
            self.wrong(place, "missing_key", key="column")
        if not entry.keys() & {"is", "is_not", "empty"}:
            self.wrong(place, "no_condition")
        empty = entry.get("empty")
        if empty is not None and not isinstance(empty, bool):
            self.wrong(f"{place}.empty", "not_a_word", value=_scalar_text(empty)[:60], known="true, false")
        return Condition(
            column=self.text(entry.get("column", ""), f"{place}.column"),
            is_=self.scalars(entry.get("is", []), f"{place}.is"),
            is_not=self.scalars(entry.get("is_not", []), f"{place}.is_not"),
            empty=empty if isinstance(empty, bool) else None,
        )

    def scalars(self, value: Any, place: str) -> tuple[str | bool, ...]:
        entries = value if isinstance(value, list) else [value]
        return tuple(entry if isinstance(entry, bool) else self.text(entry, place) for entry in entries)

    def source(self, value: Any, place: str) -> Source:
        if isinstance(value, str | int):
            return Source(Column(_scalar_text(value)))
        entry = self.names(value, place, (*_ORIGINS, *UNITS, *_CHANGES))
        origin = self.origin(entry, place)
        words = self.names(entry.get("map", {}), f"{place}.map", None)
        return Source(
            origin=origin,
            words={key: self.text(word, f"{place}.map.{key}") for key, word in words.items()},
            default=self.text(entry.get("default", ""), f"{place}.default"),
            scale=self.decimal(entry["scale"], f"{place}.scale") if "scale" in entry else None,
            times=self.text(entry.get("times", ""), f"{place}.times"),
            minor_units=self.text(entry.get("minor_units", ""), f"{place}.minor_units"),
            form=self.word(entry["as"], f"{place}.as", FORMS) if "as" in entry else "",
            when=self.condition(entry["when"], f"{place}.when") if "when" in entry else None,
        )

    def decimal(self, value: Any, place: str) -> Decimal | None:
        try:
            number = Decimal(_scalar_text(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.wrong(place, "not_a_decimal", value=_scalar_text(value)[:60])
            return None
        return number

    def origin(self, entry: dict[str, Any], place: str) -> Origin:
        given = [name for name in _ORIGINS if name in entry]
        if len(given) != 1:
            self.wrong(place, "one_origin", known=", ".join(_ORIGINS))
            return Constant("")
        name, value = given[0], entry[given[0]]
        if name == "after":
            return self.after(entry, place)
        if name == "template":
            return self.template(value, f"{place}.template")
        if name == "first":
            return First(self.texts(value, f"{place}.first"))
        if name == "snapshot":
            return Snapshot()
        text = self.text(value, f"{place}.{name}")
        simple: dict[str, Callable[[str], Origin]] = {
            "column": Column,
            "constant": Constant,
            "months_before": MonthsBefore,
            "currency_in": CurrencyIn,
        }
        return simple[name](text)

    def template(self, value: Any, place: str) -> Template:
        text = self.text(value, place)
        try:
            template_columns(text)
        except ValueError:
            self.wrong(place, "bad_template", template=text[:100])
            return Template("")
        return Template(text)

    def after(self, entry: dict[str, Any], place: str) -> Origin:
        units = [unit for unit in UNITS if unit in entry]
        if len(units) != 1:
            self.wrong(place, "no_unit", known=", ".join(UNITS))
            return Constant("")
        unit = units[0]
        return After(self.text(entry["after"], f"{place}.after"), self.text(entry[unit], f"{place}.{unit}"), unit)


def _scalar_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return str(value) if isinstance(value, str | int) else ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def dump_mapping(mapping: Mapping) -> str:
    """Return a mapping as YAML that `load_mapping` reads back as the same value."""
    document: dict[str, Any] = {"mapping": VERSION, "kind": mapping.kind}
    for key, default in (("name", ""), ("title", ""), ("system", "file"), ("timezone", ""), ("rest", None)):
        value = getattr(mapping, key)
        if value != default:
            document[key] = value
    if mapping.ignore:
        document["ignore"] = list(mapping.ignore)
    if mapping.skip:
        document["skip"] = [{**_condition_document(skip.condition), "reason": skip.reason} for skip in mapping.skip]
    document["fields"] = {name: _source_document(source) for name, source in mapping.fields.items()}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)


def _condition_document(condition: Condition) -> dict[str, Any]:
    document: dict[str, Any] = {"column": condition.column}
    if condition.is_:
        document["is"] = list(condition.is_)
    if condition.is_not:
        document["is_not"] = list(condition.is_not)
    if condition.empty is not None:
        document["empty"] = condition.empty
    return document


def _origin_document(origin: Origin) -> dict[str, Any]:
    match origin:
        case Column(column):
            return {"column": column}
        case Constant(value):
            return {"constant": value}
        case Template(text):
            return {"template": text}
        case First(columns):
            return {"first": list(columns)}
        case MonthsBefore(column):
            return {"months_before": column}
        case After(start, amount, unit):
            return {"after": start, unit: amount}
        case CurrencyIn(column):
            return {"currency_in": column}
    return {"snapshot": True}


def _source_document(source: Source) -> dict[str, Any] | str:
    document = _origin_document(source.origin)
    if source.words:
        document["map"] = dict(source.words)
    for key, value in (
        ("default", source.default),
        ("scale", "" if source.scale is None else str(source.scale)),
        ("times", source.times),
        ("minor_units", source.minor_units),
        ("as", source.form),
    ):
        if value:
            document[key] = value
    if source.when is not None:
        document["when"] = _condition_document(source.when)
    return document["column"] if list(document) == ["column"] else document
