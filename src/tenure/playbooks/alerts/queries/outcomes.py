"""What became of customers within some days: who left, who renewed; by the contracts as they are known now."""

from dataclasses import dataclass

import numpy as np

from tenure.accounts.models import Account, ContractLine, Loss
from tenure_engine.money import to_micros
from tenure_engine.period import from_day, to_day
from tenure_engine.revenue import FOREVER, NONE, Ledger, LineTable, Policy, build_ledger, find_renewals


@dataclass(frozen=True, slots=True)
class Outcomes:
    """By account: who was a customer at all, on which day (number) who left, and the last day somebody renewed."""

    customers: list[int]
    left: dict[int, int]
    renewed: dict[int, int]


def outcomes_between(workspace_id: int, first: int, last: int) -> Outcomes:
    """Return what became of the customers between two days. Without contracts, losses tell who left."""
    ledger = _ledger(workspace_id)
    if not len(ledger.accounts):
        return _by_losses(workspace_id, first, last)
    begins = ledger.day[ledger.first].astype(np.int64)
    ends_at = np.append(ledger.first[1:], len(ledger.day)) - 1
    ends = ledger.day[ends_at].astype(np.int64)
    was = (begins <= last) & (ends > first)
    gone = was & (ends <= last)
    renewals = find_renewals(ledger, first - 1, last)
    renewed: dict[int, int] = {}
    for account, line in zip(renewals.account[renewals.is_renewed], renewals.line[renewals.is_renewed], strict=True):
        renewed[int(account)] = max(renewed.get(int(account), 0), int(ledger.stop[line]))
    return Outcomes(
        customers=ledger.accounts[was].tolist(),
        left=dict(zip(ledger.accounts[gone].tolist(), ends[gone].tolist(), strict=True)),
        renewed=renewed,
    )


def _ledger(workspace_id: int) -> Ledger:
    lines = ContractLine.objects.filter(workspace_id=workspace_id, is_recurring=True, is_trial=False, mrr__gt=0)
    fields = ("pk", "account_id", "starts_on", "ends_on", "mrr", "product_id", "renewal_of_id")
    rows = list(lines.order_by("pk").values_list(*fields))
    place = {row[0]: number for number, row in enumerate(rows)}
    table = LineTable(
        line=np.arange(len(rows), dtype=np.int64),
        account=np.array([row[1] for row in rows], dtype=np.int64),
        start=np.array([to_day(row[2]) for row in rows], dtype=np.int32),
        end=np.array([FOREVER if row[3] is None else to_day(row[3]) for row in rows], dtype=np.int32),
        mrr=np.array([to_micros(row[4]) for row in rows], dtype=np.int64),
        product=np.array([row[5] or NONE for row in rows], dtype=np.int64),
        renews=np.array([place.get(row[6], NONE) for row in rows], dtype=np.int64),
    )
    return build_ledger(table, Policy())


def _by_losses(workspace_id: int, first: int, last: int) -> Outcomes:
    losses = Loss.objects.filter(
        workspace_id=workspace_id, lost_on__gte=from_day(first), lost_on__lte=from_day(last)
    ).values_list("account_id", "lost_on")
    customers = Account.objects.filter(workspace_id=workspace_id).order_by("pk").values_list("pk", flat=True)
    return Outcomes(list(customers), {account: to_day(day) for account, day in losses}, {})
