"""Bills."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import InvoiceStatus
from tenure.accounts.kinds.base import Field, Problem, RecordKind, Values, register
from tenure.accounts.models import Invoice


def prepare(values: Values) -> list[Problem]:
    """An invoice with a date of payment is paid, unless its file says otherwise."""
    if values.get("paid_on") and not values.get("status"):
        values["status"] = InvoiceStatus.PAID
    return []


KIND = register(
    RecordKind(
        name="invoices",
        label=_("Invoice"),
        label_plural=_("Invoices"),
        model=Invoice,
        id_field="invoice_id",
        effective="issued_on",
        closing=("paid_on",),
        prepare=prepare,
        icon="file-invoice",
        columns=("number", "account_id", "status", "issued_on", "due_on", "paid_on", "amount", "currency"),
        fields=(
            Field("invoice_id", "text", _("Invoice id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("number", "text", _("Number")),
            Field("issued_on", "date", _("Issued on")),
            Field("due_on", "date", _("Due on")),
            Field("paid_on", "date", _("Paid on")),
            Field("amount", "amount", _("Amount"), required=True),
            Field("currency", "text", _("Currency")),
            Field("status", "choice", _("Status"), choices=tuple(InvoiceStatus.choices)),
        ),
    )
)
