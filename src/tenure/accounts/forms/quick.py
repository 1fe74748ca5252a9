"""Small forms on the account page: log a touchpoint, write a note."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import Direction, TouchKind
from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Account
from tenure.accounts.queries.panels import list_contacts
from tenure.accounts.services.entry import Entry, enter_record
from tenure.foundation.models import User


class TouchpointForm(forms.Form):
    """A contact with the customer, in as few fields as make sense later."""

    prefix = "touch"

    kind = forms.ChoiceField(label=_("How"), choices=TouchKind.choices, initial=TouchKind.CALL)
    direction = forms.ChoiceField(label=_("Who began"), choices=Direction.choices, initial=Direction.OUT)
    occurred_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        help_text=_("Empty means now."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    contact = forms.TypedChoiceField(label=_("With"), required=False, coerce=int, empty_value=None)
    subject = forms.CharField(label=_("What about"), max_length=500)
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        contact: Any = self.fields["contact"]
        there = [row for row in list_contacts(account=account) if row.left_on is None]
        contact.choices = [("", "–"), *((row.pk, row.name) for row in there)]

    def save(self, actor: User) -> Any | None:
        """Write the touchpoint; return it, or None with the problems in the form."""
        cleaned = dict(self.cleaned_data)
        contact_id = cleaned.pop("contact")
        values = {
            **cleaned,
            "occurred_at": cleaned["occurred_at"] or timezone.now(),
            "account_id": self.account.pk,
            "contact_id": contact_id,
            "owner": str(actor),
        }
        return _enter(self, "touchpoints", actor, values)


class NoteForm(forms.Form):
    """A note."""

    prefix = "note"

    text = forms.CharField(label=_("Note"), max_length=20_000, widget=forms.Textarea({"rows": 3}))

    def save(self, actor: User, account: Account) -> Any | None:
        """Write the note; return it, or None with the problems in the form."""
        values = {"account_id": account.pk, "at": timezone.now(), "text": self.cleaned_data["text"]}
        return _enter(self, "notes", actor, values)


def _enter(form: forms.Form, kind: str, actor: User, values: dict[str, Any]) -> Any | None:
    try:
        return enter_record(kind=get_kind(kind), actor=actor, entry=Entry(values=values))
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return None
