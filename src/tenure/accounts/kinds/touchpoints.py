"""Recorded contact with customers."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import Direction, TouchKind
from tenure.accounts.kinds.base import Field, RecordKind, register
from tenure.accounts.models import Touchpoint

KIND = register(
    RecordKind(
        name="touchpoints",
        label=_("Touchpoint"),
        label_plural=_("Touchpoints"),
        model=Touchpoint,
        id_field="touchpoint_id",
        effective="occurred_at",
        icon="message-circle",
        columns=("occurred_at", "account_id", "kind", "subject", "owner", "minutes"),
        fields=(
            Field("touchpoint_id", "text", _("Touchpoint id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("contact_id", "ref", _("Contact"), attr="contact", ref="contacts"),
            Field("kind", "choice", _("Kind"), choices=tuple(TouchKind.choices)),
            Field("occurred_at", "datetime", _("When"), required=True),
            Field("owner", "text", _("By"), attr="owner_name"),
            Field("direction", "choice", _("Direction"), choices=tuple(Direction.choices)),
            Field("subject", "text", _("Subject")),
            Field("summary", "long_text", _("Summary")),
            Field("minutes", "int", _("Minutes")),
            Field("outcome", "text", _("Outcome")),
        ),
    )
)
