"""Forms of the calls to action."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.forms.inputs import ReferenceInput
from tenure.accounts.kinds import Field, get_kind
from tenure.accounts.models import Account
from tenure.accounts.queries.references import NotFound, find_by_text, option_text
from tenure.foundation.choices import WRITING_ROLES
from tenure.foundation.models import User
from tenure.playbooks.choices import PERSON_OUTCOMES, CtaKind, Outcome
from tenure.playbooks.models import Cta
from tenure.playbooks.services import create_cta

QUICK_DAYS = (1, 3, 7, 14, 30)
FIRST_DUE_DAYS = 3


class CompleteForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[(entry.value, entry.label) for entry in PERSON_OUTCOMES], initial=Outcome.HANDLED
    )
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)


class SnoozeForm(forms.Form):
    """Until when it rests: a number of days, or a day."""

    days = forms.IntegerField(required=False, min_value=1, max_value=365)
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("days") and not data.get("until"):
            raise forms.ValidationError(_("Choose a day."))
        return data

    @property
    def chosen_day(self) -> date:
        """The day meant; a day in words wins over a number of days."""
        until: date | None = self.cleaned_data.get("until")
        return until or timezone.localdate() + timedelta(days=self.cleaned_data["days"])


class DueForm(forms.Form):
    """Another due date."""

    due_on = forms.DateField(
        label=_("Due"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
    )


class CtaForm(forms.Form):
    """A call to action made by hand."""

    account = forms.CharField(label=_("Customer"), max_length=400)
    kind = forms.ChoiceField(label=_("Type"), choices=CtaKind.choices, initial=CtaKind.ACTIVITY)
    title = forms.CharField(
        label=_("What is to be done"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("In one sentence that begins with a verb."),
    )
    detail = forms.CharField(
        label=_("Why"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("With"), required=False, empty_label=_("The team's queue")
    )

    def __init__(self, *args: Any, actor: User, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        name: Any = self.fields["account"]
        entry = Field("account", "ref", name.label, ref="accounts")
        name.widget = ReferenceInput(kind=get_kind("contacts"), entry=entry, actor=actor, account_id=None)
        people: Any = self.fields["owner"]
        people.queryset = User.objects.filter(workspace_id=actor.workspace_id, is_active=True, role__in=WRITING_ROLES)
        self.initial = {
            "account": option_text(account) if account else "",
            "kind": CtaKind.ACTIVITY,
            "due_on": timezone.localdate() + timedelta(days=FIRST_DUE_DAYS),
            "owner": actor.pk,
            **self.initial,
        }

    def clean_account(self) -> Account:
        """The account that is meant, among those the person may see."""
        text = self.cleaned_data["account"]
        try:
            found: Account = find_by_text(kind=get_kind("accounts"), actor=self.actor, text=text)
        except NotFound as error:
            raise forms.ValidationError(str(error)) from error
        return found

    def save(self) -> Cta | None:
        """Open it; return it, or None with the problems in the form."""
        try:
            return create_cta(actor=self.actor, **self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error)
        return None
