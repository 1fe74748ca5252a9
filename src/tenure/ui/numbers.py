"""How numbers, money, dates and spans of time are written for a person, in the language of the request."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"
NARROW_SPACE = "\N{NO-BREAK SPACE}"
SYMBOLS = {
    "USD": ("$", "US$"),
    "EUR": ("\N{EURO SIGN}",) * 2,
    "GBP": ("\N{POUND SIGN}",) * 2,
    "CNY": ("CN\N{YEN SIGN}", "\N{YEN SIGN}"),
    "JPY": ("\N{YEN SIGN}", "JP\N{YEN SIGN}"),
    "HKD": ("HK$",) * 2,
    "TWD": ("NT$",) * 2,
    "SGD": ("S$", "S$"),
    "AUD": ("A$", "AU$"),
    "CAD": ("CA$",) * 2,
    "INR": ("\N{INDIAN RUPEE SIGN}",) * 2,
    "KRW": ("\N{WON SIGN}",) * 2,
}
STEPS = ((Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K"))
CHINESE_STEPS = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))

Number = Decimal | float | int


def is_chinese() -> bool:
    """Whether the request is answered in Chinese."""
    return (get_language() or "").startswith("zh")


def to_decimal(value: object) -> Decimal | None:
    """Return a finite number as a decimal; None for nothing, NaN, infinities and what is no number."""
    if value is None or value == "":
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def format_number(value: object, *, decimals: int | None = None, sign: bool = False) -> str:
    """Return a number with grouping; without `decimals` as many as it has, two at most."""
    number = to_decimal(value)
    if number is None:
        return NOTHING
    places = _places(number) if decimals is None else decimals
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    text = f"{abs(rounded):,.{places}f}"
    if rounded < 0:
        return MINUS + text
    return "+" + text if sign and rounded > 0 else text


def format_compact(value: object, *, sign: bool = False) -> str:
    """Return a number in at most four characters and a unit: 1.25M, 320K; in Chinese 125万, 1.2亿."""
    number = to_decimal(value)
    if number is None:
        return NOTHING
    for step, unit in CHINESE_STEPS if is_chinese() else STEPS:
        if abs(number) >= step:
            scaled = number / step
            places = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0
            text = format_number(scaled, decimals=places, sign=sign)
            return (text.rstrip("0").rstrip(".") if "." in text else text) + unit
    return format_number(number, decimals=0 if abs(number) >= 100 else None, sign=sign)


def format_money(
    amount: object, currency: str, *, compact: bool = False, decimals: int | None = None, sign: bool = False
) -> str:
    """Return an amount with its currency: $1,234.50, in Chinese US$1,234.50 and ¥1,234.50.

    An unknown currency keeps its code: CHF 1,234. Without `decimals`, two where there are cents, else none.
    """
    number = to_decimal(amount)
    if number is None:
        return NOTHING
    if compact:
        text = format_compact(abs(number))
    else:
        places = (2 if _places(number) else 0) if decimals is None else decimals
        text = format_number(abs(number), decimals=places)
    pair = SYMBOLS.get(currency)
    symbol = (pair[1] if is_chinese() else pair[0]) if pair else f"{currency}{NARROW_SPACE}"
    prefix = MINUS if number < 0 else "+" if sign and number > 0 else ""
    return f"{prefix}{symbol}{text}"


def format_percent(ratio: object, *, decimals: int = 1, sign: bool = False) -> str:
    """Return a ratio as per cent: 0.874 is 87.4%."""
    number = to_decimal(ratio)
    if number is None:
        return NOTHING
    return format_number(number * 100, decimals=decimals, sign=sign) + "%"


def format_points(change: object, *, decimals: int = 1) -> str:
    """Return the difference of two ratios in percentage points: 0.021 is +2.1 points."""
    number = to_decimal(change)
    if number is None:
        return NOTHING
    text = format_number(number * 100, decimals=decimals, sign=True)
    return _("%(number)s points") % {"number": text}


def format_days(days: object) -> str:
    """Return a count of days with its word."""
    number = to_decimal(days)
    if number is None:
        return NOTHING
    count = int(number)
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": format_number(count)}


def format_span(days: int) -> str:
    """Return a distance from today in words: today, tomorrow, in 41 days, 3 days ago."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": format_number(days)}
    return ngettext("%(count)s day ago", "%(count)s days ago", -days) % {"count": format_number(-days)}


def format_day(value: date | datetime | None) -> str:
    """Return a date: 12 Nov 2026; an instant is first turned to the current time zone."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    # a plain date: the same instant in two time zones is one key, but may be two days
    return _day_in(local.date() if isinstance(local, datetime) else local, get_language() or "")


@lru_cache(maxsize=4_096)
def _day_in(day: date, language: str) -> str:
    """A chart of days writes hundreds of them, page after page the same."""
    return format_date(day, pgettext("date format", "j M Y"))


def format_instant(value: datetime | None) -> str:
    """Return a date with its time of day in the current time zone."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_date(local, pgettext("date format", "j M Y, H:i"))


def join_words(words: Iterable[object]) -> str:
    """Return words as one list in the language's way: "a, b", in Chinese "a、b"."""
    return pgettext("list separator", ", ").join(str(word) for word in words)


def format_value(value: object, kind: str) -> str:
    """Return a value by the name of its format: number, score, percent, days, or money:USD."""
    name, _colon, detail = kind.partition(":")
    if name == "money":
        return format_money(value, detail, decimals=2)
    if name == "percent":
        return format_percent(value).replace(".0%", "%")
    if name == "days":
        return format_days(value)
    if name == "score":
        return format_number(value, decimals=0)
    return format_number(value)


def _places(number: Decimal) -> int:
    """Return how many decimals a number has once it is rounded to two."""
    exponent = number.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
