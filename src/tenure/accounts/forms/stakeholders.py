"""What is entered about a person on the stakeholder map."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenure.accounts.choices import ContactRole
from tenure.accounts.kinds import get_kind
from tenure.accounts.models import Contact
from tenure.accounts.services.entry import Entry, enter_record
from tenure.foundation.models import User

SCALE = [(str(number), str(number)) for number in range(1, 6)]


class StakeholderForm(forms.Form):
    """Role, influence and warmth; an empty warmth is worked out from the touchpoints."""

    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", "–"), *ContactRole.choices])
    influence = forms.TypedChoiceField(
        label=_("Influence"), required=False, choices=[("", "–"), *SCALE], coerce=int, empty_value=None
    )
    warmth = forms.TypedChoiceField(
        label=_("Warmth"), required=False, choices=[("", _("worked out")), *SCALE], coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        initial = {"role": contact.role, "influence": contact.influence, "warmth": contact.warmth}
        super().__init__(*args, initial=initial, auto_id=f"person-{contact.pk}-%s", **kwargs)
        self.contact = contact

    def save(self, actor: User) -> bool:
        """Write what was entered; return whether it was taken, with the problems in the form where not."""
        entry = Entry(values=self.cleaned_data)
        try:
            enter_record(kind=get_kind("contacts"), actor=actor, entry=entry, record=self.contact)
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))
            return False
        return True
