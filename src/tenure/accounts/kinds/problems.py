"""The ledger of problems solved."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import FoundBy
from tenure.accounts.kinds.base import Field, RecordKind, register
from tenure.accounts.models import SolvedProblem

KIND = register(
    RecordKind(
        name="problems",
        label=_("Problem solved"),
        label_plural=_("Problems solved"),
        model=SolvedProblem,
        id_field="problem_id",
        effective="solved_on",
        icon="circle-check",
        columns=("problem", "account_id", "solved_on", "effect", "saved_amount", "contact_id", "found_by", "owner"),
        fields=(
            Field("problem_id", "text", _("Problem id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("problem", "text", _("Problem"), required=True, help=_("In the customer's own words.")),
            Field("solution", "long_text", _("What was done")),
            Field("effect", "text", _("Effect"), help=_("What it saved or made possible, with its number.")),
            Field("solved_on", "date", _("Solved on"), required=True),
            Field("contact_id", "ref", _("Who gained by it"), attr="contact", ref="contacts"),
            Field("found_by", "choice", _("Found first by"), choices=tuple(FoundBy.choices)),
            Field("owner", "text", _("Solved by"), attr="owner_name"),
            Field("saved_amount", "amount", _("Saved a year")),
            Field("currency", "text", _("Currency")),
            Field("ticket_id", "ref", _("Ticket"), attr="ticket", ref="tickets"),
            Field("proof", "text", _("Proof"), help=_("The address of a report, a message, a picture.")),
        ),
    )
)
