"""Keeping scores: the months of each account, and the current state with its reasons."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from tenure.accounts.models import Account
from tenure.foundation.db.insert import insert_rows
from tenure.foundation.models import Workspace
from tenure.health.clauses import Data, clause_data
from tenure.health.history import DayValues
from tenure.health.models import AccountHealth, HealthDay, ScorecardVersion, ScoreMonth
from tenure.health.queries.base import BELOW_SEGMENT
from tenure.health.queries.cards import card_of
from tenure.health.queries.current import scores_on
from tenure.health.queries.explanations import ABOUT, CARD, CUSTOMER, day_files
from tenure.health.series import empty, pack, unpack
from tenure_engine.health.reasoning import reasons_all
from tenure_engine.health.scoring import UNKNOWN, score_all
from tenure_engine.health.values import Key
from tenure_engine.measures import get_measure

Int64 = NDArray[np.int64]
T = TypeVar("T")
Row = tuple[Any, ...]
ROWS_A_TRANSACTION = 400
PAUSE_SECONDS = 0.005
RENEWAL_SOON_DAYS = 90
RENEWAL = Key("days_to_renewal")
TOLD_REASONS = 2
CURRENT = (
    "workspace",
    "account",
    "day",
    "version",
    "score",
    "band",
    "coverage",
    "score_30",
    "score_90",
    "segment_average",
    "is_below_segment",
    "is_customer",
    "renewal_days",
    "clauses",
    "computed_at",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores and cards of all accounts over some days; `card` holds the version's id of each account, 0 for none.

    Of an account that has not begun on a day nothing is kept of the day.
    """

    first: int
    score: Int64
    coverage: Int64
    card: Int64
    is_customer: NDArray[np.bool_]
    has_begun: NDArray[np.bool_]


def _pieces(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut rows into transactions short enough for others to write in between."""
    for begin in range(0, len(rows), ROWS_A_TRANSACTION):
        if begin:
            time.sleep(PAUSE_SECONDS)
        yield rows[begin : begin + ROWS_A_TRANSACTION]


def save_scores(*, workspace: Workspace, accounts: Int64, month: date, scored: Scored) -> None:
    """Lay the scores of some days of a month over what is kept of it."""
    offset = scored.first - (month - date(1970, 1, 1)).days
    for piece in _pieces(range(len(accounts))):
        ids = [int(accounts[number]) for number in piece]
        kept = dict(ScoreMonth.objects.filter(account_id__in=ids, month=month).values_list("account_id", "scores"))
        rows: list[Row] = []
        for number, account in zip(piece, ids, strict=True):
            scores = unpack(kept[account]) if account in kept else empty(month)
            scores[offset : offset + scored.score.shape[1]] = scored.score[number]
            if account not in kept and not scored.has_begun[number].any():
                continue
            rows.append((workspace.pk, account, month, pack(scores)))
        with transaction.atomic():
            insert_rows(ScoreMonth, ("workspace", "account", "month", "scores"), rows, key=("account", "month"))


@dataclass(frozen=True, slots=True)
class _Around:
    """What rows need beside the day's values: segment and currency by account, and scores of earlier days."""

    state: HealthDay
    accounts: Mapping[int, tuple[str, str]]
    score_30: Mapping[int, int]
    score_90: Mapping[int, int]
    now: datetime


def save_current(*, workspace: Workspace, day: date) -> int:
    """Bring the current state of every account up to a computed day; return of how many."""
    values = day_files(workspace.pk).read(day)
    state = HealthDay.objects.filter(workspace=workspace, day=day).first()
    if values is None or state is None:
        return 0
    around = _Around(
        state=state,
        accounts=_accounts(workspace),
        score_30=scores_on(workspace.pk, day - timedelta(days=30)),
        score_90=scores_on(workspace.pk, day - timedelta(days=90)),
        now=timezone.now(),
    )
    rows: list[Row] = []
    for version in ScorecardVersion.objects.in_bulk(list(state.cards.values())).values():
        rows += _rows(values, version, around)
    for piece in _pieces(rows):
        with transaction.atomic():
            insert_rows(AccountHealth, CURRENT, piece, key=("account",))
    _drop_others(workspace, {row[CURRENT.index("account")] for row in rows})
    return len(rows)


def _accounts(workspace: Workspace) -> dict[int, tuple[str, str]]:
    rows = Account.objects.filter(workspace=workspace).order_by().values_list("pk", "segment", "currency")
    return {pk: (segment, currency or workspace.currency) for pk, segment, currency in rows}


def _rows(values: DayValues, version: ScorecardVersion, around: _Around) -> Iterator[Row]:
    """Yield the rows of the accounts that a version of a scorecard judges."""
    ids = values.accounts
    judged = values.columns[CARD] == version.pk
    at = np.flatnonzero(judged & np.isin(ids, np.fromiter(around.accounts, np.int64, len(around.accounts))))
    if not len(at):
        return
    columns = {Key.parse(name): column[at] for name, column in values.columns.items() if not name.startswith(ABOUT)}
    card, unknown = card_of(version), np.full(len(at), np.nan)
    scores = score_all(card, {key: columns.get(key, unknown) for key in card.needed_keys()})
    reasons = reasons_all(card, columns, TOLD_REASONS)
    renewals = columns.get(RENEWAL, unknown).tolist()
    customers = (values.columns[CUSTOMER][at] != 0).tolist()
    for place, account in enumerate(ids[at].tolist()):
        segment, currency = around.accounts[account]
        score = int(scores.score[place])
        known = None if score == UNKNOWN else score
        renewal = None if np.isnan(renewals[place]) else renewals[place]
        clauses = [clause_data(each, currency) for each in reasons[place]]
        yield (
            around.state.workspace_id,
            account,
            around.state.day,
            version.pk,
            known,
            "" if known is None else str(card.band(known)),
            int(scores.coverage[place]),
            around.score_30.get(account),
            around.score_90.get(account),
            *_against(known, around.state.averages.get(segment)),
            customers[place],
            None if renewal is None else int(renewal),
            clauses + _renewal_clauses(renewal),
            around.now,
        )


def _against(score: int | None, average: tuple[int, int] | None) -> tuple[int | None, bool]:
    """Return the average of the segment, and whether the score lies clearly below it."""
    if not average:
        return None, False
    return average[0], score is not None and average[1] > 1 and score <= average[0] - BELOW_SEGMENT


def _renewal_clauses(days: float | None) -> list[Data]:
    """Return the clause about the renewal, when it is near."""
    if days is None or days > RENEWAL_SOON_DAYS:
        return []
    return [{"text": get_measure(RENEWAL.name).level, "values": {"value": days}, "as": {"value": "number"}}]


def _drop_others(workspace: Workspace, kept: set[int]) -> None:
    """Forget the state of accounts that no scorecard judges any more."""
    there = AccountHealth.objects.filter(workspace=workspace).order_by().values_list("account_id", flat=True)
    for piece in _pieces(sorted(set(there) - kept)):
        AccountHealth.objects.filter(account_id__in=piece).delete()
