"""Keeping scores: the months of each account, and the current state with its reasons."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from tenure.accounts.models import Account
from tenure.foundation.models import Workspace
from tenure.health.clauses import Data, clause_data
from tenure.health.models import AccountHealth, HealthDay, ScorecardVersion, ScoreMonth
from tenure.health.queries.base import BELOW_SEGMENT
from tenure.health.queries.cards import card_of
from tenure.health.queries.current import history_of
from tenure.health.queries.explanations import ABOUT, CARD, CUSTOMER, day_files
from tenure.health.series import empty, pack, unpack
from tenure_engine.health.reasons import reasons
from tenure_engine.health.scoring import Explanation, explain
from tenure_engine.health.values import Key
from tenure_engine.measures import get_measure

Int64 = NDArray[np.int64]
T = TypeVar("T")
ROWS_A_TRANSACTION = 400
PAUSE_SECONDS = 0.005
RENEWAL_SOON_DAYS = 90
RENEWAL = Key("days_to_renewal")


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
        rows = []
        for number, account in zip(piece, ids, strict=True):
            scores = unpack(kept[account]) if account in kept else empty(month)
            scores[offset : offset + scored.score.shape[1]] = scored.score[number]
            if account not in kept and not scored.has_begun[number].any():
                continue
            rows.append(ScoreMonth(workspace=workspace, account_id=account, month=month, scores=pack(scores)))
        with transaction.atomic():
            ScoreMonth.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["account", "month"], update_fields=["scores"]
            )


def save_current(*, workspace: Workspace, day: date) -> int:
    """Bring the current state of every account up to a computed day; return of how many."""
    values = day_files(workspace.pk).read(day)
    state = HealthDay.objects.filter(workspace=workspace, day=day).first()
    if values is None or state is None:
        return 0
    versions = ScorecardVersion.objects.in_bulk(list(state.cards.values()))
    accounts = Account.objects.filter(workspace=workspace).in_bulk()
    earlier = {back: _scores_before(list(accounts), day - timedelta(days=back)) for back in (30, 90)}
    rows = []
    for place, account_id in enumerate(values.accounts.tolist()):
        account = accounts.get(account_id)
        version = versions.get(int(np.nan_to_num(values.columns[CARD][place])))
        if account is None or version is None:
            continue
        known = {
            Key.parse(name): float(column[place])
            for name, column in values.columns.items()
            if not name.startswith(ABOUT)
        }
        row = _row(account, state, version, known)
        row.is_customer = bool(values.columns[CUSTOMER][place])
        row.score_30, row.score_90 = (_hundredths(earlier[back].get(account_id)) for back in (30, 90))
        rows.append(row)
    _write(rows)
    stale = AccountHealth.objects.filter(workspace=workspace).exclude(account_id__in=[r.account_id for r in rows])
    stale.delete()
    return len(rows)


def _row(account: Account, state: HealthDay, version: ScorecardVersion, known: dict[Key, float]) -> AccountHealth:
    explanation = explain(card_of(version), known)
    average = state.averages.get(account.segment)
    renewal = known.get(RENEWAL, np.nan)
    is_below = explanation.score is not None and average is not None and average[1] > 1
    return AccountHealth(
        workspace_id=account.workspace_id,
        account=account,
        day=state.day,
        version=version,
        score=explanation.score,
        band=explanation.band or "",
        coverage=explanation.coverage,
        segment_average=average[0] if average else None,
        is_below_segment=is_below and explanation.score <= average[0] - BELOW_SEGMENT,
        renewal_days=None if np.isnan(renewal) else int(renewal),
        clauses=reason_of(explanation, known, account.currency or account.workspace.currency),
        computed_at=timezone.now(),
    )


def reason_of(explanation: Explanation, known: dict[Key, float], currency: str) -> list[Data]:
    """Return the clauses of a score: what costs most, and the renewal when it is near."""
    clauses = [clause_data(each, currency) for each in reasons(explanation, limit=2)]
    days = known.get(RENEWAL, np.nan)
    if not np.isnan(days) and days <= RENEWAL_SOON_DAYS:
        clauses.append(
            {"text": get_measure(RENEWAL.name).level, "values": {"value": days}, "as": {"value": "number"}}
        )
    return clauses


def _scores_before(account_ids: list[int], day: date) -> dict[int, float | None]:
    return {account: values[0] for account, values in history_of(account_ids, first=day, last=day).items()}


def _hundredths(points: float | None) -> int | None:
    return None if points is None else round(points * 100)


def _write(rows: Sequence[AccountHealth]) -> None:
    changed = [
        field.name
        for field in AccountHealth._meta.concrete_fields
        if field.name not in ("id", "workspace", "account")
    ]
    for piece in _pieces(rows):
        with transaction.atomic():
            AccountHealth.objects.bulk_create(
                piece, update_conflicts=True, unique_fields=["account"], update_fields=changed
            )
