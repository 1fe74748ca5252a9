"""Customers."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds.base import Field, RecordKind, register
from tenure.accounts.models import Account

KIND = register(
    RecordKind(
        name="accounts",
        label=_("Account"),
        label_plural=_("Accounts"),
        model=Account,
        id_field="account_id",
        effective="signed_on",
        keeps_custom=True,
        icon="building",
        columns=("name", "segment", "industry", "region", "stage", "signed_on"),
        fields=(
            Field("account_id", "text", _("Account id"), virtual=True, entered=False),
            Field("name", "text", _("Name")),
            Field("parent_id", "ref", _("Parent"), attr="parent", ref="accounts"),
            Field("industry", "text", _("Industry")),
            Field("region", "text", _("Region")),
            Field("country", "text", _("Country")),
            Field("size", "int", _("Employees")),
            Field("segment", "text", _("Segment")),
            Field("stage", "text", _("Lifecycle stage")),
            Field("source", "text", _("Acquisition source")),
            Field("campaign", "text", _("Campaign")),
            Field("reseller", "text", _("Reseller")),
            Field("acquisition_cost", "amount", _("Acquisition cost")),
            Field("currency", "text", _("Currency")),
            Field("website", "text", _("Website")),
            Field("signed_on", "date", _("Signed on")),
            Field("tags", "tags", _("Tags")),
            Field("owner", "person", _("Customer success manager"), virtual=True),
            Field("sales_owner", "person", _("Sales owner"), virtual=True),
            Field("onboarding_owner", "person", _("Onboarding owner"), virtual=True),
            Field("team", "text", _("Team"), virtual=True),
        ),
    )
)
