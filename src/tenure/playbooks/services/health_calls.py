"""Calls to action that health asks for.

A customer in the red band calls at once. One in the amber band calls when the renewal is near or the score fell
fast. A call ends by itself when the score is green again, and as lost when the customer has left.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from tenure.foundation.models import Workspace
from tenure.health.choices import Band
from tenure.health.queries import BelowBand, list_customers_below
from tenure.playbooks.choices import BELOW_BAND, CtaKind, Outcome
from tenure.playbooks.models import Completion, Cta
from tenure.playbooks.queries.arr import RevenueBook
from tenure.playbooks.services.ctas import Asked, Call, complete_ctas, open_ctas
from tenure.playbooks.services.pieces import pieces
from tenure.playbooks.services.telling import csms_of
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
    arr, owners, quiet = RevenueBook(ids).arr_on(today), csms_of(workspace), _quiet_bands(workspace)
    asked = [
        Asked(row.account.pk, call_for(row, arr.get(row.account.pk, {}), today), owners.get(row.account.pk))
        for row in wanted
        if row.account.pk not in quiet or _is_worse(row.band, quiet[row.account.pk])
    ]
    opened = 0
    for piece in pieces(asked):
        found = open_ctas(actor=None, workspace=workspace.pk, asked=piece)
        opened += sum(is_new for _cta, is_new in found)
    return Opened(opened, len(asked) - opened, _close(workspace))


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
    there = rows.filter(account__health__isnull=False).order_by("pk")
    states = there.values_list("pk", "account__health__is_customer", "account__health__band")
    over = {
        pk: Outcome.RECOVERED if is_customer else Outcome.LOST
        for pk, is_customer, band in states
        if not is_customer or band == Band.GREEN
    }
    return sum(
        complete_ctas(workspace=workspace.pk, outcomes={pk: over[pk] for pk in piece}) for piece in pieces(list(over))
    )


def _quiet_bands(workspace: Workspace) -> dict[int, str]:
    """Return the band in which a person ended such a call within the last days, by account."""
    since = timezone.now() - timedelta(days=QUIET_DAYS)
    rows = Completion.objects.filter(
        cta__workspace=workspace, cta__reason=BELOW_BAND, ended_at__isnull=True, at__gte=since, by__isnull=False
    )
    return {
        account: str(evidence.get("band", ""))
        for account, evidence in rows.order_by("pk").values_list("cta__account_id", "cta__evidence")
    }


def _is_worse(band: str, before: str) -> bool:
    return band == Band.RED and before == Band.AMBER
