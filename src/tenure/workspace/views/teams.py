"""Teams."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenure.foundation.models import Team, User
from tenure.foundation.queries import count_accounts_by_team, list_teams
from tenure.foundation.services import delete_team
from tenure.ui import flash
from tenure.ui.registry import ADMINS, Nav, page
from tenure.workspace.forms.people import TeamForm


@page(
    "settings/teams/",
    name="teams",
    title=gettext_lazy("Teams"),
    roles=ADMINS,
    nav=Nav(icon="users-group", order=20, group="settings"),
)
def teams(request: HttpRequest) -> HttpResponse:
    """List the teams with their people and accounts; add one."""
    actor: User = request.user  # type: ignore[assignment]
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = form.save(actor=actor)
        if team is not None:
            flash.done(request, _("Team added: %(team)s") % {"team": team})
            return redirect("teams")
    return render(request, "workspace/teams.html", _context(actor, form), status=422 if form.is_bound else 200)


@page("settings/teams/<int:pk>/", name="team", title=gettext_lazy("Team"), roles=ADMINS)
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a team."""
    actor: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(Team, pk=pk, workspace_id=actor.workspace_id)
    form = TeamForm(request.POST or None, initial={"name": row.name})
    if request.method == "POST" and form.is_valid():
        if form.save(actor=actor, team=row) is not None:
            flash.done(request, _("Saved: %(team)s") % {"team": row})
            return redirect("teams")
        row.refresh_from_db()
    context = {"form": form, "team": row}
    return render(request, "workspace/team.html", context, status=422 if form.is_bound else 200)


@page("settings/teams/<int:pk>/delete/", name="team-delete", title=gettext_lazy("Remove team"), roles=ADMINS)
@require_POST
def team_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a team that covers nothing."""
    row = get_object_or_404(Team, pk=pk, workspace_id=request.user.workspace_id)  # type: ignore[union-attr]
    name = row.name
    try:
        delete_team(actor=request.user, team=row)  # type: ignore[arg-type]
    except ValidationError as error:
        flash.failed(request, " ".join(error.messages))
        return redirect("team", pk)
    flash.done(request, _("Team removed: %(team)s") % {"team": name})
    return redirect("teams")


def _context(actor: User, form: TeamForm) -> dict[str, Any]:
    accounts = count_accounts_by_team(actor=actor)
    rows = [
        {"team": row, "people": row.people, "accounts": accounts.get(row.pk, 0)} for row in list_teams(actor=actor)
    ]
    return {"form": form, "rows": rows}
