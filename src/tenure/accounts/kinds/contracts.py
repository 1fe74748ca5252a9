"""Contracts and their lines. One imported row is one line, or a contract without a line."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import LineKind
from tenure.accounts.kinds.base import Field, Problem, RecordKind, Values, register
from tenure.accounts.kinds.checks import not_before
from tenure.accounts.models import Contract, ContractLine
from tenure_engine.words import N_

LINE_CONTENT = ("mrr", "arr", "amount", "unit_price", "product", "quantity", "kind")


def prepare(values: Values) -> list[Problem]:
    """Find the line's net monthly value and check its dates and sign.

    A value named mrr is taken as it is. Else arr / 12, else amount / months, else unit price x quantity / months.
    A one-off amount never becomes MRR, and is divided by nothing: whatever the column's name, it is paid once.
    """
    if values.get("kind") == LineKind.ONE_OFF:
        values["recurring"] = False
    is_one_off = values.get("recurring") is False
    amount = _once(values) if is_one_off else _monthly(values)
    problems = not_before(values, "end_date", "start_date")
    if amount is not None and amount < 0:
        problems.append(Problem("mrr", N_("the amount %(amount)s is negative"), {"amount": amount}))
    elif is_one_off:
        if values.get("one_off_amount") is None:
            values["one_off_amount"] = amount
        values["mrr"] = None
    elif amount is not None:
        values["mrr"] = amount
    return problems


def _monthly(values: Values) -> Decimal | None:
    if values.get("mrr") is not None:
        return Decimal(values["mrr"])
    months = Decimal(values.get("billing_months") or 1)
    if values.get("arr") is not None:
        return Decimal(values["arr"]) / 12
    if values.get("amount") is not None:
        return Decimal(values["amount"]) / months
    if values.get("unit_price") is not None:
        return Decimal(values["unit_price"]) * Decimal(values.get("quantity") or 1) / months
    return None


def _once(values: Values) -> Decimal | None:
    for name in ("amount", "arr", "mrr"):
        if values.get(name) is not None:
            return Decimal(values[name])
    if values.get("unit_price") is not None:
        return Decimal(values["unit_price"]) * Decimal(values.get("quantity") or 1)
    return None


AGREEMENT = register(
    RecordKind(
        name="agreements",
        label=_("Contract"),
        label_plural=_("Contracts"),
        model=Contract,
        id_field="contract_id",
        effective="signed_on",
        icon="file-text",
        importable=False,
        columns=("number", "account_id", "signed_on", "start_date", "end_date", "currency"),
        fields=(
            Field("contract_id", "text", _("Contract id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("number", "text", _("Number")),
            Field("signed_on", "date", _("Signed on")),
            Field("start_date", "date", _("Starts on"), attr="starts_on"),
            Field("end_date", "date", _("Ends on"), attr="ends_on"),
            Field("currency", "text", _("Currency")),
            Field("renewal_of", "ref", _("Renewal of"), attr="renewal_of", ref="agreements"),
            Field("auto_renew", "bool", _("Renews by itself")),
        ),
        prepare=lambda values: not_before(values, "end_date", "start_date"),
    )
)

KIND = register(
    RecordKind(
        name="contracts",
        label=_("Contract line"),
        label_plural=_("Contract lines"),
        model=ContractLine,
        id_field="line_id",
        effective="start_date",
        prepare=prepare,
        icon="receipt",
        columns=("account_id", "product", "kind", "start_date", "end_date", "quantity", "mrr", "currency"),
        fields=(
            Field("line_id", "text", _("Line id"), virtual=True, entered=False),
            Field("contract_id", "ref", _("Contract"), attr="contract", ref="agreements"),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("product", "ref", _("Product"), ref="products"),
            Field("kind", "choice", _("Kind"), choices=tuple(LineKind.choices)),
            Field("start_date", "date", _("Starts on"), attr="starts_on", required=True),
            Field("end_date", "date", _("Ends on"), attr="ends_on"),
            Field("quantity", "decimal", _("Quantity")),
            Field("mrr", "amount", _("MRR")),
            Field("one_off_amount", "amount", _("One-off amount")),
            Field("currency", "text", _("Currency")),
            Field("recurring", "bool", _("Recurring"), attr="is_recurring"),
            Field("trial", "bool", _("Trial"), attr="is_trial"),
            Field("renewal_of", "ref", _("Renewal of"), attr="renewal_of", ref="contracts"),
            Field("amends", "ref", _("Amends"), attr="amends", ref="contracts"),
            Field("arr", "amount", _("ARR"), virtual=True, entered=False),
            Field("amount", "amount", _("Amount"), virtual=True, entered=False),
            Field("unit_price", "amount", _("Unit price"), virtual=True, entered=False),
            Field("billing_months", "int", _("Months per amount"), virtual=True, entered=False),
            Field("signed_on", "date", _("Signed on"), virtual=True, entered=False),
            Field("auto_renew", "bool", _("Renews by itself"), virtual=True, entered=False),
        ),
    )
)
