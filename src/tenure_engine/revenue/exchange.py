"""Conversion at one dated rate table: exact decimals in, whole micros out."""

from collections.abc import Mapping
from decimal import Decimal

from tenure_engine.money import from_micros, to_micros


class MissingRateError(LookupError):
    """A currency without a rate. `currency` names it."""

    def __init__(self, currency: str) -> None:
        """Remember the currency."""
        super().__init__(currency)
        self.currency = currency


def convert(micros: int, currency: str, target: str, rates: Mapping[str, Decimal]) -> int:
    """Return an amount in the target currency.

    `rates` says how many units of a common base one unit of each currency is worth; the base itself is 1. An
    amount already in the target currency is returned unchanged and needs no rate. Rounded half to even at the
    sixth decimal. Raises MissingRateError for a currency the table lacks.
    """
    if currency == target:
        return micros
    for name in (currency, target):
        if name not in rates:
            raise MissingRateError(name)
    return to_micros(from_micros(micros) * rates[currency] / rates[target])
