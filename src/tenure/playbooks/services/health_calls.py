"""Calls to action that health asks for.

A customer in the red band calls at once. One in the amber band calls when the renewal is near or the score fell
fast. A call ends by itself when the score is green again, and as lost when the customer has left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from tenure.accounts.models import AccountOwner
from tenure.foundation.models import User, Workspace
from tenure.health.choices import Band
from tenure.health.queries import BelowBand, list_customers_below
from tenure.health.queries.current import health_of
from tenure.playbooks.choices import BELOW_BAND, CtaKind, Outcome
from tenure.playbooks.models import Completion, Cta
from tenure.playbooks.queries.arr import RevenueBook
from tenure.playbooks.services.ctas import Call, complete_cta, open_cta
from tenure_engine.measures import get_measure

RENEWAL_NEAR_DAYS = 90
FAST_FALL_POINTS = 10.0
RED_DAYS, AMBER_DAYS = 2, 7
QUIET_DAYS = 14


@dataclass(frozen=True, slots=True)
class Opened:
    """What one run did."""

    opened: int
    kept: int
    closed: int


def open_health_calls(*, workspace: Workspace, day: date | None = None) -> Opened:
    """Open, bring up to date and close the calls to action that health asks for. Safe to run again."""
    today = day or timezone.localdate()
    wanted = [
        row for row in list_customers_below(workspace_id=workspace.pk, bands=(Band.RED, Band.AMBER)) if calls(row)
    ]
    ids = [row.account.pk for row in wanted]
    arr, owners, quiet = RevenueBook(ids).arr_on(today), _owners(ids), _quiet_bands(ids)
    opened = kept = 0
    for row in wanted:
        pk = row.account.pk
        if pk in quiet and not _is_worse(row.band, quiet[pk]):
            continue
        call = call_for(row, arr.get(pk, {}), today)
        _cta, is_new = open_cta(actor=None, account=row.account, call=call, owner=owners.get(pk))
        opened, kept = opened + is_new, kept + (not is_new)
    return Opened(opened, kept, _close(workspace))


def calls(row: BelowBand) -> bool:
    """Whether an account below green needs a person now."""
    if row.band == Band.RED:
        return True
    is_near = row.renewal_days is not None and 0 <= row.renewal_days <= RENEWAL_NEAR_DAYS
    fell = (row.previous - row.score) if row.previous is not None else 0.0
    return is_near or fell >= FAST_FALL_POINTS


def call_for(row: BelowBand, arr: dict[str, Decimal], today: date) -> Call:
    """Return the call of an account: reasons with the renewal if it is near, the revenue, the due date."""
    is_near = row.renewal_days is not None and 0 <= row.renewal_days <= RENEWAL_NEAR_DAYS
    clauses = list(row.clauses)
    renewal = get_measure("days_to_renewal").level
    if is_near and not any(clause["text"] == renewal for clause in clauses):
        clauses.append({"text": renewal, "values": {"value": row.renewal_days}, "as": {"value": "number"}})
    currency = max(arr, key=lambda code: arr[code]) if arr else ""
    if row.band == Band.RED:
        due = today if is_near else today + timedelta(days=RED_DAYS)
    else:
        due = today + timedelta(days=AMBER_DAYS)
    return Call(
        reason=BELOW_BAND,
        due_on=due,
        kind=CtaKind.RISK,
        clauses=clauses,
        evidence={"score": row.score, "band": str(row.band), "day": row.day.isoformat()},
        at_risk_amount=arr.get(currency),
        currency=currency,
    )


def _close(workspace: Workspace) -> int:
    """End what needs nobody any more; return how many."""
    rows = Cta.objects.filter(workspace=workspace, reason=BELOW_BAND, kind=CtaKind.RISK, closed_at__isnull=True)
    ctas = {cta.account_id: cta for cta in rows}
    closed = 0
    for pk, state in health_of(ctas).items():
        if not state.is_customer:
            complete_cta(actor=None, cta=ctas[pk], outcome=Outcome.LOST)
        elif state.band == Band.GREEN:
            complete_cta(actor=None, cta=ctas[pk], outcome=Outcome.RECOVERED)
        else:
            continue
        closed += 1
    return closed


def _quiet_bands(ids: Iterable[int]) -> dict[int, str]:
    """Return the band in which a person ended such a call within the last days, by account."""
    since = timezone.now() - timedelta(days=QUIET_DAYS)
    rows = Completion.objects.filter(
        cta__account_id__in=list(ids), cta__reason=BELOW_BAND, ended_at__isnull=True, at__gte=since, by__isnull=False
    )
    return {
        row.cta.account_id: str(row.cta.evidence.get("band", "")) for row in rows.select_related("cta").order_by("pk")
    }


def _is_worse(band: str, before: str) -> bool:
    return band == Band.RED and before == Band.AMBER


def _owners(ids: Iterable[int]) -> dict[int, User]:
    rows = AccountOwner.objects.filter(account_id__in=list(ids), role="csm").select_related("user")
    return {row.account_id: row.user for row in rows}
