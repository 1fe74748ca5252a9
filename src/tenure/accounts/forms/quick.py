"""The quick log of the account page: a contact or a note in one line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import TouchKind
from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account
from tenure.accounts.queries.panels import list_contacts
from tenure.accounts.services.entry import Entry, enter_record
from tenure.foundation.models import User

NOTE = "note"
KINDS = (TouchKind.CALL, TouchKind.MEETING, TouchKind.MAIL, TouchKind.VISIT)
ICONS = {"call": "phone", "meeting": "users", "mail": "mail", "visit": "map-pin", NOTE: "note"}
LONGEST_SUBJECT = 120


class QuickLogForm(forms.Form):
    """What happened, in one line: its kind, what was said, and with whom."""

    prefix = "log"

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[*((kind.value, kind.label) for kind in KINDS), (NOTE, _("Note"))],
        initial=TouchKind.CALL,
    )
    text = forms.CharField(label=_("What was said or done"), max_length=20_000)
    contact = forms.TypedChoiceField(label=_("With"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        contact: Any = self.fields["contact"]
        there = [row for row in list_contacts(account=account) if row.left_on is None]
        contact.choices = [("", _("With nobody named")), *((row.pk, row.name) for row in there)]

    @property
    def options(self) -> list[dict[str, Any]]:
        """The kinds to choose from, each with its icon."""
        chosen = self["kind"].value()
        kinds = dict(self.fields["kind"].choices)  # type: ignore[attr-defined]
        return [
            {"value": value, "label": label, "icon": ICONS[value], "is_chosen": value == chosen}
            for value, label in kinds.items()
        ]

    def save(self, actor: User) -> tuple[str, Any] | None:
        """Write it; return (kind of record, record), or None with the problems in the form."""
        cleaned = self.cleaned_data
        if cleaned["kind"] == NOTE:
            values = {"at": timezone.now(), "text": cleaned["text"]}
            return self._enter("notes", actor, values)
        subject, summary = split(cleaned["text"])
        values = {
            "kind": cleaned["kind"],
            "occurred_at": timezone.now(),
            "subject": subject,
            "summary": summary,
            "contact_id": cleaned["contact"],
            "owner": str(actor),
        }
        return self._enter("touchpoints", actor, values)

    def _enter(self, kind: str, actor: User, values: dict[str, Any]) -> tuple[str, Any] | None:
        entry = Entry(values={**values, "account_id": self.account.pk})
        try:
            return kind, enter_record(kind=get_kind(kind), actor=actor, entry=entry)
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))
            return None


def split(text: str) -> tuple[str, str]:
    """Return (subject, summary): a short text is its own subject, a long one is kept whole below its beginning."""
    text = text.strip()
    if len(text) <= LONGEST_SUBJECT:
        return text, ""
    return text[: LONGEST_SUBJECT - 1].rstrip() + "…", text
