"""How an explanation is shown: rows ready to be written, and the charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tenure.health.queries.explanations import Told
from tenure.health.words import (
    STATES,
    group_label,
    row_label,
    unit_of,
    write_points,
    write_share,
    write_value,
)
from tenure.ui.charts import Chart, Step, waterfall
from tenure.ui.numbers import format_day
from tenure_engine.health.cards import FULL
from tenure_engine.health.moves import Move, Movement
from tenure_engine.health.scoring import Row, RowKind, State
from tenure_engine.measures import get_measure


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of an explanation, written. `share` and `lost` are empty for rows that are no measures."""

    row: Row
    label: str
    group: str
    value: str
    unit: str
    previous: str
    points: str
    share: str
    adds: str
    lost: str
    state: str
    fresh_on: date | None
    is_missing: bool
    standing: str = ""

    @property
    def fresh_text(self) -> str:
        """The last day with data of its source, written."""
        return format_day(self.fresh_on)

    @property
    def name(self) -> str:
        """The measure's name, for its place in the catalogue."""
        return self.row.key.name if self.row.key else ""


def shown_row(told: Told, row: Row, standing: str = "") -> ShownRow:
    """Return a row, written in the language of the request."""
    currency = told.account.currency
    key, is_measure = row.key, row.kind is RowKind.MEASURE
    fresh = told.fresh.get(get_measure(key.name).source) if key is not None and is_measure else None
    is_known = row.state is State.KNOWN
    return ShownRow(
        row=row,
        label=row_label(told.card.card, row),
        group=group_label(told.card.card, row.group) if is_measure else "",
        value=write_value(row.value, key, currency) if key is not None else "",
        unit=unit_of(key) if key is not None and row.value is not None else "",
        previous=_previous(row, currency),
        points=write_points(row.points) if is_measure and is_known else "",
        share=write_share(row.share) if is_measure else "",
        adds=write_points(row.contribution, sign=not is_measure, decimals=2),
        lost=write_points(row.lost, decimals=1) if row.lost else "",
        state="" if is_known else str(STATES[row.state]),
        fresh_on=fresh,
        is_missing=not is_known,
        standing=standing,
    )


def _previous(row: Row, currency: str) -> str:
    """Return the value and the one before it, where there are both."""
    if row.key is None or row.level is None or row.previous is None:
        return ""
    plain = type(row.key)(row.key.name, row.key.window, of=row.key.of)
    values = {
        "before": write_value(row.previous, plain, currency),
        "now": write_value(row.level, plain, currency),
        "unit": unit_of(plain),
    }
    return (_("%(before)s before, %(now)s now %(unit)s") % values).strip()


def shown_rows(told: Told, standings: Mapping[str, str] | None = None) -> list[ShownRow]:
    """Return all rows of an explanation in their order."""
    found = standings or {}
    return [shown_row(told, row, found.get(str(row.key), "")) for row in told.explanation.rows]


def costliest(told: Told, limit: int) -> list[ShownRow]:
    """Return the rows that take most from a full score, caps included."""
    rows = [row for row in told.explanation.rows if row.lost > 0]
    rows.sort(key=lambda row: -row.lost)
    return [shown_row(told, row) for row in rows[:limit]]


def groups_chart(told: Told) -> Chart:
    """Return the score as a bridge: each group's contribution, what is not known, caps, and the level."""
    card, rows = told.card.card, told.explanation.rows
    steps = []
    for group in card.groups:
        adds = sum(row.contribution for row in rows if row.kind is RowKind.MEASURE and row.group == group.name)
        steps.append(Step(group_label(card, group.name), adds / 100))
    rest = sum(row.contribution for row in rows if row.kind in (RowKind.REWEIGHING, RowKind.ROUNDING))
    if rest:
        steps.append(Step(_("Not known"), rest / 100))
    caps = sum(row.contribution for row in rows if row.kind is RowKind.CAP)
    if caps:
        steps.append(Step(_("Cap"), caps / 100))
    steps.append(Step(_("Score"), told.explanation.total / 100, is_total=True))
    return waterfall(steps, columns=(_("Part"), _("Points")))


def rows_chart(rows: Sequence[ShownRow], total: int | None) -> Chart:
    """Return the rows that add something as bars from left to right, each hanging where the one before it ended."""
    drawn = [row for row in rows if row.row.contribution]
    names = [row.label for row in drawn]
    parts: dict[str, list[Any]] = {"base": [], "up": [], "down": [], "total": []}
    level = highest = 0
    for shown in drawn:
        change = shown.row.contribution
        bars = {"up": change} if change >= 0 else {"down": -change}
        _push(parts, min(level, level + change), shown.adds, **bars)
        level += change
        highest = max(highest, level)
    if total is not None:
        names.append(_("Score"))
        _push(parts, 0, write_points(total, decimals=2), total=total)
    axis = {"type": "value", "min": 0, "max": max(FULL, highest) / 100, "interval": 20}
    labels = {"interval": 0, "width": 180, "overflow": "truncate"}
    option = {
        "grid": {"left": 4, "right": 52, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": axis,
        "yAxis": {"type": "category", "data": names, "inverse": True, "axisLabel": labels},
        "legend": {"show": False},
        "tooltip": {"trigger": "item"},
        "series": [
            _bars(parts["base"], "transparent", silent=True),
            _bars(parts["up"], "@waterfall-up"),
            _bars(parts["down"], "@waterfall-down"),
            _bars(parts["total"], "@waterfall-total"),
        ],
    }
    table = [[row.label, row.adds] for row in rows]
    if total is not None:
        table.append([_("Score"), write_points(total, decimals=2)])
    return Chart(option, "number", [_("Row"), _("Points")], table)


def _push(parts: dict[str, list[Any]], base: int, text: str, **bars: int) -> None:
    label = {"show": True, "formatter": text}
    parts["base"].append(base / 100)
    for name in ("up", "down", "total"):
        parts[name].append({"value": bars[name] / 100, "label": label} if name in bars else "-")


def _bars(data: list[Any], color: str, *, silent: bool = False) -> dict[str, Any]:
    return {
        "name": "",
        "type": "bar",
        "stack": "bridge",
        "silent": silent,
        "barMaxWidth": 18,
        "itemStyle": {"color": color},
        "label": {"show": not silent, "position": "right"},
        "data": data,
    }


@dataclass(frozen=True, slots=True)
class ShownMove:
    """What one row did between two days."""

    label: str
    before: ShownRow | None
    after: ShownRow | None
    delta: int

    @property
    def points(self) -> float:
        """The change in points."""
        return self.delta / 100


def shown_moves(before: Told, after: Told, movement: Movement) -> list[ShownMove]:
    """Return the moves that changed something, the largest first."""
    return [_shown_move(before, after, move) for move in movement.moves if move.delta]


def _shown_move(before: Told, after: Told, move: Move) -> ShownMove:
    told = after if move.after else before
    return ShownMove(
        label=row_label(told.card.card, move.row),
        before=shown_row(before, move.before) if move.before else None,
        after=shown_row(after, move.after) if move.after else None,
        delta=move.delta,
    )


def moves_chart(moves: Sequence[ShownMove], before: int, after: int) -> Chart:
    """Return the way from one score to the other as a bridge, small moves taken together."""
    shown, rest = list(moves[:7]), list(moves[7:])
    steps = [Step(_("Before"), before / 100, is_total=True)]
    steps += [Step(move.label, move.points) for move in shown]
    if rest:
        steps.append(Step(_("All others"), sum(move.delta for move in rest) / 100))
    steps.append(Step(_("After"), after / 100, is_total=True))
    return waterfall(steps, columns=(_("Row"), _("Points")))
