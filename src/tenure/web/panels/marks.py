"""What the usage chart marks: renewals, ends, changes of price, and the people who mattered and left."""

from collections.abc import Iterator, Sequence
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
    """Return one mark for each sort of thing that happened on a day."""
    found = dict.fromkeys([*_of_contracts(account, first, last), *_of_people(account)])
    return list(found)


def _of_contracts(account: Account, first: date, last: date) -> Iterator[UsageMark]:
    lines = {line.pk: line for line in list_lines(account=account)}
    followed = {line.renewal_of_id for line in lines.values()}
    for line in lines.values():
        before = lines.get(line.renewal_of_id or line.amends_id or 0)
        if line.renewal_of_id:
            yield UsageMark(line.starts_on, _("Renewal"))
        if before is not None and _price_moved(before, line):
            yield UsageMark(line.starts_on, _("Price changed"))
        is_end = line.is_recurring and not line.is_trial and line.pk not in followed
        if is_end and line.ends_on is not None and first <= line.ends_on <= last:
            yield UsageMark(line.ends_on, _("Ended without renewal"))


def _of_people(account: Account) -> Iterator[UsageMark]:
    for person in list_contacts(account=account):
        if person.left_on is not None and person.role in MISSED:
            yield UsageMark(person.left_on, MISSED[person.role]())


def _price_moved(before: ContractLine, after: ContractLine) -> bool:
    """Whether the price of one unit differs; without quantities, or with another product, nothing can be said."""
    if before.product_id != after.product_id or not before.mrr or after.mrr is None:
        return False
    if not before.quantity or not after.quantity or before.currency != after.currency:
        return False
    was, now = before.mrr / before.quantity, after.mrr / after.quantity
    return abs(now / was - 1) > SAME_PRICE
