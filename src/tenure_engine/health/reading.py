"""From a card as written (YAML, JSON) to a Scorecard. Every problem is collected, each with its place."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tenure_engine.health.cards import (
    FULL,
    GROUP_LABELS,
    Bound,
    Cap,
    CardMeasure,
    Curve,
    Group,
    Missing,
    Scorecard,
    Text,
)
from tenure_engine.health.values import Key, Use
from tenure_engine.measures import MeasureError, all_measures

NAME = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
LARGEST = 2**61
CARD_FIELDS = ("name", "label", "meaning", "segments", "groups", "caps", "bands", "min_coverage")
GROUP_FIELDS = ("label", "weight", "measures")
MEASURE_FIELDS = ("measure", "of", "window", "use", "weight", "points", "missing")
CAP_FIELDS = ("measure", "of", "window", "use", "at_least", "at_most", "limit", "label")


@dataclass(frozen=True, slots=True)
class CardProblem:
    """One thing wrong with a card: where, and what."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


class CardError(ValueError):
    """A card cannot be used; `problems` holds all that is wrong with it."""

    def __init__(self, problems: Sequence[CardProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass(slots=True)
class _Reader:
    problems: list[CardProblem] = field(default_factory=list)

    def wrong(self, place: str, text: str) -> None:
        self.problems.append(CardProblem(place, text))

    def mapping(self, value: object, place: str, known: Sequence[str]) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.wrong(place, "must be a list of named fields")
            return {}
        for name in value:
            if known and name not in known:
                self.wrong(f"{place}.{name}", f"is not a field here; there are: {', '.join(known)}")
        return value

    def weight(self, value: object, place: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
            self.wrong(place, f"must be a whole number from 1 to 1000, not {value!r}")
            return 1
        return value

    def number(self, value: object, place: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.wrong(place, f"must be a number, not {value!r}")
            return 0.0
        return float(value)

    def points(self, value: object, place: str) -> int:
        """Read 0 to 100 with at most two decimals, as hundredths."""
        number = self.number(value, place)
        hundredths = round(number * 100)
        if not 0 <= hundredths <= FULL or abs(number * 100 - hundredths) > 1e-6:
            self.wrong(place, f"must be from 0 to 100 with at most two decimals, not {value!r}")
            return 0
        return hundredths

    def text(self, value: object, place: str, default: str = "") -> Text:
        if value is None:
            return {"": default}
        if isinstance(value, str) and value.strip():
            return {"": value}
        if isinstance(value, Mapping) and value and all(isinstance(each, str) for each in value.values()):
            texts = {str(language): str(each) for language, each in value.items()}
            return {"": texts.get("en", next(iter(texts.values()))), **texts}
        self.wrong(place, "must be a text, or a text for each language")
        return {"": default}


def read_card(definition: object) -> Scorecard:
    """Return the scorecard of a definition. Raises CardError with every problem found."""
    reader = _Reader()
    card = reader.mapping(definition, "card", CARD_FIELDS)
    name = str(card.get("name", ""))
    if not NAME.match(name):
        reader.wrong("name", f"must be lower-case letters, digits and _, beginning with a letter, not {name!r}")
    bands = reader.mapping(card.get("bands", {}), "bands", ("green", "amber"))
    green = reader.points(bands.get("green", 70), "bands.green")
    amber = reader.points(bands.get("amber", 45), "bands.amber")
    if amber >= green:
        reader.wrong("bands", "amber must begin below green")
    made = Scorecard(
        name=name,
        label=reader.text(card.get("label"), "label", name),
        meaning=reader.text(card.get("meaning"), "meaning"),
        segments=_segments(reader, card.get("segments", ())),
        groups=_groups(reader, card.get("groups")),
        caps=_caps(reader, card.get("caps", ())),
        green=green,
        amber=amber,
        min_coverage=reader.points(card.get("min_coverage", 0), "min_coverage"),
    )
    _check_whole(reader, made)
    if reader.problems:
        raise CardError(reader.problems)
    return made


def _segments(reader: _Reader, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(v, str) for v in value):
        reader.wrong("segments", "must be a list of names of segments")
        return ()
    return tuple(value)


def _groups(reader: _Reader, value: object) -> tuple[Group, ...]:
    if not isinstance(value, Mapping) or not value:
        reader.wrong("groups", f"must name at least one group, such as {', '.join(GROUP_LABELS)}")
        return ()
    return tuple(_group(reader, str(name), each) for name, each in value.items())


def _group(reader: _Reader, name: str, value: object) -> Group:
    place = f"groups.{name}"
    if not NAME.match(name):
        reader.wrong(place, "a group's name must be lower-case letters, digits and _")
    given = reader.mapping(value, place, GROUP_FIELDS)
    measures = given.get("measures")
    if not isinstance(measures, Sequence) or isinstance(measures, str) or not measures:
        reader.wrong(f"{place}.measures", "must be a list of at least one measure")
        measures = []
    label = reader.text(given.get("label"), f"{place}.label", GROUP_LABELS.get(name, name))
    return Group(
        name=name,
        label=label,
        weight=reader.weight(given.get("weight"), f"{place}.weight"),
        measures=tuple(_measure(reader, each, f"{place}.measures[{number}]") for number, each in enumerate(measures)),
    )


def _key(reader: _Reader, given: Mapping[str, Any], place: str) -> Key:
    name = str(given.get("measure", ""))
    use = str(given.get("use", "value"))
    window = given.get("window", 0)
    if use not in (Use.VALUE, Use.TREND):
        reader.wrong(f"{place}.use", f"must be value or trend, not {use!r}")
        use = "value"
    if isinstance(window, bool) or not isinstance(window, int):
        reader.wrong(f"{place}.window", f"must be a number of days, not {window!r}")
        window = 0
    key = Key(name, window, Use(use), str(given.get("of", "")))
    if name not in all_measures():
        reader.wrong(f"{place}.measure", f"there is no measure {name!r}; there are: {', '.join(all_measures())}")
        return key
    try:
        key.measure()
    except MeasureError as error:
        reader.wrong(place, str(error))
    return key


def _measure(reader: _Reader, value: object, place: str) -> CardMeasure:
    given = reader.mapping(value, place, MEASURE_FIELDS)
    missing = str(given.get("missing", Missing.LEAVE_OUT))
    if missing not in set(Missing):
        reader.wrong(f"{place}.missing", f"must be one of {', '.join(Missing)}, not {missing!r}")
        missing = Missing.LEAVE_OUT
    return CardMeasure(
        key=_key(reader, given, place),
        weight=reader.weight(given.get("weight"), f"{place}.weight"),
        curve=_curve(reader, given.get("points"), f"{place}.points"),
        missing=Missing(missing),
    )


def _curve(reader: _Reader, value: object, place: str) -> Curve:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        reader.wrong(place, "must be a list of [value, points], such as [[0, 0], [10, 100]]")
        return Curve((0.0,), (0,))
    corners = []
    for number, pair in enumerate(value):
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            reader.wrong(f"{place}[{number}]", f"must be [value, points], not {pair!r}")
            continue
        corners.append(
            (
                reader.number(pair[0], f"{place}[{number}]"),
                reader.points(pair[1], f"{place}[{number}]"),
            )
        )
    values = tuple(corner[0] for corner in corners)
    if any(later <= earlier for earlier, later in pairwise(values)):
        reader.wrong(place, "the values must rise from each corner to the next")
    return Curve(values or (0.0,), tuple(corner[1] for corner in corners) or (0,))


def _caps(reader: _Reader, value: object) -> tuple[Cap, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        reader.wrong("caps", "must be a list")
        return ()
    return tuple(_cap(reader, each, f"caps[{number}]") for number, each in enumerate(value))


def _cap(reader: _Reader, value: object, place: str) -> Cap:
    given = reader.mapping(value, place, CAP_FIELDS)
    bounds = [bound for bound in Bound if bound in given]
    if len(bounds) != 1:
        reader.wrong(place, "must have either at_least or at_most")
    bound = bounds[0] if bounds else Bound.AT_LEAST
    return Cap(
        key=_key(reader, given, place),
        bound=bound,
        value=reader.number(given.get(bound, 0), f"{place}.{bound}"),
        limit=reader.points(given.get("limit"), f"{place}.limit"),
        label=reader.text(given.get("label"), f"{place}.label"),
    )


def _check_whole(reader: _Reader, card: Scorecard) -> None:
    """Check what only the whole card shows: nothing twice, and sums that stay exact."""
    seen: set[tuple[str, Key]] = set()
    product = 1
    for group in card.groups:
        product *= max(1, group.total)
        for number, each in enumerate(group.measures):
            if (group.name, each.key) in seen:
                reader.wrong(f"groups.{group.name}.measures[{number}]", f"{each.key} is already in this group")
            seen.add((group.name, each.key))
    if card.groups and 2 * card.group_weights * FULL * product >= LARGEST:
        reader.wrong("groups", "the weights are too fine to be added up exactly; use smaller whole numbers")
