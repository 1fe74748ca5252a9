"""People at customers."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import ContactRole
from tenure.accounts.kinds.base import Field, Problem, RecordKind, Values, register
from tenure.accounts.kinds.checks import in_range
from tenure.accounts.models import Contact


def prepare(values: Values) -> list[Problem]:
    """Addresses are kept in lower case; a contact without a name takes the address; scales run from 1 to 5."""
    if values.get("email"):
        values["email"] = str(values["email"]).strip().lower()
    if not values.get("name") and values.get("email"):
        values["name"] = values["email"]
    return [*in_range(values, "influence", 1, 5), *in_range(values, "warmth", 1, 5)]


KIND = register(
    RecordKind(
        name="contacts",
        label=_("Contact"),
        label_plural=_("Contacts"),
        model=Contact,
        id_field="contact_id",
        prepare=prepare,
        icon="users",
        columns=("name", "account_id", "title", "role", "influence", "warmth", "left_on"),
        fields=(
            Field("contact_id", "text", _("Contact id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("name", "text", _("Name")),
            Field("email", "text", _("E-mail")),
            Field("phone", "text", _("Phone")),
            Field("title", "text", _("Title")),
            Field("department", "text", _("Department")),
            Field("role", "choice", _("Role"), choices=tuple(ContactRole.choices)),
            Field("influence", "int", _("Influence (1-5)")),
            Field("warmth", "int", _("Relationship (1-5)")),
            Field("left_on", "date", _("Left on")),
            Field("preferences", "long_text", _("Communication preferences")),
            Field("personal_notes", "long_text", _("Personal notes")),
        ),
    )
)
