"""What the pages of health may be asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONG_AGO = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """Which day, against which other, and with what knowledge (None: what is known now)."""

    as_of: date
    against: date | None
    is_then: bool

    def known_on(self, day: date) -> date | None:
        """Return the knowledge with which a day is seen."""
        return day if self.is_then else None


class DerivationForm(forms.Form):
    """The two days of a derivation, and the switch to what was known then."""

    as_of = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    against = forms.DateField(
        label=_("Compared with"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    known = forms.ChoiceField(label=_("What was known"), choices=[("now", _("Known now")), ("then", _("Known then"))])

    def __init__(self, data: Any, *, newest: date, against: date | None = None) -> None:
        asked = data.copy()
        asked.setdefault("as_of", newest.isoformat())
        if against is not None:
            asked.setdefault("against", against.isoformat())
        asked.setdefault("known", "now")
        super().__init__(asked)
        self.newest = newest

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in ("as_of", "against"):
            day = found.get(name)
            if day is not None and not LONG_AGO <= day <= self.newest + timedelta(days=366):
                self.add_error(name, _("Choose a day between 1990 and a year from now."))
        return found

    @property
    def question(self) -> Question:
        """Return what is asked; a field with an error counts as left out."""
        found = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        return Question(
            as_of=found.get("as_of") or self.newest,
            against=found.get("against"),
            is_then=found.get("known") == "then",
        )
