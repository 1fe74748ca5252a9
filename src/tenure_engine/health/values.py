"""Values of many measures at once, each with its trend, over dense chunks of accounts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tenure_engine.measures import Change, Measure, MeasureError, get_measure
from tenure_engine.windows.dense import Span
from tenure_engine.windows.inputs import Inputs
from tenure_engine.windows.kernels import Float64
from tenure_engine.windows.usage import WINDOWS, expect

ACCOUNTS_A_CHUNK = 256
DAYS_OF_A_CHUNK = 400
THREADS = 2


class Use(StrEnum):
    """What of a measure is meant: its value, the value one window before, or the change between the two."""

    VALUE = "value"
    PREVIOUS = "previous"
    TREND = "trend"


_TEXT = re.compile(r"^(?P<name>[a-z_]+)(?:\[(?P<of>[^\]]+)\])?(?:\.(?P<window>\d+))?(?:\.(?P<use>[a-z]+))?$")


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Names one series: a measure, its window, what of it is meant, and the event kind if it takes one.

    For a measure that describes a date, `previous` and `trend` need a window too: how far back to compare.
    """

    name: str
    window: int = 0
    use: Use = Use.VALUE
    of: str = ""

    def __str__(self) -> str:
        """Return the key as text, such as `active_users.30.trend`."""
        of = f"[{self.of}]" if self.of else ""
        window = f".{self.window}" if self.window else ""
        use = "" if self.use is Use.VALUE else f".{self.use}"
        return f"{self.name}{of}{window}{use}"

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Return the key of a text. Raises MeasureError."""
        found = _TEXT.match(text)
        if not found or (found["use"] and found["use"] not in set(Use)):
            raise MeasureError(f"not a measure's key: {text!r}; write it like active_users.30 or nps.90.trend")
        return cls(found["name"], int(found["window"] or 0), Use(found["use"] or "value"), found["of"] or "")

    def measure(self) -> Measure:
        """Return the measure. Raises MeasureError when the key does not suit it."""
        measure = get_measure(self.name)
        if measure.is_state and self.use is not Use.VALUE:
            if self.window not in WINDOWS:
                wanted = ", ".join(str(each) for each in WINDOWS)
                raise MeasureError(f"{self.name}: a comparison goes back {wanted} days, not {self.window}")
            measure.check(0, self.of)
        else:
            measure.check(self.window, self.of)
        return measure


def change(measure: Measure, value: Float64, previous: Float64) -> Float64:
    """Return the trend: (value - previous) / previous, or the difference, as the measure says.

    A relative change from nothing is unknown.
    """
    if measure.change is Change.DIFFERENCE:
        return value - previous
    out = np.full(value.shape, np.nan)
    np.divide(value - previous, previous, out=out, where=previous > 0)
    return out


def evaluate(inputs: Inputs, keys: Iterable[Key], first_day: int, last_day: int) -> dict[Key, Float64]:
    """Return accounts x days for every key, NaN where unknown. Raises MeasureError for an impossible key.

    The previous window is the same series one window earlier, seen with the same knowledge as the value.
    """
    wanted = list(dict.fromkeys(keys))
    series = _by_series(wanted)
    span = _span_of(wanted, first_day, last_day)
    out = {key: np.empty((len(inputs.accounts), last_day - first_day + 1)) for key in wanted}

    # short spans take more accounts at a time: what a chunk needs should fill the cache, not more
    step = ACCOUNTS_A_CHUNK * min(4, max(1, DAYS_OF_A_CHUNK // (span.last - span.reach + 1)))

    def fill(begin: int) -> None:
        end = min(begin + step, len(inputs.accounts))
        chunk = inputs.chunk(begin, end)
        expect(chunk, span)
        part = _Part(chunk, first_day, last_day)
        for (name, window, of), uses in series.items():
            for key, values in part.series(name, window, of, uses).items():
                out[key][begin:end] = values

    begins = range(0, len(inputs.accounts), step)
    if len(begins) < 2:
        for begin in begins:
            fill(begin)
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(fill, begins))
    return out


def _span_of(keys: Sequence[Key], first: int, last: int) -> Span:
    """Return which days the keys look at: each its window, and that before where it is compared."""
    lag = max((key.window for key in keys if key.use is not Use.VALUE), default=0)
    back = max((key.window * (1 if key.use is Use.VALUE else 2) for key in keys), default=1)
    return Span(first - max(back, 1) + 1, first - lag, last)


def _by_series(keys: Iterable[Key]) -> dict[tuple[str, int, str], list[Use]]:
    found: dict[tuple[str, int, str], list[Use]] = {}
    for key in keys:
        key.measure()
        found.setdefault((key.name, key.window, key.of), []).append(key.use)
    return found


class _Part:
    """One chunk of accounts."""

    def __init__(self, inputs: Inputs, first: int, last: int) -> None:
        self.inputs, self.first, self.last = inputs, first, last

    def series(self, name: str, window: int, of: str, uses: list[Use]) -> Mapping[Key, Float64]:
        measure = get_measure(name)
        asked = 0 if measure.is_state else window
        if uses == [Use.VALUE]:
            values = measure.compute(self.inputs, self.first, self.last, asked, of)
            return {Key(name, window, Use.VALUE, of): values}
        values, previous = self._both(measure, asked, window, of)
        found = {
            Use.VALUE: values,
            Use.PREVIOUS: previous,
            Use.TREND: change(measure, values, previous) if Use.TREND in uses else previous,
        }
        return {Key(name, window, use, of): found[use] for use in uses}

    def _both(self, measure: Measure, asked: int, back: int, of: str) -> tuple[Float64, Float64]:
        """Return the values and those `back` days before."""
        earlier = self.inputs.seen_with(self.inputs.knowledge.lagged(back))
        if earlier is self.inputs and back <= 2 * (self.last - self.first + 1):
            whole = measure.compute(self.inputs, self.first - back, self.last, asked, of)
            return whole[:, back:], whole[:, :-back]
        values = measure.compute(self.inputs, self.first, self.last, asked, of)
        return values, measure.compute(earlier, self.first - back, self.last - back, asked, of)
