"""Dates and times written by people and programs. Which order numbers stand in is decided per column, not here."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from tenure.integrations.files.mapping.texts import value_message
from tenure.integrations.files.reading.dates import full_year, readings
from tenure.integrations.files.reading.messages import Message
from tenure.integrations.files.reading.types import DateOrder

FIRST_YEAR = 1900
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?\Z")
_SHORT = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\Z")
_DAY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})\Z")
_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z")
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.0+)?\Z")
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<ampm>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?\Z"
)
_PARTS = re.compile(
    r"(?P<day>.*?[\d日号])(?:\s*[T ]\s*|\s*(?=上午|下午|晚上)|(?<=[日号]))(?P<clock>(?:上午|下午|晚上|\d{1,2}:).*)\Z"
)
_MONTH_NAMES = """
    jan january | feb february | mar march | apr april | may | jun june | jul july | aug august
    | sep sept september | oct october | nov november | dec december
"""
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("|"), start=1) for name in names.split()}
_ZERO = ("0000-00-00", "0000/00/00")


def parse_date(text: str, order: DateOrder | None) -> date | Message | None:
    """Return the day that `text` names, a time after it left aside; a `Message` where it names none."""
    if len(text) == 10 and text[4] == "-":
        try:
            return _in_range(date.fromisoformat(text), text)
        except ValueError:
            pass
    if text.startswith(_ZERO):
        return None
    epoch = _epoch(text)
    if epoch is not None:
        return epoch.date()
    parts = _PARTS.match(text)
    if parts is not None and _CLOCK.match(parts["clock"]):
        text = parts["day"].strip()
    return _day(text, order)


def parse_moment(text: str, order: DateOrder | None, zone: tzinfo) -> datetime | Message | None:
    """Return the moment in UTC that `text` names; a day alone is its midnight in UTC."""
    if len(text) > 10 and text[4] == "-":
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return _to_utc(found if found.tzinfo else found.replace(tzinfo=zone), text)
    if text.startswith(_ZERO):
        return None
    epoch = _epoch(text)
    if epoch is not None:
        return epoch
    parts = _PARTS.match(text)
    clock = _CLOCK.match(parts["clock"]) if parts else None
    day = _day(parts["day"].strip() if parts and clock else text, order)
    if not isinstance(day, date):
        return value_message("not_a_time", value=text[:60]) if _is_unknown(day) else day
    return datetime.combine(day, time.min, tzinfo=UTC) if clock is None else _with_clock(day, clock, zone, text)


def _is_unknown(found: Message | None) -> bool:
    return found is not None and found.code == "not_a_date"


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.match(text)
    if found is None:
        return None
    millis = int(found[2] or 0)
    return datetime.fromtimestamp(int(found[1]), UTC) + timedelta(milliseconds=millis)


def _day(text: str, order: DateOrder | None) -> date | Message | None:
    for pattern in (_ISO, _COMPACT, _CHINESE):
        found = pattern.match(text)
        if found:
            year, month, day = (found[group] for group in ((1, 3, 4) if pattern is _ISO else (1, 2, 3)))
            return _made(int(year), int(month), int(day), text)
    short = _SHORT.match(text)
    if short:
        return _short_day((short[1], short[3], short[4]), order, text)
    return _named_day(text)


def _short_day(numbers: tuple[str, str, str], order: DateOrder | None, text: str) -> date | Message:
    possible = dict(readings(*numbers))
    if not possible:
        return value_message("not_a_date", value=text[:60])
    if order is None:
        if len(set(possible.values())) > 1:
            return value_message("date_order_open", value=text[:60])
        return next(iter(possible.values()))
    return possible.get(order) or value_message("not_in_order", value=text[:60], order=order)


def _named_day(text: str) -> date | Message:
    found = _DAY_NAME.match(text)
    day, name, year = (found[1], found[2], found[3]) if found else ("", "", "")
    if not found and (found := _NAME_DAY.match(text)):
        name, day, year = found[1], found[2], found[3]
    month = _MONTHS.get(name.lower())
    if month is None:
        return value_message("not_a_date", value=text[:60])
    return _made(full_year(year), month, int(day), text)


def _made(year: int, month: int, day: int, text: str) -> date | Message:
    try:
        return _in_range(date(year, month, day), text)
    except ValueError:
        return value_message("not_a_date", value=text[:60])


def _in_range(day: date, text: str) -> date | Message:
    return day if day.year >= FIRST_YEAR else value_message("year_out_of_range", value=text[:60])


def _with_clock(day: date, clock: re.Match[str], zone: tzinfo, text: str) -> datetime | Message:
    hour = int(clock["hour"])
    half = {"上午": "am", "下午": "pm", "晚上": "pm"}.get(clock["half"] or "", (clock["ampm"] or "").replace(".", ""))
    if half:
        if not 1 <= hour <= 12 and not (clock["half"] and hour < 24):
            return value_message("not_a_time", value=text[:60])
        hour = hour % 12 + (12 if half.lower() == "pm" else 0) if hour <= 12 else hour
    micros = int(((clock["fraction"] or "") + "000000")[:6])
    try:
        moment = datetime(
            day.year,
            day.month,
            day.day,
            hour,
            int(clock["minute"]),
            int(clock["second"] or 0),
            micros,
            tzinfo=_zone(clock["zone"]) or zone,
        )
    except ValueError:
        return value_message("not_a_time", value=text[:60])
    return _to_utc(moment, text)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text.startswith("-") else offset)


def _to_utc(moment: datetime, text: str) -> datetime | Message:
    if moment.year < FIRST_YEAR:
        return value_message("year_out_of_range", value=text[:60])
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return value_message("year_out_of_range", value=text[:60])
