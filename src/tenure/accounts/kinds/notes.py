"""What our people wrote down about a customer."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds.base import Field, RecordKind, register
from tenure.accounts.models import Note

KIND = register(
    RecordKind(
        name="notes",
        label=_("Note"),
        label_plural=_("Notes"),
        model=Note,
        id_field="note_id",
        effective="at",
        icon="note",
        importable=False,
        columns=("at", "account_id", "text"),
        fields=(
            Field("note_id", "text", _("Note id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("at", "datetime", _("When"), required=True),
            Field("text", "long_text", _("Text"), required=True),
        ),
    )
)
