"""From a source of a mapping to a function over a chunk's columns: planned once, run per chunk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from tenure.integrations.files.mapping import coerce
from tenure.integrations.files.mapping.coerce import Converter
from tenure.integrations.files.mapping.spec import (
    After,
    Column,
    Condition,
    Constant,
    CurrencyIn,
    First,
    MonthsBefore,
    Snapshot,
    Source,
    Template,
    template_columns,
)
from tenure.integrations.files.mapping.texts import value_message
from tenure.integrations.files.mapping.vocabulary import has_words, is_false, is_true, normal
from tenure.integrations.files.reading.messages import Message
from tenure.integrations.files.reading.numbers import find_currency
from tenure.integrations.files.reading.types import ColumnShape, FileShape
from tenure.integrations.files.reading.wire import text_of
from tenure_engine.period import add_months

Columns = Sequence[Sequence[Any]]
Evaluator = Callable[[Columns, int], list[Any]]
"""Values of one field for all rows of a chunk (columns, number of rows); a `Message` is a problem, None no value."""

_MEMO_SIZE = 100_000
_ZERO_DECIMALS = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
_NO_CENTS, _MILLS = frozenset(_ZERO_DECIMALS.split()), frozenset(("BHD", "JOD", "KWD", "OMN", "TND"))
_NUMBERS = ("int", "decimal", "amount")


class FieldLike(Protocol):
    """What mapping needs to know of a field."""

    @property
    def name(self) -> str:
        """The canonical header."""

    @property
    def type(self) -> str:
        """text, long_text, ref, person, int, decimal, amount, date, datetime, bool, choice or tags."""

    @property
    def choices(self) -> Sequence[Any]:
        """Values, or pairs of value and label."""

    @property
    def required(self) -> bool:
        """Whether every record needs it."""


class _Memo(dict[Any, Any]):
    """Converts each distinct text once, within a bound."""

    def __init__(self, convert: Converter) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, cell: Any) -> Any:
        if len(self) >= _MEMO_SIZE:
            self.clear()
        value = self[cell] = self._convert(cell)
        return value


@dataclass(frozen=True, slots=True)
class Setting:
    """What planning knows: the file, the kind, the day "now" means, the zone of times without one."""

    shape: FileShape
    kind: str
    snapshot: date
    zone: tzinfo

    def column(self, name: str) -> tuple[int, ColumnShape]:
        """Return place and shape of a column. Raises KeyError."""
        for place, column in enumerate(self.shape.columns):
            if column.name == name:
                return place, column
        raise KeyError(name)

    @property
    def is_text(self) -> bool:
        """Tell whether all cells are texts."""
        return self.shape.format in ("csv", "tsv")


def converter(field: FieldLike, column: ColumnShape | None, setting: Setting) -> Converter:
    """Return what makes a cell of `column` a value of `field`."""
    order = column.date_order if column else None
    decimal = column.decimal if column else "."
    kind = field.type
    if kind in _NUMBERS:
        number = coerce.whole_converter(decimal) if kind == "int" else coerce.number_converter(decimal)
        is_worded = has_words(setting.kind, field.name)
        return coerce.worded(setting.kind, field.name, number) if is_worded else number
    if kind == "date":
        return coerce.date_converter(order)
    if kind == "datetime":
        return coerce.moment_converter(order, setting.zone)
    if kind == "choice":
        pairs = [pair if isinstance(pair, tuple | list) else (pair, pair) for pair in field.choices]
        return coerce.choice_converter(setting.kind, field.name, [(str(pair[0]), pair[1]) for pair in pairs])
    simple: dict[str, Converter] = {"bool": coerce.to_bool, "tags": coerce.to_tags}
    return simple.get(kind, coerce.to_text)


def evaluator(source: Source, field: FieldLike, setting: Setting) -> Evaluator:
    """Return the function that gives a field its values. Raises KeyError for a column the file lacks."""
    result = _origin(source, field, setting)
    if source.times or source.minor_units or source.scale is not None:
        result = _computed(result, source, field, setting)
    if source.default:
        result = _with_default(result, converter(field, None, setting)(source.default))
    if source.when is not None:
        result = _chosen(result, condition(source.when, setting))
    return result


def _origin(source: Source, field: FieldLike, setting: Setting) -> Evaluator:
    match source.origin:
        case Column(column):
            return _cells(column, source, field, setting)
        case First(columns):
            return _first([_cells(column, source, field, setting) for column in columns])
        case Constant(value):
            constant = converter(field, None, setting)(value)
            return lambda columns, count: [constant] * count
        case Template(text):
            return _template(text, source, field, setting)
        case Snapshot():
            today = _as_type(setting.snapshot, field)
            return lambda columns, count: [today] * count
        case MonthsBefore(column):
            return _months_before(column, field, setting)
        case After() as after:
            return _after(after, field, setting)
        case CurrencyIn(column):
            return _currency_in(column, setting)
    raise TypeError(type(source.origin))


def _cells(name: str, source: Source, field: FieldLike, setting: Setting) -> Evaluator:
    place, column = setting.column(name)
    convert = _number_if_computed(source, field, column, setting)
    if convert is coerce.to_text and not source.words and not source.form and setting.is_text:
        return lambda columns, count: _stripped(columns[place])
    return _per_cell(place, _prepared(source, convert), setting)


def _number_if_computed(source: Source, field: FieldLike, column: ColumnShape, setting: Setting) -> Converter:
    if field.type == "int" and (source.scale is not None or source.times or source.minor_units):
        return coerce.number_converter(column.decimal)
    return converter(field, column, setting)


def _stripped(cells: Sequence[str]) -> list[str | None]:
    texts = [cell.strip() or None for cell in cells]
    return [None if text == "\\N" else text for text in texts] if "\\N" in texts else texts


def _prepared(source: Source, convert: Converter) -> Converter:
    """Return `convert` behind the replacement of words and the normal form of ids."""
    words = {normal(word): value for word, value in source.words.items()}
    other = words.pop("*", None)

    def prepare(cell: Any) -> Any:
        text = text_of(cell).strip()
        if words or other is not None:
            word = words.get(normal(text), other if text else None)
            if word is not None:
                return convert(word)
        if source.form == "salesforce_id":
            return convert(coerce.salesforce_id(text))
        return convert(text.upper() if source.form == "upper" else cell)

    return prepare if source.words or source.form else convert


def _per_cell(place: int, convert: Converter, setting: Setting) -> Evaluator:
    if setting.is_text:
        memo = _Memo(convert)
        return lambda columns, count: [memo[cell] for cell in columns[place]]
    return lambda columns, count: [convert(cell) for cell in columns[place]]


def _first(evaluators: list[Evaluator]) -> Evaluator:
    def evaluate(columns: Columns, count: int) -> list[Any]:
        lists = [evaluate(columns, count) for evaluate in evaluators]
        return [next((value for value in values if value is not None), None) for values in zip(*lists, strict=True)]

    return evaluate


def _template(text: str, source: Source, field: FieldLike, setting: Setting) -> Evaluator:
    names = template_columns(text)
    places = [setting.column(name)[0] for name in names]
    pieces: list[str] = []
    rest = text
    for _ in names:
        before, _, rest = rest.partition("{")
        pieces.append(before)
        rest = rest.partition("}")[2]
    convert = _prepared(source, converter(field, None, setting))

    def evaluate(columns: Columns, count: int) -> list[Any]:
        made: list[Any] = []
        for cells in zip(*(columns[place] for place in places), strict=True):
            texts = [text_of(cell).strip() for cell in cells]
            whole = "".join(piece + filled for piece, filled in zip(pieces, texts, strict=True)) + rest
            made.append(convert(" ".join(whole.split())) if any(texts) else None)
        return made

    return evaluate


def _as_type(day: date, field: FieldLike) -> date:
    return datetime.combine(day, time.min, tzinfo=UTC) if field.type == "datetime" else day


def _months_before(name: str, field: FieldLike, setting: Setting) -> Evaluator:
    place, column = setting.column(name)
    whole = coerce.whole_converter(column.decimal)

    def convert(cell: Any) -> Any:
        months = whole(cell)
        if months is None or isinstance(months, Message):
            return months
        try:
            return _as_type(add_months(setting.snapshot, -months), field)
        except ValueError:
            return value_message("not_a_number", value=coerce.shown(cell))

    return _per_cell(place, convert, setting)


def _after(after: After, field: FieldLike, setting: Setting) -> Evaluator:
    start_place, start_column = setting.column(after.start)
    amount_place, amount_column = setting.column(after.amount)
    starts = _per_cell(start_place, coerce.moment_converter(start_column.date_order, setting.zone), setting)
    amounts = _per_cell(amount_place, coerce.number_converter(amount_column.decimal), setting)

    def evaluate(columns: Columns, count: int) -> list[Any]:
        pairs = zip(starts(columns, count), amounts(columns, count), strict=True)
        return [_later(start, amount, after.unit, field) for start, amount in pairs]

    return evaluate


def _later(start: Any, amount: Any, unit: str, field: FieldLike) -> Any:
    for value in (start, amount):
        if value is None or isinstance(value, Message):
            return value
    try:
        if unit == "months":
            moment: datetime | None = datetime.combine(add_months(start.date(), int(amount)), start.timetz())
        else:
            moment = coerce.add_duration(start, amount, unit)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        return value_message("not_a_number", value=coerce.shown(amount))
    return moment.date() if field.type == "date" else moment


def _currency_in(name: str, setting: Setting) -> Evaluator:
    place, _ = setting.column(name)
    return _per_cell(place, lambda cell: find_currency(text_of(cell)) or None, setting)


def _computed(inner: Evaluator, source: Source, field: FieldLike, setting: Setting) -> Evaluator:
    """Return `inner` times scale and factor, divided by the minor units of a currency; exact, int rounded half up."""
    factor = Decimal(1) if source.scale is None else source.scale
    times = _numbers(source.times, setting) if source.times else None
    units = _currencies(source.minor_units, setting) if source.minor_units else None

    def evaluate(columns: Columns, count: int) -> list[Any]:
        values = inner(columns, count)
        factors: list[Any] = times(columns, count) if times else [Decimal(1)] * count
        divisors: list[Any] = units(columns, count) if units else [Decimal(1)] * count
        return [_product(*parts, factor, field) for parts in zip(values, factors, divisors, strict=True)]

    return evaluate


def _numbers(name: str, setting: Setting) -> Evaluator:
    place, column = setting.column(name)
    return _per_cell(place, coerce.number_converter(column.decimal), setting)


def _currencies(name: str, setting: Setting) -> Evaluator:
    place, _ = setting.column(name)

    def unit(cell: Any) -> Decimal:
        code = text_of(cell).strip().upper()
        return Decimal(1 if code in _NO_CENTS else 1000 if code in _MILLS else 100)

    return _per_cell(place, unit, setting)


def _product(value: Any, times: Any, divisor: Decimal, factor: Decimal, field: FieldLike) -> Any:
    for part in (value, times):
        if part is None or isinstance(part, Message):
            return part
    result = Decimal(value) * factor * times / divisor
    return int(result.to_integral_value(ROUND_HALF_UP)) if field.type == "int" else result


def _with_default(inner: Evaluator, default: Any) -> Evaluator:
    return lambda columns, count: [default if value is None else value for value in inner(columns, count)]


def _chosen(inner: Evaluator, holds: Evaluator) -> Evaluator:
    def evaluate(columns: Columns, count: int) -> list[Any]:
        pairs = zip(inner(columns, count), holds(columns, count), strict=True)
        return [value if chosen else None for value, chosen in pairs]

    return evaluate


def condition(wanted: Condition, setting: Setting) -> Evaluator:
    """Return the function that tells for each row whether a condition holds. Raises KeyError."""
    place, _ = setting.column(wanted.column)

    def holds(cell: Any) -> bool:
        text = normal(text_of(cell))
        if wanted.empty is not None and wanted.empty != (not text):
            return False
        if wanted.is_ and not any(_equals(text, value) for value in wanted.is_):
            return False
        return not any(_equals(text, value) for value in wanted.is_not)

    return _per_cell(place, holds, setting)


def _equals(text: str, value: Any) -> bool:
    if isinstance(value, bool):
        return is_true(text) if value else is_false(text)
    return text == normal(str(value))
