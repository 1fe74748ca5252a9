"""The customer base as plain values for the API. Dates in ISO, scores 0 to 100."""

from typing import Any

import numpy as np

from tenure.accounts.models import Account
from tenure.foundation.models import User
from tenure.health.base_words import verdict
from tenure.health.moved import write_moved
from tenure.health.queries.base import BIN, BINS, OUT, PLACES, Base, Side
from tenure.health.queries.base_moves import BaseMoves, Moves
from tenure.health.words import measure_label

Document = dict[str, Any]


def base_document(base: Base, *, user: User, is_then: bool, movers: int) -> Document:
    """Return the distribution, the flow between bands, what moved the mean, movers with reasons, and segments."""
    moves = Moves(base, workspace_id=user.workspace_id or 0, is_then=is_then)
    found = moves.of_base()
    return {
        "verdict": verdict(base, found),
        "now": _side_document(base.now),
        "before": _side_document(base.before) if base.before else None,
        "flow": [
            {"before": _place(was, "new"), "now": _place(now, "left"), "customers": int(base.flow[row, column])}
            for row, was in enumerate(PLACES)
            for column, now in enumerate(PLACES)
            if base.flow[row, column]
        ],
        "moved_by": _parts_document(found) if found else None,
        "movers": [row for way in ("down", "up") for row in _movers_documents(base, moves, way, movers)],
        "segments": _segment_documents(base),
    }


def _place(place: str, out: str) -> str:
    return {"none": "no_score", "out": out}.get(place, place)


def _side_document(side: Side) -> Document:
    bars = side.histogram()
    return {
        "as_of": side.day.isoformat(),
        "known_on": side.known_on.isoformat() if side.known_on else None,
        "is_being_computed_again": side.is_stale,
        "customers": side.customers,
        "average": side.average(),
        "bands": {_place(place, ""): count for place, count in side.counts.items()},
        "distribution": [
            {"from_score": bar * BIN / 100, "to_score": (bar + 1) * BIN / 100}
            | {band: counts[bar] for band, counts in bars.items()}
            for bar in range(BINS)
        ],
    }


def _parts_document(moves: BaseMoves) -> Document:
    parts = sorted(moves.measures.items(), key=lambda part: -abs(part[1]))
    return {
        "customers": moves.count,
        "average_before": moves.before,
        "average_now": moves.after,
        "measures": [{"measure": name, "label": measure_label(name), "points": points} for name, points in parts],
        "more_or_less_known": moves.rest,
        "caps": moves.caps,
    }


def _movers_documents(base: Base, moves: Moves, way: str, limit: int) -> list[Document]:
    rows = base.movers(way, limit)
    found = moves.of_accounts(rows)
    ids = [int(base.ids[row]) for row in rows]
    currencies = dict(Account.objects.filter(pk__in=ids).values_list("pk", "currency"))
    assert base.before is not None or not rows
    return [
        {
            "account_id": int(base.ids[row]),
            "name": str(base.names[row]),
            "direction": way,
            "before": int(base.before.score[row]) / 100 if base.before else None,
            "now": int(base.now.score[row]) / 100,
            "change": int(base.change[row]) / 100,
            "band": PLACES[base.now.place[row]],
            "reason": write_moved(found[row], currencies.get(int(base.ids[row]), "")),
        }
        for row in rows
    ]


def _segment_documents(base: Base) -> list[Document]:
    found = []
    for segment in sorted(set(base.segments[base.now.place != OUT])):
        mine = base.segments == segment
        counts = np.bincount(base.now.place[mine], minlength=len(PLACES))
        found.append(
            {
                "segment": str(segment) or None,
                "customers": int(counts[:OUT].sum()),
                "average": base.now.average(mine),
                "average_before": base.before.average(mine) if base.before else None,
                "bands": {_place(place, ""): int(counts[code]) for code, place in enumerate(PLACES[:OUT])},
                "far_below_average": int((base.below & mine).sum()),
            }
        )
    return found
