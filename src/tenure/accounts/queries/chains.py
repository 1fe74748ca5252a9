"""Renewals and amendments: what a contract or line follows, and what followed it."""

from typing import Any

from django.db.models import QuerySet

from tenure.accounts.models import Contract, ContractLine

LONGEST = 24


def list_contract_lines(*, contract: Contract) -> QuerySet[ContractLine]:
    """Return the lines of a contract whose reader may see it, by start."""
    return contract.lines.select_related("product", "contract").order_by("starts_on", "pk")


def renewal_chain(record: Any) -> list[Any]:
    """Return what the record renews, itself, and what renewed it, oldest first; branches side by side.

    All of one account, so whoever may see one may see all.
    """
    manager = type(record)._default_manager
    chain = [record]
    seen = {record.pk}
    while chain[0].renewal_of_id is not None and len(chain) < LONGEST:
        before = manager.filter(pk=chain[0].renewal_of_id).first()
        if before is None or before.pk in seen:
            break
        seen.add(before.pk)
        chain.insert(0, before)
    edge = [record.pk]
    while edge and len(chain) < LONGEST:
        after = [
            row for row in manager.filter(renewal_of_id__in=edge).order_by("starts_on", "pk") if row.pk not in seen
        ]
        seen |= {row.pk for row in after}
        chain += after
        edge = [row.pk for row in after]
    return chain


def list_amendments(*, line: ContractLine) -> list[ContractLine]:
    """Return the line that this one amends, if any, and those that amend it."""
    rows = ContractLine.objects.select_related("product").filter(account_id=line.account_id)
    related = rows.filter(amends=line) | rows.filter(pk=line.amends_id or 0)
    return list(related.order_by("starts_on", "pk"))
