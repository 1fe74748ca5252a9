"""Customers who left."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds.base import Field, RecordKind, register
from tenure.accounts.models import Loss

KIND = register(
    RecordKind(
        name="losses",
        label=_("Loss"),
        label_plural=_("Losses"),
        model=Loss,
        id_field="loss_id",
        effective="lost_on",
        icon="user-minus",
        columns=("lost_on", "account_id", "reason", "detail", "amount"),
        fields=(
            Field("loss_id", "text", _("Loss id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("lost_on", "date", _("Lost on"), required=True),
            Field("reason", "text", _("Reason")),
            Field("detail", "long_text", _("Detail")),
            Field("amount", "amount", _("Amount")),
            Field("currency", "text", _("Currency")),
        ),
    )
)
