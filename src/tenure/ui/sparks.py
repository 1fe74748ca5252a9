"""Sparklines: a small line as SVG paths, made on the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from tenure.ui.numbers import to_decimal


@dataclass(frozen=True, slots=True)
class Spark:
    """Paths of one sparkline in a box of width x height, and where its last value stands."""

    line: str
    area: str
    last_x: float
    last_y: float
    width: int
    height: int


def draw_spark(values: Sequence[object], *, width: int = 96, height: int = 24) -> Spark | None:
    """Return the paths of `values`, None where fewer than two are known; a gap breaks the line.

    The scale starts at zero, so that a small wiggle does not look like a fall.
    """
    numbers = [_as_float(value) for value in values]
    known = [number for number in numbers if number is not None]
    if len(known) < 2:
        return None
    top, low = max(max(known), 0.0), min(min(known), 0.0)
    top = top if top > low else 1.0  # nothing but zeros lies on the floor
    span = top - low
    pad, step = 2.0, (width - 4.0) / max(1, len(numbers) - 1)

    def y(value: float) -> float:
        return round(pad + (top - value) / span * (height - 2 * pad), 2)

    points = [
        (round(pad + number * step, 2), None if value is None else y(value)) for number, value in enumerate(numbers)
    ]
    runs = _runs(points)
    floor = y(max(low, 0.0))
    line = " ".join("M" + " L".join(f"{x} {height_}" for x, height_ in run) for run in runs)
    area = " ".join(
        f"M{run[0][0]} {floor} L" + " L".join(f"{x} {height_}" for x, height_ in run) + f" L{run[-1][0]} {floor}Z"
        for run in runs
        if len(run) > 1
    )
    last_x, last_y = runs[-1][-1]
    return Spark(line, area, last_x, last_y, width, height)


def _as_float(value: object) -> float | None:
    if isinstance(value, float):  # as columns have them; a page draws hundreds
        return value if isfinite(value) else None
    number = to_decimal(value)
    return None if number is None else float(number)


def _runs(points: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            if runs[-1]:
                runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]
