"""Why a score moved, in words: the rows that took it where it went."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tenure.health.clauses import clause_data, write_clause
from tenure.health.queries.base_moves import MovedAccount
from tenure.health.words import key_label, row_label, unit_of, write_points, write_value
from tenure_engine.health.moves import Move, main_moves
from tenure_engine.health.reasons import clause
from tenure_engine.health.scoring import Row, RowKind, State
from tenure_engine.health.values import Key

TOLD = 2


def write_moved(moved: MovedAccount, currency: str = "", limit: int = TOLD) -> str:
    """Return in one sentence without its full stop what moved an account's score, largest first."""
    texts = [_written(moved, move, currency) for move in main_moves(moved.movement, limit)]
    if moved.before_card.name != moved.after_card.name:
        values = {"before": moved.before_card.name, "after": moved.after_card.name}
        texts.insert(0, _("judged by scorecard %(after)s, before by %(before)s") % values)
    text = pgettext("between clauses", "; ").join(texts)
    return text[:1].upper() + text[1:]


def _written(moved: MovedAccount, move: Move, currency: str) -> str:
    points = write_points(move.delta, sign=True, decimals=1)
    return pgettext("reason", "%(reason)s (%(points)s)") % {
        "reason": _reason(moved, move, currency),
        "points": points,
    }


def _reason(moved: MovedAccount, move: Move, currency: str) -> str:
    row = move.row
    if row.kind in (RowKind.REWEIGHING, RowKind.ROUNDING):
        return _("other measures are known than before")
    if row.kind is RowKind.CAP and move.after is None:
        return _("gone: %(cap)s") % {"cap": row_label(moved.before_card, row)}
    if row.kind is RowKind.CAP:
        says = write_clause(clause_data(clause(row), currency))
        return _("%(reason)s, so at most %(limit)s") % {"reason": says, "limit": write_points(row.limit)}
    if move.after is None or move.after.state is not State.KNOWN:
        return _("no longer known: %(measure)s") % {"measure": row_label(moved.before_card, row)}
    return _measured(move, currency)


def _measured(move: Move, currency: str) -> str:
    """Return the measure's value on the later day, and what it was on the earlier one."""
    after, before = move.after, move.before
    assert after is not None
    key = _shown_key(after)
    values = {
        "measure": key_label(key),
        "now": f"{write_value(_level(after), key, currency)} {unit_of(key)}".strip(),
        "before": write_value(_level(before), key, currency)
        if before and before.state is State.KNOWN
        else _("not known"),
    }
    return _("%(measure)s: %(now)s, before %(before)s") % values


def _shown_key(row: Row) -> Key:
    """Return what is told of a row: the value itself where there is one, else the change that is scored."""
    assert row.key is not None
    return row.key if row.level is None else Key(row.key.name, row.key.window, of=row.key.of)


def _level(row: Row) -> float | None:
    return row.level if row.level is not None else row.value
