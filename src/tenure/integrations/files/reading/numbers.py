"""Evidence for the decimal sign of a column's numbers, and the currencies its amounts name."""

import re
from collections.abc import Iterable
from typing import Literal

SPACE = "[ \\t\u00a0\u202f]"
_NUMBER_LINE = re.compile(
    rf"^{SPACE}?[(-]?{SPACE}?([A-Z]{{3}}|[A-Z]{{0,2}}[$€£¥￥₹₩])?{SPACE}?-?"
    rf"(\d[\d.,'’ \u00a0\u202f]*\d|\d){SPACE}?([A-Z]{{3}}|[$€£¥￥₹₩元])?{SPACE}?\)?-?$",
    re.M,
)
_COMMA_OR_DOT = re.compile(r"[.,]")
_SPACING = re.compile("[ '’\u00a0\u202f]")


def _grouped(group: str, decimal: str) -> str:
    """Return a pattern of numbers that can only be read with this decimal sign (Indian groups of two included)."""
    whole = rf"\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}"
    several = rf"\d{{1,3}}(?:{group}\d{{2,3}})+{group}\d{{3}}"
    simple = rf"\d+{decimal}(?:\d{{1,2}}|\d{{4,}})|0\d*{decimal}\d+|\d{{4,}}{decimal}\d{{3}}"
    return rf"(?:{whole}{decimal}\d+|{several}|{simple})$"


_DOT_SURE = re.compile(_grouped(",", r"\."))
_COMMA_SURE = re.compile(_grouped(r"\.", ","))
_SENSIBLE = re.compile(
    r"(?:0|[1-9]\d*)$|\d+[.,]\d+$|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$|\d{1,3}(?:\.\d{2,3})*\.\d{3}(?:,\d+)?$"
)
_SPACED = re.compile("\\d{1,3}(?:[ '’\u00a0\u202f]\\d{3})+(?:[.,]\\d+)?$")


def _is_sensible(digits: str) -> bool:
    """Tell whether digits and marks are a number and not an address, a version, a phone or an id."""
    plain = _SPACING.sub("", digits)
    return bool(_SENSIBLE.match(plain)) and (plain == digits or bool(_SPACED.match(digits)))


CURRENCIES = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "US$": "USD",
    "CN¥": "CNY",
    "CN￥": "CNY",
    "HK$": "HKD",
    "NT$": "TWD",
    "A$": "AUD",
    "C$": "CAD",
    "S$": "SGD",
    "R$": "BRL",
    "JP¥": "JPY",
    "元": "CNY",
    "RMB": "CNY",
}
_ISO_CODES = """
    AED ARS AUD BDT BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JOD JPY KES KRW
    KWD MXN MYR NGN NOK NZD OMN PEN PHP PKR PLN RON RUB SAR SEK SGD THB TND TRY TWD UAH USD VND ZAR
"""
_CODES = frozenset(_ISO_CODES.split())


def currency_of(mark: str) -> str:
    """Return the ISO code a sign or code stands for, or "" where it could be several ($, ¥)."""
    return mark if mark in _CODES else CURRENCIES.get(mark, "")


class NumberEvidence:
    """Votes on the decimal sign by the numbers of one column."""

    def __init__(self) -> None:
        self.matched = 0
        self.comma = 0
        self.dot = 0
        self.unsure_comma = ""
        self.unsure_dot = ""
        self.currencies: dict[str, None] = {}

    def add(self, joined: str) -> int:
        """Take the cells of a column, one per line; return how many are numbers."""
        lines = _NUMBER_LINE.findall(joined)
        found = [line for line in lines if _is_sensible(line[1])]
        self.matched += len(found)
        for before, digits, after in sorted(set(found)):
            for mark in (before, after):
                code = currency_of(mark)
                if code:
                    self.currencies[code] = None
            self._vote(digits)
        return len(found)

    def add_plain(self, lines: Iterable[str]) -> None:
        """Take numbers written with at most one dot."""
        for digits in lines:
            self._vote(digits)

    def _vote(self, digits: str) -> None:
        plain = _SPACING.sub("", digits)
        if not _COMMA_OR_DOT.search(plain):
            return
        if _DOT_SURE.match(plain):
            self.dot += 1
        elif _COMMA_SURE.match(plain):
            self.comma += 1
        elif "," in plain:
            self.unsure_comma = self.unsure_comma or digits
        else:
            self.unsure_dot = self.unsure_dot or digits

    def decimal(self) -> Literal[".", ","] | None:
        """Return the decimal sign the column shows by itself, or None."""
        if self.comma == self.dot:
            return None
        return "," if self.comma > self.dot else "."


_MARK_BEFORE = re.compile(rf"^([+-]?){SPACE}*(?:[A-Z]{{3}}|[A-Z]{{0,2}}[$€£¥￥₹₩]){SPACE}*([+-]?)")
_MARK_AFTER = re.compile(rf"{SPACE}*(?:[A-Z]{{3}}|[$€£¥￥₹₩元])(-?)$")


def strip_currency(text: str) -> str:
    """Return a number's text without the currency before or after it, its sign kept."""
    return _MARK_AFTER.sub(r"\1", _MARK_BEFORE.sub(r"\1\2", text, count=1), count=1)


def find_currency(text: str) -> str:
    """Return the ISO code of the currency that an amount names, or "" where it could be several or none."""
    found = _NUMBER_LINE.match(text.strip())
    if found is None:
        return ""
    return currency_of(found[1] or "") or currency_of(found[3] or "")
