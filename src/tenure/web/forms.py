"""Forms of the portfolio."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenure.foundation.models import Team, User


class ViewForm(forms.Form):
    """A view's name, and with whom it is shared."""

    name = forms.CharField(label=_("Name"), max_length=60)
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Who sees it"),
        required=False,
        empty_label=_("Only me"),
        help_text=_("People of the team open it; only you change it."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = user.teams.all()
        if user.may_write and teams:
            self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        else:
            del self.fields["team"]
            self.fields["name"].help_text = _("You are in no team to share it with.") if user.may_write else ""
