"""What the usage chart marks: renewals, ends, changes of price, and the people who mattered and left."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from tenure.accounts.choices import ContactRole
from tenure.accounts.models import Account, ContractLine
from tenure.accounts.queries.panels import list_contacts, list_lines
from tenure.events.hooks import UsageMark, tell_usage_marks

MISSED = {
    ContactRole.CHAMPION.value: lambda: _("Champion left"),
    ContactRole.DECISION_MAKER.value: lambda: _("Decision maker left"),
}
SAME_PRICE = Decimal("0.005")  # a difference below half a per cent is rounding


@tell_usage_marks
def account_marks(account: Account, first: date, last: date) -> Sequence[UsageMark]:
    """Return one mark for each day on which something mattered."""
    by_day: dict[date, list[str]] = {}
    for mark in [*_of_contracts(account, first, last), *_of_people(account)]:
        if mark.label not in by_day.setdefault(mark.on, []):
            by_day[mark.on].append(mark.label)
    return [UsageMark(day, " · ".join(labels)) for day, labels in by_day.items()]


def _of_contracts(account: Account, first: date, last: date) -> Iterator[UsageMark]:
    """Yield what happened to contracts; where anything is renewed on a day, what ends on it is not marked."""
    lines = {line.pk: line for line in list_lines(account=account)}
    renewed = {line.starts_on for line in lines.values() if line.renewal_of_id}
    dearer = {line.starts_on for line in lines.values() if _price_moved(_before(line, lines), line)}
    for day in renewed & dearer:
        yield UsageMark(day, _("Renewal, new price"))
    for day in renewed - dearer:
        yield UsageMark(day, _("Renewal"))
    for day in dearer - renewed:
        yield UsageMark(day, _("Price changed"))
    followed = {line.renewal_of_id for line in lines.values()} | {line.amends_id for line in lines.values()}
    for line in lines.values():
        is_end = line.is_recurring and not line.is_trial and line.pk not in followed and line.ends_on not in renewed
        if is_end and line.ends_on is not None and first <= line.ends_on <= last:
            yield UsageMark(line.ends_on, _("Ended without renewal"))


def _before(line: ContractLine, lines: Mapping[int, ContractLine]) -> ContractLine | None:
    return lines.get(line.renewal_of_id or line.amends_id or 0)


def _of_people(account: Account) -> Iterator[UsageMark]:
    for person in list_contacts(account=account):
        if person.left_on is not None and person.role in MISSED:
            yield UsageMark(person.left_on, MISSED[person.role]())


def _price_moved(before: ContractLine | None, after: ContractLine) -> bool:
    """Whether the price of one unit differs; without quantities, or with another product, nothing can be said."""
    if before is None or before.product_id != after.product_id or not before.mrr or after.mrr is None:
        return False
    if not before.quantity or not after.quantity or before.currency != after.currency:
        return False
    was, now = before.mrr / before.quantity, after.mrr / after.quantity
    return abs(now / was - 1) > SAME_PRICE
