"""Requests for support."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import TicketStatus
from tenure.accounts.kinds.base import Field, Problem, RecordKind, Values, register
from tenure.accounts.kinds.checks import in_range, not_before
from tenure.accounts.models import Ticket


def prepare(values: Values) -> list[Problem]:
    """A ticket that was resolved is solved, unless its file says otherwise."""
    if values.get("resolved_at") and not values.get("status"):
        values["status"] = TicketStatus.SOLVED
    return [
        *not_before(values, "resolved_at", "opened_at"),
        *in_range(values, "severity", 1, 4),
        *in_range(values, "satisfaction", 1, 5),
    ]


KIND = register(
    RecordKind(
        name="tickets",
        label=_("Ticket"),
        label_plural=_("Tickets"),
        model=Ticket,
        id_field="ticket_id",
        effective="opened_at",
        closing=("first_response_at", "resolved_at"),
        prepare=prepare,
        icon="lifebuoy",
        columns=("subject", "account_id", "status", "severity", "opened_at", "resolved_at"),
        fields=(
            Field("ticket_id", "text", _("Ticket id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("contact_id", "ref", _("Contact"), attr="contact", ref="contacts"),
            Field("subject", "text", _("Subject")),
            Field("topic", "text", _("Topic")),
            Field("status", "choice", _("Status"), choices=tuple(TicketStatus.choices)),
            Field("severity", "int", _("Severity (1 is worst)")),
            Field("opened_at", "datetime", _("Opened"), required=True),
            Field("first_response_at", "datetime", _("First response")),
            Field("resolved_at", "datetime", _("Resolved")),
            Field("satisfaction", "int", _("Satisfaction (1-5)")),
            Field("escalated", "bool", _("Escalated")),
        ),
    )
)
