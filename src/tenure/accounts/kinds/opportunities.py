"""Sales that may come."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import OpportunityKind
from tenure.accounts.kinds.base import Field, RecordKind, register
from tenure.accounts.models import Opportunity

KIND = register(
    RecordKind(
        name="opportunities",
        label=_("Opportunity"),
        label_plural=_("Opportunities"),
        model=Opportunity,
        id_field="opportunity_id",
        icon="target",
        columns=("name", "account_id", "kind", "stage", "amount", "currency", "closes_on"),
        fields=(
            Field("opportunity_id", "text", _("Opportunity id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("name", "text", _("Name")),
            Field("kind", "choice", _("Kind"), choices=tuple(OpportunityKind.choices)),
            Field("stage", "text", _("Stage")),
            Field("amount", "amount", _("Amount")),
            Field("currency", "text", _("Currency")),
            Field("closes_on", "date", _("Closes on")),
            Field("owner", "text", _("Owner"), attr="owner_name"),
            Field("is_won", "bool", _("Won")),
            Field("is_closed", "bool", _("Closed")),
        ),
    )
)
