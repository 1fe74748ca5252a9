"""From what stands in a cell to a value of a field's type. Each converter returns the value, None or a `Message`."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from tenure.integrations.files.mapping.moments import parse_date, parse_moment
from tenure.integrations.files.mapping.texts import value_message
from tenure.integrations.files.mapping.vocabulary import is_false, is_true, normal, word_value
from tenure.integrations.files.reading.messages import Message
from tenure.integrations.files.reading.numbers import strip_currency
from tenure.integrations.files.reading.types import DateOrder
from tenure.integrations.files.reading.wire import text_of

Converter = Callable[[Any], Any]

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?\Z")
_DOT = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?\Z|[+-]?\.\d+\Z")
_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{2,3})*\.\d{3})(?:,\d+)?\Z|[+-]?,\d+\Z")
_GAPS = re.compile("[\\s'’\u00a0\u202f]+")
NOTHING = frozenset({"", "null", "none", "nil", "n/a", "na", "nan", "-", "--", "—", "\\n", "#n/a", "无", "空"})
SHOWN = 60


def shown(value: Any) -> str:
    """Return a value short enough for a message."""
    text = text_of(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def is_nothing(text: str) -> bool:
    """Tell whether a cell of a number, date or choice stands for no value."""
    return text.strip().casefold() in NOTHING


def to_text(value: Any) -> str | None:
    """Return a cell as text without surrounding blanks; ids keep leading zeros, whole numbers carry no ".0"."""
    if isinstance(value, str):
        text = value.strip()
        return text if text and text != "\\N" else None
    if isinstance(value, float | Decimal):
        number = value if isinstance(value, Decimal) else Decimal(repr(value))
        return format(number, "f")
    return text_of(value) or None


def number_converter(decimal: str) -> Converter:
    """Return a converter to Decimal for columns whose decimal sign is `decimal`."""
    pattern, other = (_DOT, _COMMA) if decimal == "." else (_COMMA, _DOT)
    simple = decimal == "."

    def convert(value: Any) -> Decimal | Message | None:
        if not isinstance(value, str):
            return _native_number(value)
        if simple and _PLAIN.match(value):
            return Decimal(value)
        if is_nothing(value):
            return None
        digits = _bare(value)
        if pattern.match(digits):
            return Decimal(digits.replace(",", "") if simple else digits.replace(".", "").replace(",", "."))
        if other.match(digits):
            return value_message("other_decimal", value=shown(value), decimal=decimal)
        return value_message("not_a_number", value=shown(value))

    return convert


def _native_number(value: Any) -> Decimal | Message | None:
    if value is None:
        return None
    if isinstance(value, bool | date | time):
        return value_message("not_a_number", value=shown(value))
    try:
        number = value if isinstance(value, Decimal) else Decimal(repr(value))
    except InvalidOperation:
        return value_message("not_a_number", value=shown(value))
    return number if number.is_finite() else value_message("not_a_number", value=shown(value))


def _bare(text: str) -> str:
    """Return a number without blanks, currency, grouping by blanks; bookkeepers' negatives get a plain sign."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    negative = text.startswith("(") and text.endswith(")")
    text = _GAPS.sub("", strip_currency(text.strip("()") if negative else text))
    if text.endswith("-") and not text.startswith("-"):
        negative, text = True, text[:-1]
    return f"-{text}" if negative else text


def whole_converter(decimal: str) -> Converter:
    """Return a converter to int."""
    number = number_converter(decimal)

    def convert(value: Any) -> int | Message | None:
        if type(value) is int:
            return value
        found = number(value)
        if found is None or isinstance(found, Message):
            return found
        if found != found.to_integral_value():
            return value_message("not_whole", value=shown(value))
        return int(found)

    return convert


def date_converter(order: DateOrder | None) -> Converter:
    """Return a converter to date: the day as written, never shifted by a time zone."""

    def convert(value: Any) -> date | Message | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or value is None:
            return value
        text = text_of(value).strip()
        return None if is_nothing(text) else parse_date(text, order)

    return convert


def moment_converter(order: DateOrder | None, zone: tzinfo) -> Converter:
    """Return a converter to an aware datetime in UTC.

    Times without a zone are those of `zone`; a day without a time is its midnight in UTC, whatever the zone.
    """

    def convert(value: Any) -> datetime | Message | None:
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
        if isinstance(value, date):
            return datetime.combine(value, time.min, tzinfo=UTC)
        if value is None:
            return None
        text = text_of(value).strip()
        return None if is_nothing(text) else parse_moment(text, order, zone)

    return convert


def to_bool(value: Any) -> bool | Message | None:
    """Return a cell as yes or no."""
    if isinstance(value, bool):
        return value
    text = normal(text_of(value))
    if not text or is_nothing(text):
        return None
    if is_true(text):
        return True
    if is_false(text):
        return False
    return value_message("not_yes_or_no", value=shown(value))


def choice_converter(kind: str, field: str, choices: Sequence[tuple[str, Any]]) -> Converter:
    """Return a converter to one of the choices, by value, by label or by a word that means it."""
    known = {normal(value): value for value, _ in choices}

    def convert(value: Any) -> str | Message | None:
        text = normal(text_of(value))
        if not text or is_nothing(text):
            return None
        found = known.get(text) or word_value(kind, field, text)
        if found in known.values():
            return found
        for choice, label in choices:
            if normal(str(label)) == text:
                return choice
        return value_message("not_a_choice", value=shown(value), choices=", ".join(known.values()))

    return convert


def worded(kind: str, field: str, convert: Converter) -> Converter:
    """Return `convert`, with words that stand for a number of this field (urgent: severity 1) understood first."""

    def understand(value: Any) -> Any:
        if isinstance(value, str):
            word = word_value(kind, field, normal(value))
            if word is not None:
                return convert(word)
        return convert(value)

    return understand


def to_tags(value: Any) -> tuple[str, ...] | None:
    """Return a cell as tags: parted by comma, semicolon, bar or line, or a JSON list of texts."""
    text = text_of(value).strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].replace('"', "").replace("'", "")
    tags = tuple(dict.fromkeys(tag.strip() for tag in re.split(r"[,;|\n，；、]", text) if tag.strip()))
    return tags or None


def salesforce_id(value: str) -> str:
    """Return the 18-character form of a Salesforce id of 15; anything else as it is.

    The three letters more encode which of each five characters are capitals (Salesforce help, "18-character id").
    """
    if len(value) != 15 or not value.isascii() or not value.isalnum():
        return value
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    groups = (value[start : start + 5] for start in (0, 5, 10))
    return value + "".join(
        alphabet[sum(1 << place for place, letter in enumerate(group) if letter.isupper())] for group in groups
    )


def add_duration(start: datetime, amount: Decimal, unit: str) -> datetime | None:
    """Return a moment later by `amount` of seconds, minutes, hours or days; None beyond the calendar."""
    seconds = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}[unit]
    try:
        return start + timedelta(microseconds=int(amount * seconds * 1_000_000))
    except OverflowError:
        return None
