"""Exact money: integer micros (1e-6 of a currency's major unit) inside, decimals at the edges."""

from decimal import ROUND_HALF_EVEN, Decimal

MICROS = 1_000_000
_QUANTUM = Decimal(1).scaleb(-6)


def to_micros(amount: Decimal) -> int:
    """Return `amount` (major units) as integer micros; beyond six decimals it is rounded half to even.

    Raises ValueError for NaN and infinities.
    """
    if not amount.is_finite():
        raise ValueError(f"not an amount: {amount}")
    return int(amount.quantize(_QUANTUM, rounding=ROUND_HALF_EVEN).scaleb(6))


def from_micros(micros: int) -> Decimal:
    """Return integer micros as a decimal in major units, without needless zeros, with at least two decimals."""
    cents, below = divmod(int(micros), 10_000)
    return Decimal(int(micros)).scaleb(-6).normalize() if below else Decimal(cents).scaleb(-2)
