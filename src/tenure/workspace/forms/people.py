"""People and teams."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from tenure.foundation.choices import Role
from tenure.foundation.models import Team, User
from tenure.foundation.services import change_member, create_team, invite_member, rename_team


class ServiceForm(forms.Form):
    """A form whose service may find more problems than the form itself."""

    def carry_out(self, act: Callable[[], Any]) -> Any | None:
        """Return what the service returns, or None with its problems beside the fields."""
        try:
            return act()
        except ValidationError as error:
            if not hasattr(error, "error_dict"):
                self.add_error(None, error)
                return None
            for name, errors in error.error_dict.items():
                self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)  # type: ignore[arg-type]
        return None


class MemberForm(ServiceForm):
    """A person's name, role and teams; with an address for somebody new."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CSM)
    teams = forms.ModelMultipleChoiceField(
        None, label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, actor: User, member: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.member = member
        teams: Any = self.fields["teams"]
        teams.queryset = Team.objects.filter(workspace_id=actor.workspace_id)
        if member is not None:
            del self.fields["email"]
            self.initial |= {"name": member.name, "role": member.role, "teams": member.teams.all()}

    def save(self) -> User | None:
        """Invite or change the person; return them, or None with the problems in the form."""
        given = self.cleaned_data
        if self.member is None:
            return self.carry_out(lambda: invite_member(actor=self.actor, **given))
        member = self.member
        return self.carry_out(lambda: change_member(actor=self.actor, member=member, **given))


class TeamForm(ServiceForm):
    """A team's name."""

    name = forms.CharField(label=_("Name"), max_length=120)

    def save(self, *, actor: User, team: Team | None = None) -> Team | None:
        """Make or rename the team; return it, or None with the problems in the form."""
        name = self.cleaned_data["name"]
        if team is None:
            return self.carry_out(lambda: create_team(actor=actor, name=name))
        return self.carry_out(lambda: rename_team(actor=actor, team=team, name=name))
