"""The newest scores, within what a person may see: for lists, headers, Today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from tenure.foundation.models import User
from tenure.health.choices import Band
from tenure.health.clauses import write_reason
from tenure.health.models import AccountHealth, HealthDay, ScoreMonth
from tenure.health.series import days_of, unpack

BELOW_GREEN = (Band.RED, Band.AMBER)


@dataclass(frozen=True, slots=True)
class BelowBand:
    """An account below a band: `score` now and `previous` 30 days before, and the reason as clauses."""

    account: Any
    score: float
    band: str
    previous: float | None
    coverage: float
    clauses: Sequence[Mapping[str, Any]]
    renewal_days: int | None
    is_below_segment: bool
    day: date

    @property
    def reason(self) -> str:
        """The reason in one sentence, in the language of the request."""
        return write_reason(self.clauses)


def find_newest_day(workspace_id: int) -> date | None:
    """Return the newest day that is computed; lists and headers show this day."""
    return HealthDay.objects.filter(workspace_id=workspace_id).values_list("day", flat=True).first()


def health_of(account_ids: Iterable[int]) -> dict[int, AccountHealth]:
    """Return the newest state by account; the caller has found the accounts within the person's scope."""
    return {row.account_id: row for row in AccountHealth.objects.filter(account_id__in=list(account_ids))}


def list_below_band(
    *, user: User, bands: Sequence[str] = (Band.RED,), falling_by: float | None = None
) -> list[BelowBand]:
    """Return the customers in the given bands that a person sees, lowest score first.

    With `falling_by`, also those in any band whose score fell by at least so many points in 30 days.
    """
    rows = AccountHealth.objects.visible_to(user).filter(is_customer=True, score__isnull=False)
    chosen = [
        row
        for row in rows.select_related("account").order_by("score", "account__name")
        if row.band in bands or (falling_by is not None and (row.change_30 or 0.0) <= -falling_by)
    ]
    return [_below(row) for row in chosen]


def list_customers_below(*, workspace_id: int, bands: Sequence[str] = (Band.RED,)) -> list[BelowBand]:
    """Return the customers in the given bands of the whole workspace: for rules, which see everything."""
    rows = AccountHealth.objects.filter(
        workspace_id=workspace_id, is_customer=True, score__isnull=False, band__in=list(bands)
    )
    return [_below(row) for row in rows.select_related("account").order_by("score", "account__name")]


def _below(row: AccountHealth) -> BelowBand:
    return BelowBand(
        account=row.account,
        score=(row.score or 0) / 100,
        band=row.band,
        previous=None if row.score_30 is None else row.score_30 / 100,
        coverage=row.coverage / 10_000,
        clauses=row.clauses,
        renewal_days=row.renewal_days,
        is_below_segment=row.is_below_segment,
        day=row.day,
    )


def scores_on(workspace_id: int, day: date) -> dict[int, int]:
    """Return the score of a day, in hundredths, of every account of a workspace that has one: for rules and jobs."""
    first = day.replace(day=1)
    rows = ScoreMonth.objects.filter(workspace_id=workspace_id, month=first).order_by()
    scores = {
        account_id: int(unpack(packed)[day.day - 1])
        for account_id, packed in rows.values_list("account_id", "scores")
    }
    return {account_id: score for account_id, score in scores.items() if score >= 0}


def count_bands(rows: QuerySet[AccountHealth]) -> dict[str, int]:
    """Return how many customers are in each band; "" counts those without a score."""
    counted = rows.filter(is_customer=True).order_by().values("band").annotate(count=Count("pk"))
    return dict(counted.values_list("band", "count"))


def history_of(account_ids: Iterable[int], *, first: date, last: date) -> dict[int, list[float | None]]:
    """Return the daily scores of accounts from `first` to `last`, None where there is none; for sparklines."""
    length = (last - first).days + 1
    rows = ScoreMonth.objects.filter(
        account_id__in=list(account_ids), month__gte=first.replace(day=1), month__lte=last
    )
    found: dict[int, list[float | None]] = {}
    for account_id, month, packed in rows.values_list("account_id", "month", "scores"):
        values = found.setdefault(account_id, [None] * length)
        scores = unpack(packed)
        for number in range(days_of(month)):
            place = (month + timedelta(days=number) - first).days
            if 0 <= place < length and scores[number] >= 0:
                values[place] = int(scores[number]) / 100
    return found
