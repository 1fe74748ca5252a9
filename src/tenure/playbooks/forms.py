"""Forms of the calls to action."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.playbooks.choices import PERSON_OUTCOMES, Outcome

QUICK_DAYS = (1, 3, 7, 14, 30)


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
